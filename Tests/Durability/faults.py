"""Makes the disk fail under the daemon, by strace and by a file system that is really full, and holds it to its promises.

    faults.py PORTALD [--seed TEXT]

While a flush or a write fails, nothing may be acknowledged and every answer is a clear one; when the disk is well again, everything
works without a restart; and what was acknowledged is there after the next kill.
"""

import argparse
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import time

from clients import Crowd
from harness import Harness, told
from house import Broken

FLUSHES = "fsync,fdatasync"


def strace(daemon, calls, what, file=None):
    """The command that makes system calls fail; only those on one file of the data directory, if one is named."""
    path = ["-P", str(daemon.data / file)] if file else []
    return ["strace", "-f", "-qq", "-o", os.devnull, *path, "-e", f"trace={calls}", "-e", f"inject={calls}:{what}"]


class Fault:
    """System calls of the running daemon fail, from the first moment of the body to its last."""

    def __init__(self, harness, calls, what, file=None):
        self.daemon = harness.daemon
        self.command = strace(self.daemon, calls, what, file)

    def __enter__(self):
        pid = self.daemon.process.pid
        self.strace = subprocess.Popen([*self.command, "-p", str(pid)])
        deadline = time.monotonic() + 10
        while self.daemon.process.poll() is None and not self.is_on(pid):
            if time.monotonic() > deadline:
                raise Broken("strace does not take hold of the daemon")
            time.sleep(0.01)

    def __exit__(self, *_):
        self.strace.terminate()
        self.strace.wait()

    @staticmethod
    def is_on(pid):
        threads = pathlib.Path(f"/proc/{pid}/task").glob("*/status")
        try:
            return all("TracerPid:\t0" not in thread.read_text() for thread in threads)
        except (FileNotFoundError, ProcessLookupError):
            # A thread ended meanwhile, perhaps with the daemon.
            return False


class Trial:
    """One fault on a daemon that is in use."""

    def __init__(self, harness, name, refusals=(503,)):
        self.harness = harness
        self.refusals = refusals
        self.promises = harness.promises
        self.house = harness.house
        self.name = name

    def __enter__(self):
        self.harness.daemon.start()
        self.harness.daemon.wait_until_ready()
        self.promises.check()
        self.crowd = Crowd(self.promises, f"{self.harness.seed} {self.name}", refusals=self.refusals)
        self.wait_for_acknowledgements("before the fault")
        self.refused = self.promises.refused
        return self

    def __exit__(self, kind, *_):
        if kind:
            return
        self.wait_for_acknowledgements("after the fault")
        self.crowd.end()
        self.harness.drain(90)
        self.harness.kill()
        settle(self.harness, f"{self.name}, {self.promises.refused - self.refused} requests refused")

    def wait_for_acknowledgements(self, when):
        """Everybody gets through, and nobody restarts anything."""
        counts, deadline = self.counts(), time.monotonic() + 20
        while any(now <= then for now, then in zip(self.counts(), counts)):
            if time.monotonic() > deadline:
                raise Broken(f"{self.name}: {when}, not everything is acknowledged: {self.promises.counts}")
            if self.crowd.flaw:
                raise self.crowd.flaw
            time.sleep(0.05)

    def counts(self):
        return [self.promises.counts[what] for what in ("reports", "presses", "sign-ins")]

    def pass_without_acknowledgements(self, seconds):
        # What was acknowledged before the fault may be on its way.
        time.sleep(0.5)
        counts, refused = self.counts(), self.promises.refused
        time.sleep(seconds)
        if self.counts() != counts:
            raise Broken(f"{self.name}: acknowledged while nothing could be stored: {counts}, {self.counts()}")
        if self.promises.refused == refused:
            raise Broken(f"{self.name}: no request was refused")

    def pass_without_refusals(self, seconds):
        refused, counts = self.promises.refused, self.counts()
        time.sleep(seconds)
        if self.promises.refused != refused:
            raise Broken(f"{self.name}: {self.promises.refused - refused} requests were refused")
        if self.counts() == counts:
            raise Broken(f"{self.name}: nothing was acknowledged")

    def expect_pages(self, within):
        """Reading goes on while nothing can be written."""
        browser = self.house.browser(self.house.presser_cookies)
        for path in ("/portal", "/portal/runs"):
            begun = time.monotonic()
            status, text, _ = browser.request(path)
            if status != 200 or "<h1" not in text:
                raise Broken(f"{self.name}: {path} was answered with {status}")
            if time.monotonic() - begun > within:
                raise Broken(f"{self.name}: {path} took {time.monotonic() - begun:.1f} s")


