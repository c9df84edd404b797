"""Pictures of every page, for people who review the look.

    screenshots.py PORTALD DIRECTORY [WORD]        only pages with WORD in their name; Scripts/screenshots installs and calls this
"""

import html
import pathlib
import re
import sys

from playwright.sync_api import sync_playwright

from browsing import DESK, PHONE, launch
from demonstration import Demonstration
from walk import Walk


class Camera:
    def __init__(self, directory, word):
        self.directory = directory
        self.word = word
        self.names = []

    def __call__(self, visitor, name, _):
        if self.word not in name:
            return
        file = re.sub(r"[a-z]{3}_[0-9a-z]{26}", "…", name)
        file = re.sub(r"[^A-Za-z0-9…=]+", "-", file).strip("-").replace("…", "id")
        file = f"{len(self.names):03} {file}"
        self.names.append((file, name))
        for size, width in (("desk", DESK), ("phone", PHONE)):
            for scheme in ("light", "dark"):
                visitor.page.set_viewport_size(width)
                visitor.page.emulate_media(color_scheme=scheme)
                visitor.page.screenshot(path=self.directory / f"{file} {size} {scheme}.png", full_page=True)
        visitor.page.set_viewport_size(DESK)
        visitor.page.emulate_media(color_scheme="light")

    def index(self):
        """One page with all of them beside each other."""
        rows = "".join(
            f"<h2>{html.escape(name)}</h2><p>"
            + "".join(
                f'<img src="{html.escape(file)} {size} {scheme}.png" style="max-height:40rem" alt="{size}, {scheme}"> '
                for size in ("desk", "phone")
                for scheme in ("light", "dark")
            )
            for file, name in self.names
        )
        (self.directory / "index.html").write_text(f"<!doctype html><meta charset=utf-8><title>Pages</title>{rows}")


def main(portald, directory, word=""):
    directory = pathlib.Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    camera = Camera(directory, word)
    with Demonstration(portald) as demonstration, sync_playwright() as playwright:
        browser = launch(playwright)
        Walk(browser, demonstration, camera).everything()
        browser.close()
    camera.index()
    print(f"{len(camera.names)} pages: {directory / 'index.html'}")


if __name__ == "__main__":
    main(*sys.argv[1:])
