"""Every page that a person can come to, by following links as each kind of visitor.

Whoever walks brings an eye: it is called with the visitor and the page's name at every page, and at every state of a page that a
link does not lead to (a refused form, an open menu, a question).
"""

import base64
import hmac
import re
import struct
import time
import urllib.parse

from browsing import PHONE, Visitor

STATUSES = ["queued", "running", "waiting", "succeeded", "failed", "canceled", "unknown"]


class Walk:
    def __init__(self, browser, demonstration, eye):
        self.browser = browser
        self.demonstration = demonstration
        self.eye = eye
        self.patterns = demonstration.page_patterns()
        self.seen = set()
        self.faults = []

    def everything(self):
        self.strangers()
        every_status = [f"/portal/runs?status={status}" for status in STATUSES]
        self.person("northwind", "ada", most=9, seeds=every_status)
        self.person("northwind", "finn", most=2, seeds=["/welcome/tour"])
        self.person("northwind", "dev", most=2)
        self.person("northwind", "carla", most=2)
        self.person("brightside", "ben", most=1)
        self.person("northwind", "owner", most=4, seeds=["/dashboard?archived=yes"])
        self.person("northwind", "member", most=2, seeds=["/dashboard/welcome"])
        self.person("brightside", "owner", most=1)
        self.moments()

    def missed(self):
        """Patterns of pages that nobody came to."""
        return [pattern for pattern in self.patterns if pattern not in self.seen]

    def pattern(self, path):
        """Where a path belongs in the route table; `None` if it leads to no page."""
        plain = path.split("?")[0]
        for pattern in self.patterns:
            if re.fullmatch(re.sub(r":[a-z]+", "[^/]+", pattern), plain):
                return pattern
        return None

    def visit(self, visitor, name, path, status=200):
        answer = visitor.open(path, status)
        self.look(visitor, name, answer)

    def look(self, visitor, name, answer=None):
        pattern = self.pattern(visitor.path)
        if pattern:
            self.seen.add(pattern)
        self.eye(visitor, name, answer)

    def visitor(self, agency, **options):
        return Visitor(self.browser, f"{agency}.localhost:{self.demonstration.port}", **options)

    def finish(self, visitor):
        self.faults += visitor.faults

    # Visitors

    def strangers(self):
        with self.visitor("northwind") as visitor:
            self.visit(visitor, "sign-in", "/sign-in")
            visitor.page.get_by_label("Email").fill("ada@clients.example")
            visitor.page.get_by_label("Password").fill("not the password")
            visitor.page.get_by_role("button", name="Sign in").click()
            visitor.page.get_by_role("alert").wait_for()
            self.look(visitor, "sign-in refused")
            self.visit(visitor, "sign-out as a stranger", "/sign-out")
            self.finish(visitor)
        with self.visitor("brightside") as visitor:
            self.visit(visitor, "sign-in of the other agency", "/sign-in")
            self.finish(visitor)
        with self.visitor("northwind") as visitor:
            visitor.sign_in(self.demonstration.person("northwind", "elif"))
            self.look(visitor, "member of nothing")
            self.visit(visitor, "sign-out", "/sign-out")
            self.finish(visitor)

    def person(self, agency, name, most, seeds=()):
        """Follows links from where somebody lands: to at most so many pages of a pattern, and to one run from a page."""
        with self.visitor(agency) as visitor:
            visitor.sign_in(self.demonstration.person(agency, name))
            landing = urllib.parse.urlsplit(visitor.page.url).path
            ahead = [*seeds, landing]
            known = set(ahead)
            followed = {}
            while ahead:
                path = ahead.pop(0)
                self.visit(visitor, f"{agency} {name} {path}", path)
                followed_a_run = False
                for link in visitor.page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))"):
                    pattern = self.pattern(link) if link.startswith("/") else None
                    if not pattern or link in known or followed.setdefault(pattern, 0) >= most:
                        continue
                    if pattern.endswith("/:run"):
                        if followed_a_run:
                            continue
                        followed_a_run = True
                    followed[pattern] += 1
                    known.add(link)
                    ahead.append(link)
            self.visit(visitor, f"{agency} {name} not found", f"{landing}/nothing-here", status=404)
            self.finish(visitor)

    # States

    def moments(self):
        with self.visitor("northwind") as visitor:
            visitor.sign_in(self.demonstration.person("northwind", "ben"))
            page = visitor.page
            page.locator(".space summary").click()
            self.look(visitor, "the switcher open")
            page.set_viewport_size(PHONE)
            page.get_by_role("button", name="Menu").click()
            self.look(visitor, "the menu of a phone open")
            visitor.open("/portal/account")
            page.get_by_label("Current password").fill("wrong")
            page.get_by_label("New password", exact=True).fill("short")
            page.get_by_label("New password, once more").fill("other")
            page.get_by_role("button", name="Change password").click()
            page.locator("[aria-invalid]").first.wait_for()
            self.look(visitor, "a refused password")
            page.get_by_label("Name").fill("Ben Ortiz")
            page.get_by_role("button", name="Save name").click()
            page.get_by_role("status").first.wait_for()
            self.look(visitor, "a saved name")
            self.finish(visitor)
        with self.visitor("northwind") as visitor:
            visitor.sign_in(self.demonstration.person("northwind", "member"))
            self.visit(visitor, "not permitted", "/dashboard/settings/api-keys", status=403)
            self.finish(visitor)
        with self.visitor("northwind") as visitor:
            visitor.sign_in(self.demonstration.person("northwind", "admin"))
            page = visitor.page
            page.get_by_role("link", name="Acme Bakery").click()
            page.get_by_role("button", name="Archive").click()
            page.get_by_role("dialog").wait_for()
            self.look(visitor, "a question before archiving")
            page.get_by_role("dialog").get_by_role("button").first.click()
            visitor.open("/dashboard/settings/api-keys")
            page.get_by_label("Name").fill("Screenshots")
            page.get_by_role("button", name="Make key").click()
            page.locator("[aria-invalid], .wrong").first.wait_for()
            self.look(visitor, "a refused API key")
            page.get_by_role("checkbox").first.check()
            page.get_by_role("button", name="Make key").click()
            page.locator(".once").wait_for()
            self.look(visitor, "a new secret")
            self.finish(visitor)
        self.forgotten_password()
        self.invited()
        self.mailed_code()
        self.without_password()
        self.notice_left()
        self.another_email()
        self.second_factor()
        self.a_team()
        self.long_names()

    def forgotten_password(self):
        """Somebody asks for a link, sets a new password by it, and it is good no longer."""
        address = self.demonstration.person("northwind", "carla")["email"]
        with self.visitor("northwind", size=PHONE) as visitor:
            page = visitor.page
            self.visit(visitor, "forgotten password", "/forgot-password")
            page.get_by_label("Email").fill(address)
            page.get_by_role("button", name="Send link").click()
            page.get_by_label("Email").wait_for(state="detached")
            self.look(visitor, "a link is on its way")
            link = self.demonstration.mailed_link("northwind", address, "/reset-password")
            self.visit(visitor, "a new password", link)
            page.get_by_label("New password", exact=True).fill("short")
            page.get_by_label("New password, once more").fill("other")
            page.get_by_role("button", name="Set password").click()
            page.locator("[aria-invalid]").first.wait_for()
            self.look(visitor, "a refused new password")
            page.get_by_label("New password", exact=True).fill("a lantern over the harbour")
            page.get_by_label("New password, once more").fill("a lantern over the harbour")
            page.get_by_role("button", name="Set password").click()
            page.get_by_role("button", name="Set password").wait_for(state="detached")
            visitor.sign_in({"email": address, "password": "a lantern over the harbour"})
            self.look(visitor, "signed in with the new password")
            self.visit(visitor, "a link that was used", link, status=404)
            self.finish(visitor)

    def invited(self):
        """Staff invite somebody, who comes by the mail, signs up, and is in the portal of that workspace."""
        address = "new.person@acme-bakery.example"
        with self.visitor("northwind") as visitor:
            visitor.sign_in(self.demonstration.person("northwind", "admin"))
            page = visitor.page
            page.get_by_role("link", name="Acme Bakery").click()
            page.locator("a[href$='/members']").click()
            page.get_by_label("Email addresses").fill(address)
            page.get_by_role("button", name="Invite").click()
            page.get_by_text(address).wait_for()
            self.look(visitor, "somebody is invited")
            self.finish(visitor)
        link = self.demonstration.mailed_link("northwind", address, "/invitation")
        with self.visitor("northwind", size=PHONE) as visitor:
            page = visitor.page
            self.visit(visitor, "an invitation", link)
            page.get_by_label("Your name").fill("Nina Neumann")
            page.get_by_label("Password").fill("short")
            page.get_by_role("button", name="Accept invitation").click()
            page.locator("[aria-invalid]").first.wait_for()
            self.look(visitor, "an invitation with a refused password")
            page.get_by_label("Password").fill("a lantern over the harbour")
            page.get_by_role("button", name="Accept invitation").click()
            page.wait_for_url("**/welcome")
            self.look(visitor, "the welcome of somebody new")
            page.get_by_label("Name").fill(" ")
            page.get_by_role("button", name="Save and go on").click()
            page.locator("[aria-invalid]").first.wait_for()
            self.look(visitor, "a refused welcome")
            page.get_by_label("Name").fill("Nina Neumann")
            page.get_by_role("button", name="Save and go on").click()
            page.wait_for_url("**/welcome/tour")
            self.look(visitor, "what somebody new finds")
            page.get_by_role("link", name="Go to my dashboard").click()
            page.wait_for_url(lambda url: urllib.parse.urlsplit(url).path == "/portal")
            assert "Acme Bakery" in page.content(), "the portal is another workspace's"
            self.look(visitor, "the portal of somebody who was invited")
            self.visit(visitor, "an invitation that was used", link, status=404)
            self.finish(visitor)

    def a_team(self):
        """The team's page with an invitation, what is refused there, and what a client may enter."""
        with self.visitor("northwind") as visitor:
            visitor.sign_in(self.demonstration.person("northwind", "owner"))
            page = visitor.page
            visitor.open("/dashboard/team")
            page.get_by_label("Email addresses").fill("ada@clients.example, no address")
            page.get_by_role("button", name="Invite").click()
            page.locator("[aria-invalid]").first.wait_for()
            self.look(visitor, "a refused invitation to the team")
            page.get_by_label("Email addresses").fill("nils@northwind.example")
            page.get_by_label("Role").select_option("admin")
            page.get_by_role("button", name="Invite").click()
            page.get_by_text("nils@northwind.example").wait_for()
            self.look(visitor, "the team with an invitation")
            page.get_by_role("link", name="Transfer ownership").click()
            page.get_by_label("Your password").fill("not it")
            page.get_by_role("button", name="Transfer ownership").click()
            page.get_by_role("dialog").wait_for()
            self.look(visitor, "a question before the agency changes hands")
            page.get_by_role("dialog").get_by_role("button").last.click()
            page.locator("[aria-invalid]").first.wait_for()
            self.look(visitor, "a refused transfer of ownership")
            visitor.open("/dashboard")
            page.get_by_role("link", name="Acme Bakery").click()
            page.locator("a[href$='/members']").click()
            for summary in page.get_by_text("Change what they see").all():
                summary.click()
            self.look(visitor, "people with what they see")
            self.finish(visitor)

    def mailed_code(self):
        """Somebody signs in with a code by mail: by its digits, by its link, and not in another browser."""
        address = self.demonstration.person("northwind", "ben")["email"]
        with self.visitor("northwind", size=PHONE) as visitor:
            page = visitor.page
            self.visit(visitor, "a code by mail", "/sign-in/mail")
            visitor.open("/sign-in")
            page.get_by_label("Email").fill(address)
            page.get_by_role("button", name="Email me a code instead").click()
            page.wait_for_url("**/sign-in/mail/code")
            self.look(visitor, "a mailed code is typed")
            digits = self.demonstration.mailed_digits(address)
            page.get_by_label("Code from the mail").fill("000000" if digits != "000000" else "111111")
            page.get_by_role("button", name="Sign in").click()
            page.get_by_role("alert").wait_for()
            self.look(visitor, "a wrong mailed code")
            page.get_by_label("Code from the mail").fill(digits)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(lambda url: urllib.parse.urlsplit(url).path.startswith("/portal"))
            self.finish(visitor)
        with self.visitor("northwind", size=PHONE) as visitor:
            page = visitor.page
            visitor.open("/sign-in/mail")
            page.get_by_label("Email").fill(address)
            page.get_by_role("button", name="Email me a code").click()
            page.wait_for_url("**/sign-in/mail/code")
            self.demonstration.mailed_digits(address, other_than=digits)
            link = self.demonstration.mailed_link("northwind", address, "/sign-in/link")
            with self.visitor("northwind", size=PHONE) as other:
                self.visit(other, "a mailed link in another browser", link, status=404)
                self.finish(other)
            self.visit(visitor, "a mailed link to sign in", link)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(lambda url: urllib.parse.urlsplit(url).path.startswith("/portal"))
            self.finish(visitor)

    def without_password(self):
        """Somebody new leaves the password empty, finds that said in their account, and sets one there."""
        address = "no.password@acme-bakery.example"
        with self.visitor("northwind") as visitor:
            visitor.sign_in(self.demonstration.person("northwind", "admin"))
            visitor.page.get_by_role("link", name="Acme Bakery").click()
            visitor.page.locator("a[href$='/members']").click()
            visitor.page.get_by_label("Email addresses").fill(address)
            visitor.page.get_by_role("button", name="Invite").click()
            visitor.page.get_by_text(address).wait_for()
            self.finish(visitor)
        link = self.demonstration.mailed_link("northwind", address, "/invitation")
        with self.visitor("northwind", size=PHONE) as visitor:
            page = visitor.page
            self.visit(visitor, "an invitation that asks for no password", link)
            page.get_by_label("Your name").fill("Noel Password")
            page.get_by_role("button", name="Accept invitation").click()
            page.get_by_role("button", name="Accept invitation").wait_for(state="detached")
            self.visit(visitor, "an account without a password", "/portal/account")
            self.visit(visitor, "a second factor without a password", "/portal/account/second-factor")
            visitor.open("/portal/account")
            page.get_by_label("New password", exact=True).fill("a lantern over the harbour")
            page.get_by_label("New password, once more").fill("a lantern over the harbour")
            page.get_by_role("button", name="Set password").click()
            page.get_by_label("Current password").wait_for()
            self.finish(visitor)

    def notice_left(self):
        """A run fails, staff are told by mail, and one of them leaves such mails by the link at their end, signed in nowhere."""
        with self.visitor("northwind") as visitor:
            visitor.sign_in(self.demonstration.person("northwind", "admin"))
            page = visitor.page
            page.get_by_role("link", name="Acme Bakery").click()
            page.get_by_role("link", name="Supplier price import").first.click()
            page.get_by_role("button", name="Run now").click()
            page.wait_for_url("**/runs/**")
            self.finish(visitor)
        owner = self.demonstration.person("northwind", "owner")
        link = self.demonstration.mailed_link("northwind", owner["email"], "/unsubscribe", seconds=40)
        with self.visitor("northwind", size=PHONE) as visitor:
            page = visitor.page
            self.visit(visitor, "a notice to be left", link)
            page.get_by_role("button", name="Stop them").click()
            page.get_by_role("button", name="Stop them").wait_for(state="detached")
            self.look(visitor, "a notice that was left")
            self.visit(visitor, "a link that stops nothing", "/unsubscribe?token=never", status=404)
            self.finish(visitor)

    def another_email(self):
        """A client asks for another address, is shown that it waits, and confirms it on a phone."""
        person = self.demonstration.person("northwind", "dev")
        address = "dev.moved@acme-bakery.example"
        with self.visitor("northwind") as visitor:
            visitor.sign_in(person)
            page = visitor.page
            visitor.open("/portal/account/email")
            page.get_by_label("New email").fill(person["email"])
            page.get_by_label("Current password").fill(person["password"])
            page.get_by_role("button", name="Send link").click()
            page.locator("[aria-invalid]").first.wait_for()
            self.look(visitor, "a refused address")
            page.get_by_label("New email").fill(address)
            page.get_by_label("Current password").fill(person["password"])
            page.get_by_role("button", name="Send link").click()
            page.get_by_text(f"{address} waits to be confirmed").wait_for()
            self.look(visitor, "an address that waits")
            visitor.open("/portal/account/email")
            self.look(visitor, "asking again while an address waits")
            self.finish(visitor)
        link = self.demonstration.mailed_link("northwind", address, "/verify-email")
        with self.visitor("northwind", size=PHONE) as visitor:
            self.visit(visitor, "a new address", link)
            visitor.page.get_by_role("button", name="Use this address").click()
            visitor.page.wait_for_url("**/sign-in**")
            self.look(visitor, "a confirmed address")
            visitor.sign_in({"email": address, "password": person["password"]})
            self.visit(visitor, "an address link that was used", link, status=404)
            self.finish(visitor)

    def second_factor(self):
        """An agency asks its clients for a second factor: one sets it up, and is asked for it the next time."""
        with self.visitor("brightside") as visitor:
            visitor.sign_in(self.demonstration.person("brightside", "owner"))
            visitor.open("/dashboard/settings/sign-in")
            visitor.page.get_by_label("Clients need a second factor").check()
            visitor.page.get_by_role("button", name="Save").click()
            visitor.page.get_by_role("status").first.wait_for()
            self.finish(visitor)
        person = self.demonstration.person("brightside", "dev")
        with self.visitor("brightside") as visitor:
            visitor.sign_in(person)
            visitor.page.get_by_role("button", name="Turn on").wait_for()
            self.look(visitor, "a second factor that is due")
            visitor.page.get_by_label("Code from your app").fill(code_of(visitor.page.locator(".once").inner_text()))
            visitor.page.get_by_label("Your password").fill(person["password"])
            visitor.page.get_by_role("button", name="Turn on").click()
            visitor.page.get_by_role("link", name="I have kept them").wait_for()
            self.look(visitor, "recovery codes")
            self.finish(visitor)
        with self.visitor("brightside") as visitor:
            visitor.sign_in(person)
            self.look(visitor, "a code is asked for")
            self.finish(visitor)

    def long_names(self):
        """A name as long as it can be, without a place to break it."""
        with self.visitor("northwind") as visitor:
            visitor.sign_in(self.demonstration.person("northwind", "admin"))
            page = visitor.page
            page.get_by_role("link", name="Harbour Dental").click()
            page.get_by_label("Name").fill("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk")
            page.get_by_role("button", name="Rename").click()
            page.get_by_role("status").first.wait_for()
            self.look(visitor, "a client with a long name")
            page.get_by_role("link", name="Appointment reminders").first.click()
            page.get_by_label("Name", exact=True).fill("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz")
            page.get_by_role("button", name="Save", exact=True).click()
            page.get_by_role("status").first.wait_for()
            self.look(visitor, "a workflow with a long name")
            self.visit(visitor, "a list with a long name", "/dashboard")
            self.finish(visitor)
        with self.visitor("northwind") as visitor:
            visitor.sign_in(self.demonstration.person("northwind", "ben"))
            page = visitor.page
            if "Donau" not in page.get_by_role("heading", level=1).inner_text():
                page.locator(".space summary").click()
                page.locator(".space button").first.click()
                page.get_by_role("heading", level=1, name="Donau").wait_for()
            self.look(visitor, "a dashboard with long names")
            self.visit(visitor, "runs with long names", "/portal/runs")
            self.visit(visitor, "workflows with long names", "/portal/workflows")
            self.finish(visitor)


def code_of(key):
    """The six digits that an authenticator app shows now (RFC 6238)."""
    secret = key.replace(" ", "").upper()
    secret = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(secret, struct.pack(">Q", int(time.time()) // 30), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
