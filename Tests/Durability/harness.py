"""A daemon, its house, an engine and what was promised, held together over many starts."""

import contextlib
import pathlib
import random
import shutil
import statistics
import sys
import tempfile
import time

from engine import Engine
from house import Broken, Daemon, House
from promises import Promises


class Harness:
    def __init__(self, portald, seed, data=None):
        """`data` is the directory of data, if it is not to lie beside the log."""
        self.seed = seed
        self.random = random.Random(seed)
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="portal-durability-"))
        self.log = open(self.work / "log", "ab")
        self.engine = Engine(f"{seed} engine")
        self.daemon = Daemon(portald, data or self.work / "data", self.log)
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
            self.kill()
            self.daemon.start()
        self.starts.append(self.daemon.wait_until_ready())

    def kill(self):
        self.daemon.kill()
        self.kills += 1

    def finish(self):
        """Once more without a kill: everything under way comes to its end, and all of it is compared."""
        self.start()
        self.promises.check()
        self.drain(300)
        self.promises.check_everything()
        self.daemon.verify()
        self.daemon.stop()

    def drain(self, seconds):
        """Waits until every request to the engine has come to an end."""
        deadline = time.monotonic() + seconds
        while self.promises.pending:
            if time.monotonic() > deadline:
                raise Broken(f"{len(self.promises.pending)} requests to the engine never came to an end")
            time.sleep(0.5)
            self.promises.settle()

    def summary(self):
        promises = self.promises
        receipts = [receipt for run in self.engine.everything().values() for receipt in run]
        unconfirmed = sum(delivery == "unconfirmed" for delivery in promises.deliveries.values())
        counts = ", ".join(f"{number} {what}" for what, number in promises.counts.items())
        return (
            f"{self.kills} kills; acknowledged: {counts}; {len(promises.started)} runs asked for, {len(receipts)} requests at the "
            f"engine, {unconfirmed} runs unconfirmed; start to ready: median {statistics.median(self.starts):.2f} s, "
            f"longest {max(self.starts):.2f} s")


@contextlib.contextmanager
def told(harness):
    """Tells of a broken promise with all that is needed to look into it, and ends with status 1; else leaves nothing behind."""
    try:
        yield harness
    except (Broken, AssertionError) as flaw:
        print(f"FAILED after {harness.kills} kills (seed {harness.seed}): {flaw}", flush=True)
        print((harness.work / "log").read_text(errors="replace")[-3000:])
        print(f"everything is left in {harness.work}")
        sys.exit(1)
    finally:
        harness.daemon.abandon()
    shutil.rmtree(harness.work)
