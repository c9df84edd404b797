"""A demonstration of one's own: `portald demo` on a free port with a directory that is thrown away."""

import email
import email.policy
import json
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Demonstration:
    """Serves while it is entered. Failing to start ends everything, with what portald said."""

    def __init__(self, portald):
        self.portald = portald
        self.port = free_port()

    def __enter__(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="portal-browser-"))
        self.log = open(self.directory / "portald.log", "w+b")
        command = [self.portald, "demo", "--port", str(self.port), "--data-dir", str(self.directory / "data")]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT)
        sign_ins = self.directory / "data" / "demo-sign-ins.json"
        deadline = time.monotonic() + 120
        while not sign_ins.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.log.seek(0)
                said = self.log.read().decode()
                self.__exit__()
                raise SystemExit(f"FAILED: portald demo did not start\n{said}")
            time.sleep(0.1)
        self.sign_ins = json.loads(sign_ins.read_text())
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()
        shutil.rmtree(self.directory)

    def person(self, agency, name):
        """The sign-in of somebody: `person("northwind", "ada")`."""
        return next(
            entry
            for entry in self.sign_ins
            if entry["host"].startswith(agency + ".") and entry["email"].startswith(name + "@")
        )

    def mailed_link(self, agency, address, path, seconds=20):
        """The path and query of the newest link to `path` that was mailed to an address; waits for the mail."""
        host = next(entry["host"] for entry in self.sign_ins if entry["host"].startswith(agency + "."))
        return self.mailed(address, rf"http://{re.escape(host)}({path}\?\S+)", seconds)[1]

    def mailed_digits(self, address, other_than=None):
        """The eight digits of the newest code to sign in with that was mailed to an address; waits for the mail."""
        return self.mailed(address, rf"(?m)^    (?!{other_than})(\d{{8}})\r?$")[1]

    def mailed(self, address, pattern, seconds=20):
        """What a pattern finds in the newest mail to an address that it finds something in; waits for the mail."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for file in sorted((self.directory / "data" / "mail").glob("*.eml"), key=lambda f: f.stat().st_mtime, reverse=True):
                mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
                found = re.search(pattern, mail.get_body(["plain"]).get_content())
                if found and mail["to"].addresses[0].addr_spec == address:
                    return found
            time.sleep(0.1)
        raise AssertionError(f"nothing like {pattern} was mailed to {address}")

    def page_patterns(self):
        """The paths of every page that a person can open, from the route table, most particular first."""
        lines = subprocess.run([self.portald, "routes"], check=True, capture_output=True, text=True).stdout.splitlines()
        routes = [json.loads(line) for line in lines]
        pages = {
            route["path"]
            for route in routes
            if route["method"] == "GET"
            and route["audience"] in ("anyone", "client", "staff")
            and not re.match(r"/(assets|brand|api)/", route["path"])
            and not route["path"].endswith(("/events", "/account/data"))
        }
        return sorted(pages, key=lambda path: (path.count(":"), path))
