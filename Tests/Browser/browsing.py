"""Debian's Chromium, and a visitor who notices what a page does wrong."""

import re
import urllib.parse

CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# Another one than any agency's.
ZONE = "Europe/Lisbon"
# A form that was refused comes back with one of these.
REFUSED_FORMS = {401, 422}

COUNT_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""


def launch(playwright):
    return playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP *.localhost 127.0.0.1"],
    )


class Visitor:
    """One person's browser at one host. It keeps a list of what should not have happened."""

    def __init__(self, browser, host, size=DESK, scripts=True, scheme="light"):
        self.host = host
        self.base = f"http://{host}"
        self.has_scripts = scripts
        self.faults = []
        self.expected_statuses = REFUSED_FORMS
        self.context = browser.new_context(
            viewport=size, java_script_enabled=scripts, color_scheme=scheme, base_url=self.base, locale="en-GB",
            timezone_id=ZONE,
        )
        self.context.set_default_timeout(15_000)
        if scripts:
            self.context.add_init_script(COUNT_SHIFTS)
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._blame(f"script error: {error}"))
        self.page.on("request", self._watch)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()

    def _blame(self, what):
        self.faults.append(f"{urllib.parse.urlsplit(self.page.url).path}: {what}")

    def _hear(self, message):
        if message.type not in ("error", "warning"):
            return
        # A page that is refused is refused; only what it loads must not fail.
        status = re.search(r"status of (\d+)", message.text)
        about_itself = message.location.get("url", "").split("#")[0] == self.page.url.split("#")[0]
        if status and about_itself and int(status[1]) in self.expected_statuses:
            return
        self._blame(f"console {message.type}: {message.text} ({message.location.get('url')})")

    def _watch(self, request):
        parts = urllib.parse.urlsplit(request.url)
        if parts.netloc != self.host:
            self._blame(f"a request to another host: {request.url}")

    def open(self, path, status=200):
        self.expected_statuses = REFUSED_FORMS | {status}
        answer = self.page.goto(self.base + path)
        assert answer.status == status, f"{path}: {answer.status} instead of {status}"
        return answer

    def sign_in(self, person):
        self.open("/sign-in")
        self.page.get_by_label("Email").fill(person["email"])
        self.page.get_by_label("Password").fill(person["password"])
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda url: urllib.parse.urlsplit(url).path != "/sign-in")

    @property
    def path(self):
        parts = urllib.parse.urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")
