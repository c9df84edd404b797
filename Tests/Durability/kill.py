"""Kills the daemon at random moments while everybody uses it, starts it again, and compares with what was acknowledged.

    kill.py PORTALD [--kills N] [--seed TEXT]
"""

import argparse
import pathlib
import random
import shutil
import statistics
import sys
import tempfile
import time

from clients import Crowd
from engine import Engine
from house import Broken, Daemon, House
from promises import Promises


class Harness:
    def __init__(self, portald, seed):
        self.seed = seed
        self.random = random.Random(seed)
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="portal-durability-"))
        self.log = open(self.work / "log", "ab")
        self.engine = Engine(f"{seed} engine")
        self.daemon = Daemon(portald, self.work / "data", self.log)
        self.house = House(self.daemon, self.engine.port)
        self.engine.secret = self.house.secret
        self.promises = Promises(self.house, self.engine)
        self.kills = 0
        self.starts = []

    def start(self):
        """Starts the daemon until it is ready; now and then it is killed on the way there, in the midst of recovery."""
        self.daemon.start()
        while self.random.random() < 0.15:
            time.sleep(self.random.uniform(0, 0.2))
            self.daemon.kill()
            self.kills += 1
            self.daemon.start()
        self.starts.append(self.daemon.wait_until_ready())

    def round(self, number):
        self.start()
        self.promises.check()
        self.daemon.verify()
        if number % 10 == 0:
            self.daemon.expect_second_is_refused()
        crowd = Crowd(self.promises, f"{self.seed} {number}")
        time.sleep(self.random.uniform(0.2, 1.3))
        self.daemon.kill()
        self.kills += 1
        crowd.end()

    def finish(self):
        """Once more without a kill: everything under way comes to its end, and all of it is compared."""
        self.start()
        self.promises.check()
        deadline = time.monotonic() + 300
        while self.promises.pending:
            if time.monotonic() > deadline:
                raise Broken(f"{len(self.promises.pending)} requests to the engine never came to an end")
            time.sleep(1)
            self.promises.settle()
        self.promises.check_everything()
        self.daemon.verify()
        self.daemon.stop()

    def summary(self):
        promises = self.promises
        receipts = [receipt for run in self.engine.everything().values() for receipt in run]
        unconfirmed = sum(delivery == "unconfirmed" for delivery in promises.deliveries.values())
        counts = ", ".join(f"{number} {what}" for what, number in promises.counts.items())
        return (
            f"{self.kills} kills; acknowledged: {counts}; {len(promises.started)} runs asked for, {len(receipts)} requests at the "
            f"engine, {unconfirmed} runs unconfirmed; start to ready: median {statistics.median(self.starts):.2f} s, "
            f"longest {max(self.starts):.2f} s")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("portald", type=lambda text: str(pathlib.Path(text).absolute()))
    arguments.add_argument("--kills", type=int, default=20)
    arguments.add_argument("--seed", default=str(random.randrange(10**9)))
    options = arguments.parse_args()
    print(f"seed {options.seed}", flush=True)
    harness = Harness(options.portald, options.seed)
    number = 0
    try:
        while harness.kills < options.kills:
            harness.round(number)
            number += 1
            if number % 50 == 0:
                print(f"… {harness.summary()}", flush=True)
        harness.finish()
    except (Broken, AssertionError) as flaw:
        print(f"FAILED after {harness.kills} kills (seed {options.seed}): {flaw}", flush=True)
        print((harness.work / "log").read_text(errors="replace")[-3000:])
        print(f"everything is left in {harness.work}")
        sys.exit(1)
    finally:
        if harness.daemon.process and harness.daemon.process.poll() is None:
            harness.daemon.process.kill()
    shutil.rmtree(harness.work)
    print(f"OK: {harness.summary()}; nothing acknowledged is lost, nothing was sent that is not stored, verify is clean")


if __name__ == "__main__":
    main()
