"""Drives Debian's Chromium through the demonstration.

Looks at every page of every kind of visitor (axe-core, weight, layout shift, width, console, foreign requests), and does what people
do: at a desk and on a phone, with and without JavaScript, and by keyboard alone.

    drive.py PORTALD [WORD]        only journeys with WORD in their name; Scripts/test-browser installs and calls this
"""

import pathlib
import re
import sys
import time
import traceback

from playwright.sync_api import sync_playwright

import journeys
from browsing import launch
from demonstration import Demonstration
from inspection import Inspector
from walk import Walk

HERE = str(pathlib.Path(__file__).parent)


def look_at_every_page(browser, demonstration):
    inspector = Inspector()
    walk = Walk(browser, demonstration, inspector)
    broken_off = []
    try:
        walk.everything()
    except Exception as error:
        broken_off.append(f"the walk broke off: {said(error)}")
    faults = walk.faults + inspector.faults + [f"nobody came to {pattern}" for pattern in walk.missed()] + broken_off
    weight, name = inspector.heaviest
    print(f"   {inspector.pages} pages, axe ran {inspector.checks} times; the heaviest, {name}, has {weight} bytes")
    return faults


def said(error):
    """An error in one line: where we were, and what it says."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(HERE)]
    words = str(error).split("\nCall log:")[0].strip()
    waited_for = re.search(r"waiting for (.*)", str(error))
    return f"{type(error).__name__} at {ours[-1].name}, line {ours[-1].lineno}: {words}" + (
        f" ({waited_for[1]})" if waited_for else ""
    )


def main(portald, word=""):
    every = [("every page", look_at_every_page)] + journeys.every()
    failed = 0
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, test in every:
            if word not in name:
                continue
            began = time.monotonic()
            # Each has a demonstration of its own: what one changes, no other meets.
            with Demonstration(portald) as demonstration:
                try:
                    faults = test(browser, demonstration)
                except Exception as error:
                    faults = [said(error)]
            print(f"{'FAILED' if faults else 'ok'} {name} ({time.monotonic() - began:.0f} s)", flush=True)
            for fault in faults:
                print(f"   {fault}")
            failed += bool(faults)
        browser.close()
    if failed:
        raise SystemExit(f"{failed} failed")


if __name__ == "__main__":
    main(*sys.argv[1:])
