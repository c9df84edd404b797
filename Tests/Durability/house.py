"""A data directory, the daemon that serves it, and what an agency has set up in it."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Driving"))
from portal import Browser, connect_engine, free_port, make_key, publish_workflow, wait_for

# Nothing here takes long; what does not come in this time never comes.
PATIENCE = 60


class Broken(Exception):
    """A promise was not kept."""


class Daemon:
    """`portald serve` on a data directory: started and killed again and again."""

    def __init__(self, portald, data, log):
        self.portald = portald
        self.data = data
        self.log = log
        self.port = free_port()
        self.operator_port = free_port()
        self.process = None

    def command(self, *words):
        return [self.portald, *words, "--data-dir", str(self.data)]

    def start(self, before=()):
        """`before` is a program to start it under, such as strace."""
        self.process = subprocess.Popen(
            [*before, *self.command(
                "serve", "--port", str(self.port), "--operator-port", str(self.operator_port),
                "--allow-private", "127.0.0.1", "--log-level", "warning")],
            stdout=self.log, stderr=self.log, env={**os.environ, "SWIFT_BACKTRACE": "enable=no"})

    def wait_until_ready(self):
        """Answers how many seconds it took."""
        begun = time.monotonic()
        while time.monotonic() < begun + PATIENCE:
            if self.process.poll() is not None:
                raise Broken(f"the daemon ended by itself with status {self.process.returncode}")
            if self.is_ready():
                return time.monotonic() - begun
            time.sleep(0.005)
        raise Broken(f"the daemon was not ready within {PATIENCE} s")

    def is_ready(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.operator_port}/readyz", timeout=5) as answer:
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def kill(self):
        """What a power cut is to the process."""
        if self.process.poll() is not None:
            raise Broken(f"the daemon ended by itself with status {self.process.returncode}")
        self.process.kill()
        self.process.wait()

    def abandon(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def stop(self):
        """Asks it to end; it must, with status 0."""
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        if status != 0:
            raise Broken(f"the daemon, asked to end, ended with status {status}")

    def verify(self):
        found = subprocess.run(self.command("verify"), capture_output=True, text=True, timeout=600)
        if found.returncode != 0 or found.stdout != "ok\n":
            raise Broken(f"verify: status {found.returncode}: {found.stdout[:2000]}{found.stderr[:2000]}")

    def expect_second_is_refused(self):
        second = subprocess.run(
            self.command("serve", "--port", "0", "--log-level", "warning"), capture_output=True, text=True, timeout=PATIENCE)
        if second.returncode != 75 or "another daemon" not in second.stderr:
            raise Broken(f"a second daemon: status {second.returncode}: {second.stderr[:500]}")


class House:
    """The demonstration's first agency, with an engine, a key and workflows of this harness."""

    def __init__(self, daemon, engine_port):
        self.daemon = daemon
        demo_port = free_port()
        demo = subprocess.Popen(
            [daemon.portald, "demo", "--port", str(demo_port), "--data-dir", str(daemon.data)],
            stdout=subprocess.DEVNULL, stderr=daemon.log)
        try:
            people = wait_for(
                "sign-ins of the demonstration", 180,
                lambda: json.loads((daemon.data / "demo-sign-ins.json").read_text()), pause=0.1)
            self.host = people[0]["host"]
            people = [person for person in people if person["host"] == self.host]
            self.people = [person for person in people if person["role"] == "client"]
            owner = next(person for person in people if person["role"] == "owner")
            self.presser = next(
                person for person in self.people if "areas" not in person and len(person["workspaces"]) == 1)
            staff = Browser(self.host, demo_port)
            staff.sign_in(owner["email"], owner["password"])
            self.engine, self.secret = connect_engine(
                staff, "Engine of the harness", "webhook", **{"api-url": "", "credential": "none"})
            self.bearer = make_key(staff, "Harness", "runs.ingest", "runs.read", "workflows.upsert")
            system = Browser(self.host, demo_port)
            _, text, _ = system.request("/api/v1/workspaces", headers=self.bearer)
            self.workspace = next(
                w["id"] for w in json.loads(text)["workspaces"] if w["name"] == self.presser["workspaces"][0])
            self.workflows = {}
            for name, settings in (("once", {}), ("again", {"idempotent": "yes"}), ("reported", {})):
                self.workflows[name] = publish_workflow(
                    staff, system, self.bearer, self.workspace, settings={"time-limit": "1440", **settings},
                    engine=self.engine, externalId=name, name=f"Harness {name}",
                    triggerUrl=f"http://127.0.0.1:{engine_port}/{name}")
            client = Browser(self.host, demo_port)
            client.sign_in(self.presser["email"], self.presser["password"])
            self.presser_cookies = client.cookies
        finally:
            demo.terminate()
            demo.wait(PATIENCE)

    def browser(self, cookies=()):
        return Browser(self.host, self.daemon.port, cookies)

    def ask(self, path):
        """Asks the API; answers what its JSON says, or `None` for what is not there."""
        status, text, _ = self.browser().request(path, headers=self.bearer)
        if status == 404:
            return None
        if status != 200:
            raise Broken(f"GET {path}: {status} {text[:500]}")
        return json.loads(text)

    def run(self, id):
        return self.ask(f"/api/v1/runs/{id}?workspace={self.workspace}")

    def runs(self, workflow):
        """Every run of a workflow, newest first."""
        path = f"/api/v1/runs?workspace={self.workspace}&workflow={self.workflows[workflow]}&limit=200"
        before = ""
        while True:
            page = self.ask(path + before)
            yield from page["runs"]
            if not page.get("next"):
                return
            before = f"&before={page['next']}"
