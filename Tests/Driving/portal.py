"""What the drivers share: a browser that presses the portal's forms, and an agency's way to set itself up."""

import html
import json
import re
import socket
import time
import urllib.error
import urllib.parse
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, seconds, probe, pause=0.5):
    """Asks until there is an answer; says what it waited for if there is none."""
    deadline = time.monotonic() + seconds
    last = None
    while time.monotonic() < deadline:
        try:
            answer = probe()
            if answer:
                return answer
        except (OSError, urllib.error.URLError) as error:
            last = error
        time.sleep(pause)
    raise SystemExit(f"FAILED: no {what} within {seconds} s ({last})")


class Browser:
    """One person's cookies at one host; forms are posted as a browser posts them."""

    def __init__(self, host, port, cookies=()):
        self.base = f"http://127.0.0.1:{port}"
        self.host = host
        self.cookies = dict(cookies)

    def request(self, path, fields=None, method=None, headers=None, body=None):
        data = urllib.parse.urlencode(fields).encode() if fields is not None else body
        request = urllib.request.Request(self.base + path, data=data, method=method)
        request.add_header("Host", self.host)
        if self.cookies:
            request.add_header("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if fields is not None:
            request.add_header("Origin", f"http://{self.host}")
            request.add_header("Sec-Fetch-Site", "same-origin")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        opener = urllib.request.build_opener(NoRedirects)
        try:
            answer = opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text, answer.headers.get("Location")

    def page(self, path):
        status, text, _ = self.request(path)
        assert status == 200, f"{path}: {status}"
        return text

    def post(self, page, action, **fields):
        """Presses the button of the form with that action, with the form's own hidden fields."""
        status, text, location = self.request(action, {**hidden_fields(page, action), **fields})
        assert status in (200, 201, 303), f"POST {action}: {status}\n{text[:2000]}"
        return text, location

    def sign_in(self, email, password):
        self.post(self.page("/sign-in"), "/sign-in", email=email, password=password)


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def hidden_fields(page, action):
    """What the form with that action carries unseen."""
    form = next(
        (form for form in re.findall(r"<form.*?</form>", page, re.S) if f'action="{action}"' in html.unescape(form)), None
    )
    assert form, f"no form for {action}"
    hidden = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if attributes.get("type") == "hidden":
            hidden[attributes["name"]] = html.unescape(attributes.get("value", ""))
    return hidden


# What an agency's staff set up, pressed as they press it.


def connect_engine(staff, name, kind, **settings):
    """Connects an engine; answers its id and its signing secret, which is empty for kinds without one."""
    path = "/dashboard/settings/engines"
    text, _ = staff.post(staff.page(path), path, name=name, kind=kind, **settings)
    row = next((row for row in staff.page(path).split("<li") if name in row), "")
    engine = re.search(r"eng_[0-9a-z]{26}", row)
    assert engine, "the new engine is not listed with its id"
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", html.unescape(text))
    return engine.group(), secret.group() if secret else ""


def make_key(staff, name, *permissions):
    """Makes an API key that reaches every workspace; answers the header fields that show it."""
    path = "/dashboard/settings/api-keys"
    fields = [("name", name), ("workspace", "")] + [("permissions", permission) for permission in permissions]
    hidden = hidden_fields(staff.page(path), path)
    status, text, _ = staff.request(path, list(hidden.items()) + fields)
    assert status == 200, f"the key was not made: {status}"
    key = re.search(r"[A-Za-z0-9_-]{43}", re.sub(r'name="[a-z-]+" value="[^"]*"', "", text))
    assert key, "the new key is shown"
    return {"Authorization": "Bearer " + key.group(), "Content-Type": "application/json"}


def publish_workflow(staff, system, bearer, workspace, settings=(), **workflow):
    """Tells the portal of a workflow, and lets clients see and start it; answers its id."""
    status, text, _ = system.request(
        f"/api/v1/workspaces/{workspace}/workflows", headers=bearer, method="PUT", body=json.dumps(workflow).encode())
    assert status == 201, f"upsert: {status} {text}"
    made = json.loads(text)["id"]
    path = f"/dashboard/clients/{workspace}/workflows/{made}"
    staff.post(staff.page(path), path + "/status", status="published")
    staff.post(staff.page(path), path + "/settings", **{
        "name": workflow["name"], "purpose": "", "client-triggerable": "yes", "time-limit": "60", "failure-note": "",
        **dict(settings)})
    return made
