"""What has to be true of every page, whoever looks at it and with whatever."""

import pathlib

import axe_playwright_python

from browsing import DESK, PHONE

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
# The narrowest that a page must fit without scrolling sideways (WCAG 1.4.10).
NARROWEST = {"width": 320, "height": 700}
MOST_BYTES = 40_000

STICKS_OUT = """() => {
    const root = document.documentElement;
    const faults = [];
    if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} wide in ${root.clientWidth}`);
    for (const card of document.querySelectorAll(".card")) {
      if (card.scrollWidth <= card.clientWidth) continue;
      const edge = card.getBoundingClientRect().right;
      const out = [...card.querySelectorAll("*")].find((element) => element.getBoundingClientRect().right > edge + 1);
      faults.push(`a card is ${card.scrollWidth} wide in ${card.clientWidth}: ${out?.outerHTML.slice(0, 120)}`);
    }
    return faults;
}"""

STYLESHEET_BYTES = """async () => {
    const sheets = [...document.querySelectorAll("link[rel=stylesheet]")];
    const bodies = await Promise.all(sheets.map(async (link) => (await (await fetch(link.href)).arrayBuffer()).byteLength));
    return bodies.reduce((sum, bytes) => sum + bytes, 0);
}"""


class Inspector:
    """The eye of the browser tests."""

    def __init__(self):
        self.faults = []
        self.pages = 0
        self.heaviest = (0, "")
        self.checks = 0

    def __call__(self, visitor, name, answer):
        self.pages += 1
        page = visitor.page
        page.wait_for_load_state()
        self._stays_put(page, name)
        if answer:
            self._is_light(page, name, len(answer.body()))
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                self._is_accessible(page, f"{name} ({size['width']} px, {scheme})")
        for size in (DESK, PHONE, NARROWEST):
            page.set_viewport_size(size)
            for fault in page.evaluate(STICKS_OUT):
                self._blame(f"{name} ({size['width']} px)", fault)
        page.set_viewport_size(DESK)
        page.emulate_media(color_scheme="light")

    def _blame(self, name, what):
        self.faults.append(f"{name}: {what}")

    def _stays_put(self, page, name):
        shifted = page.evaluate("() => window.shifted")
        if shifted:
            self._blame(name, f"layout shift of {shifted}")

    def _is_light(self, page, name, document):
        weight = document + page.evaluate(STYLESHEET_BYTES)
        self.heaviest = max(self.heaviest, (weight, name))
        if weight >= MOST_BYTES:
            self._blame(name, f"{weight} bytes of HTML and CSS")

    def _is_accessible(self, page, name):
        self.checks += 1
        if not page.evaluate("() => Boolean(window.axe)"):
            page.evaluate(AXE)
        found = page.evaluate(
            "() => axe.run({ resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })"
        )
        for violation in found["violations"]:
            places = "; ".join(
                f"{' '.join(node['target'][0] if isinstance(node['target'][0], list) else node['target'])}"
                for node in violation["nodes"][:3]
            )
            self._blame(name, f"axe {violation['id']}: {violation['help']} at {places}")