def settle(harness, name):
    """Starts once more, with nobody there, and compares."""
    harness.daemon.start()
    harness.daemon.wait_until_ready()
    harness.promises.check()
    harness.daemon.verify()
    harness.daemon.stop()
    print(f"{name}: ok", flush=True)


# The faults


def flush_fails(harness):
    with Trial(harness, "flush fails") as trial, Fault(harness, FLUSHES, "error=EIO"):
        trial.pass_without_acknowledgements(3)
        trial.expect_pages(within=5)


def flush_fails_once(harness):
    """The moment at which a disk that loses what it was given is most dangerous: the next flush says that all is well."""
    for number in range(5):
        with Trial(harness, f"flush fails once ({number})"), Fault(harness, FLUSHES, "error=EIO:when=1"):
            time.sleep(0.5)


def killed_while_flush_fails(harness):
    """What was refused may be there or not; what was acknowledged is."""
    for _ in range(5):
        harness.daemon.start()
        harness.daemon.wait_until_ready()
        harness.promises.check()
        crowd = Crowd(harness.promises, f"{harness.seed} {harness.kills}", refusals=(503,))
        time.sleep(0.3)
        with Fault(harness, FLUSHES, "error=EIO"):
            time.sleep(0.7)
            harness.kill()
        crowd.end()
    settle(harness, "killed while flush fails")


def log_is_full(harness):
    with Trial(harness, "log is full") as trial, Fault(harness, "pwrite64", "error=ENOSPC", "portal.sqlite-wal"):
        trial.pass_without_acknowledgements(3)
        trial.expect_pages(within=5)


def file_is_full(harness):
    """The log can still be written, only not be moved into the file: nobody notices."""
    with Trial(harness, "file is full") as trial, Fault(harness, "pwrite64", "error=ENOSPC", "portal.sqlite"):
        trial.pass_without_refusals(6)


def flush_is_slow(harness):
    with Trial(harness, "flush is slow") as trial, Fault(harness, FLUSHES, "delay_enter=800000"):
        trial.pass_without_refusals(6)
        trial.expect_pages(within=0.75)


def reading_fails(harness):
    """What a disk cannot read, SQLite calls malformed, which is no passing trouble: 500. Yet it passes with the fault."""
    with Trial(harness, "reading fails", refusals=(503, 500)), Fault(harness, "pread64", "error=EIO"):
        time.sleep(3)


def answer_waits_for_the_disk(harness):
    """An engine answers while nothing can be written, for longer than anybody likes: its answer is not forgotten."""
    with Trial(harness, "answer waits for the disk") as trial:
        harness.engine.may_answer.clear()
        known = set(harness.engine.everything())
        deadline = time.monotonic() + 20
        while not (waiting := {run for run in harness.engine.everything() if run not in known}):
            if time.monotonic() > deadline:
                raise Broken("the engine was not asked")
            time.sleep(0.02)
        with Fault(harness, FLUSHES, "error=EIO"):
            harness.engine.may_answer.set()
            trial.pass_without_acknowledgements(14)
        deadline = time.monotonic() + 30
        while any(harness.house.run(run)["delivery"] == "pending" for run in waiting):
            if time.monotonic() > deadline:
                raise Broken("what the engine answered was never written down")
            time.sleep(0.5)


