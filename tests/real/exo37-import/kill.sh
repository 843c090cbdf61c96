#!/usr/bin/env bash
# A real file, a real disk, and SIGKILL: the import is killed again and again,
# and each time when it has shown some progress. The rest of what it shows does
# not fit into the pipe, so that it cannot come to its end before it is killed.
# needs: python3
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 - "$1" << 'END'
import fcntl, signal, subprocess, sys

if not hasattr(fcntl, "F_SETPIPE_SZ"):
    print("left out: this system does not let one choose the size of a pipe")
    sys.exit()

program = sys.argv[1]
scans = [f"{number},Lyon {number % 7},08:15" for number in range(800_000)]
with open("scans.csv", "w") as file:
    file.write("\n".join(scans))  # the last line has no end

for lines in (1, 7, 30):
    importer = subprocess.Popen([program, "scans.csv"], bufsize=0,
                                stdout=subprocess.PIPE)
    fcntl.fcntl(importer.stdout, fcntl.F_SETPIPE_SZ, 4096)
    for _ in range(lines):
        line = importer.stdout.readline()
        assert line, "it has ended before it was killed"
    print("killed after:", line.decode().strip())
    importer.send_signal(signal.SIGKILL)
    assert importer.wait() == -signal.SIGKILL

last = subprocess.run([program, "scans.csv"], stdout=subprocess.PIPE, check=True)
first_line = last.stdout.decode().splitlines()[0]
print("then:", first_line)
assert "are done already" in first_line and not first_line.startswith("0 ")

with open("scans.csv.ledger") as file:
    rows = file.read().splitlines()
expected = [" ".join(reversed(scan.split(","))) for scan in scans]
assert rows == expected, "the ledger is not what the file says"
print(f"{len(rows)} rows, each of them once, in order")
END
