#!/usr/bin/env bash
# A broker and four workers, each a process, and two hundred tasks. Twenty times
# one of them is killed, when so many tasks are done or a worker has just
# printed, and never after some time. Then each task is done, and each label is
# printed, once.
# needs: python3
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 - "$1" << 'END'
import os, random, select, signal, socket, subprocess, sys

program, tasks, kills = sys.argv[1], 200, 20
chance = random.Random(47)
names = ["anna", "bert", "cleo", "dora"]
port = "0"
started = {}

def start(name):
    global port
    if name == "broker":
        started[name] = subprocess.Popen(
            [program, "broker", port, "relay", "700", "1000"],
            stdout=subprocess.PIPE)
        line = started[name].stdout.readline().decode()
        assert line.startswith("Relay listens at port "), line
        port = line.split("port ")[1].split(".")[0]
    else:
        started[name] = subprocess.Popen(
            [program, "worker", port, "relay", name, "3"],
            stdout=subprocess.PIPE)

def kill(name):
    started[name].send_signal(signal.SIGKILL)
    assert started[name].wait() == -signal.SIGKILL
    started[name].stdout.close()
    start(name)

def listed():
    with socket.create_connection(("127.0.0.1", int(port))) as line:
        line.sendall(b"LIST\n")
        answer = line.makefile().readline()
    entries = answer[len("LIST "):].strip("\n")
    return [entry.split(" ") for entry in entries.split("; ") if entry]

def done():
    return sum(entry[1] == "done" for entry in listed())

try:
    start("broker")
    for name in names:
        start(name)
    putter = subprocess.Popen([program, "put", port, str(tasks)])
    started["putter"] = putter
    for count in range(kills):
        while done() < 9 * count:
            pass
        victim = "broker" if count % 4 == 3 else names[count % 4]
        # Just after a worker has printed, and has perhaps not said DONE.
        if victim != "broker" and chance.random() < 0.5:
            said = started[victim].stdout
            while not select.select([said], [], [], 0)[0] and done() < tasks:
                pass
        kill(victim)
    assert putter.wait() == 0, "the tasks could not be put"
    while done() < tasks:
        pass
    entries = listed()
finally:
    for process in started.values():
        process.kill()
        process.wait()

labels = os.listdir("relay/labels")
with open("relay/tries") as log:
    tries = log.read().splitlines()
printed = sum(line.endswith(" is printed") for line in tries)
again = len(tries) - printed
back = sum(int(entry[2]) - 1 for entry in entries)
assert len(entries) == tasks and all(entry[1] == "done" for entry in entries)
assert sorted(labels) == sorted(entry[0] for entry in entries), "labels"
assert printed <= tasks, "a label was printed twice"
print(f"{kills} kills; {len(entries)} tasks are done, {back} leases came back;",
      f"{len(labels)} labels are printed, {again} were asked for again")
END
