"""Looks at the page of demo46 with a browser, over a pipe of its own.

browse.py URL PROFILE PROGRAM PID: PID is the program that serves the URL.
"""

import json
import os
import signal
import subprocess
import sys
import urllib.request

url, profile, program, pid = sys.argv[1:]
port = url.rsplit(":", 1)[1]


class Browser:
    """Chromium, told what to do by messages that end with a byte 0."""

    def __init__(self):
        to_read, self.to = os.pipe()
        self.of, to_write = os.pipe()

        def move():
            # The browser reads at 3 and writes at 4.
            read, write = os.dup(to_read), os.dup(to_write)
            os.dup2(read, 3)
            os.dup2(write, 4)

        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu",
             "--disable-dev-shm-usage", "--lang=en", "--no-first-run",
             "--user-data-dir=" + profile, "--remote-debugging-pipe"],
            preexec_fn=move, close_fds=False, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.rest = b""
        self.number = 0

    def ask(self, method, session=None, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self.rest:
                piece = os.read(self.of, 65536)
                if not piece:
                    sys.exit("the browser has ended")
                self.rest += piece
            answer, self.rest = self.rest.split(b"\0", 1)
            answer = json.loads(answer)
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(json.dumps(answer["error"]))
                return answer["result"]

    def open(self, address):
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target,
                           flatten=True)["sessionId"]
        self.ask("Page.enable", session)
        self.ask("Page.navigate", session, url=address)
        return session

    def wait_until(self, session, condition):
        """Returns when the page fulfils it; looks at each of its changes."""
        script = """new Promise(done => {
          const look = () => { if (document.body && (%s)) done(); };
          new MutationObserver(look).observe(
            document, {subtree: true, childList: true, characterData: true});
          document.addEventListener("DOMContentLoaded", look);
          look();
        })""" % condition
        result = self.ask("Runtime.evaluate", session, expression=script,
                          awaitPromise=True)
        if "exceptionDetails" in result:
            sys.exit(json.dumps(result["exceptionDetails"]))


def publish(text):
    urllib.request.urlopen(url + "/notices", data=text.encode()).read()


def shows(texts):
    return ("JSON.stringify([...document.querySelectorAll('#news li')]"
            ".map(item => item.textContent)) === " +
            json.dumps(json.dumps(texts, separators=(",", ":"), ensure_ascii=False)))


LIVE = "document.querySelector('#line').textContent === 'live'"
AWAY = "document.querySelector('#line').textContent === '...'"

browser = Browser()
# The new page, not the empty one before it.
screens = [browser.open(url + "/") for _ in range(2)]
for screen in screens:
    browser.wait_until(screen, "document.querySelector('#news') && " + LIVE)
texts = ["the lorry is late", "two\nlines", "<b>déjà vu</b>"]
for count, text in enumerate(texts, 1):
    publish(text)
    for screen in screens:
        browser.wait_until(screen, shows(texts[:count]))
print("shown live in two windows")

# What somebody types in one window is shown in the other one.
browser.ask("Runtime.evaluate", screens[0], expression="""
  document.querySelector("input").value = "typed";
  document.forms[0].requestSubmit();""")
texts.append("typed")
for screen in screens:
    browser.wait_until(screen, shows(texts))

# The server is started anew: the browsers come back, with an id of the earlier
# life, and are given all of this one.
os.kill(int(pid), signal.SIGINT)
for screen in screens:
    browser.wait_until(screen, AWAY)
again = subprocess.Popen([program, port], stdout=subprocess.PIPE)
again.stdout.readline()
publish("here again")
texts.append("here again")
for screen in screens:
    browser.wait_until(screen, LIVE)
    browser.wait_until(screen, shows(texts))
print("back after a restart")
browser.process.kill()
browser.process.wait()
again.send_signal(signal.SIGINT)
again.wait()