def killed_at_a_flush(harness):
    """Not at a random moment, but at exactly one call."""
    for calls in (FLUSHES, "pwrite64"):
        for _ in range(15):
            harness.daemon.start()
            harness.daemon.wait_until_ready()
            harness.promises.check()
            crowd = Crowd(harness.promises, f"{harness.seed} {harness.kills}")
            with Fault(harness, calls, f"signal=KILL:when={harness.random.randint(1, 60)}"):
                harness.daemon.process.wait(60)
            harness.kills += 1
            crowd.end()
    settle(harness, "killed at a flush or a write")


def start_on_a_failing_disk(harness):
    """A daemon that cannot be sure of its file says so and ends; the next start needs no hands."""
    faults = ((FLUSHES, "error=EIO", None), ("pwrite64", "error=ENOSPC", None), ("pread64", "error=EIO", "portal.sqlite"))
    for calls, what, file in faults:
        mark = (harness.work / "log").stat().st_size
        harness.daemon.start(before=strace(harness.daemon, calls, what, file))
        deadline = time.monotonic() + 60
        while harness.daemon.process.poll() is None and not harness.daemon.is_ready():
            if time.monotonic() > deadline:
                raise Broken(f"started while {calls} fails, it neither serves nor ends")
            time.sleep(0.05)
        status = harness.daemon.process.poll()
        if status is None:
            harness.daemon.process.terminate()
            harness.daemon.process.wait(60)
        elif not 64 <= status <= 78:
            raise Broken(f"started while {calls} fails, it ended with status {status}")
        words = (harness.work / "log").read_text(errors="replace")[mark:].strip()
        if status is not None and words.count("\n") > 1:
            raise Broken(f"started while {calls} fails, it ended with {words[-500:]}")
        settle(harness, f"start while {calls} fails: {'it serves' if status is None else words}")


def disk_is_full(portald, seed):
    """Not by strace: a file system of its own, filled to the last byte."""
    place = pathlib.Path(tempfile.mkdtemp(prefix="portal-full-"))
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(place)], capture_output=True, text=True)
    if mounted.returncode != 0:
        print(f"disk is full: left out, because this user may not mount: {mounted.stderr.strip()}")
        place.rmdir()
        return
    try:
        with told(Harness(portald, seed, data=place / "data")) as harness:
            with Trial(harness, "disk is full") as trial:
                with open(place / "ballast", "wb", buffering=0) as ballast:
                    try:
                        while True:
                            ballast.write(b"\0" * 4096)
                    except OSError:
                        pass
                time.sleep(1)
                trial.pass_without_acknowledgements(3)
                trial.expect_pages(within=5)
                (place / "ballast").unlink()
            harness.finish()
    finally:
        subprocess.run(["umount", str(place)], check=True)
        place.rmdir()


FAULTS = [
    flush_fails, flush_fails_once, killed_while_flush_fails, log_is_full, file_is_full, flush_is_slow, reading_fails, answer_waits_for_the_disk,
    killed_at_a_flush, start_on_a_failing_disk,
]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("portald", type=lambda text: str(pathlib.Path(text).absolute()))
    arguments.add_argument("--seed", default=str(random.randrange(10**9)))
    arguments.add_argument("--only", help="the name of one fault")
    options = arguments.parse_args()
    if not shutil.which("strace"):
        raise SystemExit("strace is needed")
    print(f"seed {options.seed}", flush=True)
    faults = [fault for fault in FAULTS if options.only in (None, fault.__name__)]
    if faults:
        with told(Harness(options.portald, options.seed)) as harness:
            for fault in faults:
                fault(harness)
            harness.finish()
            print(harness.summary(), flush=True)
            print(f"{harness.promises.resurrected} runs were refused and are there all the same")
    if options.only in (None, "disk_is_full"):
        disk_is_full(options.portald, options.seed)
    print("OK: every answer was a clear one, nothing acknowledged is lost, and nobody had to restart anything")


if __name__ == "__main__":
    main()
