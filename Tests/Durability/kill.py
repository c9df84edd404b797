"""Kills the daemon at random moments while everybody uses it, starts it again, and compares with what was acknowledged.

    kill.py PORTALD [--kills N] [--seed TEXT]
"""

import argparse
import pathlib
import random
import time

from clients import Crowd
from harness import Harness, told


def kill_under_load(harness, number):
    harness.start()
    harness.promises.check()
    harness.daemon.verify()
    if number % 10 == 0:
        harness.daemon.expect_second_is_refused()
    crowd = Crowd(harness.promises, f"{harness.seed} {number}")
    time.sleep(harness.random.uniform(0.2, 1.3))
    harness.kill()
    crowd.end()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("portald", type=lambda text: str(pathlib.Path(text).absolute()))
    arguments.add_argument("--kills", type=int, default=20)
    arguments.add_argument("--seed", default=str(random.randrange(10**9)))
    options = arguments.parse_args()
    print(f"seed {options.seed}", flush=True)
    with told(Harness(options.portald, options.seed)) as harness:
        number = 0
        while harness.kills < options.kills:
            kill_under_load(harness, number)
            number += 1
            if number % 50 == 0:
                print(f"… {harness.summary()}", flush=True)
        harness.finish()
        summary = harness.summary()
    print(f"OK: {summary}; nothing acknowledged is lost, nothing was sent that is not stored, verify is clean")


if __name__ == "__main__":
    main()
