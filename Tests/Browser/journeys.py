"""What people do, from signing in to signing out, one function each."""

import re
import time
import urllib.parse

from browsing import DESK, PHONE, ZONE, Visitor

WAYS = {
    "at a desk": dict(size=DESK, scripts=True),
    "on a phone": dict(size=PHONE, scripts=True),
    "at a desk without JavaScript": dict(size=DESK, scripts=False),
    "on a phone without JavaScript": dict(size=PHONE, scripts=False),
}


def every():
    """Each journey in each way, as name and test."""
    tests = []
    for journey in (a_client_day, a_staff_day, a_new_colleague, an_invitation, another_email):
        for way, options in WAYS.items():
            name = f"{journey.__name__.replace('_', ' ')} {way}"
            tests.append((name, lambda browser, house, journey=journey, options=options: drive(journey, browser, house, options)))
    for way in ("on a phone", "on a phone without JavaScript"):
        options = WAYS[way]
        tests.append((f"a code by mail {way}", lambda browser, house, options=options: drive(a_code_by_mail, browser, house, options)))
    for journey in (by_keyboard_alone, questions_are_asked, a_notice_is_left):
        tests.append((journey.__name__.replace("_", " "), lambda browser, house, journey=journey: drive(journey, browser, house, {})))
    return tests


def drive(journey, browser, house, options):
    with Visitor(browser, f"northwind.localhost:{house.port}", **options) as visitor:
        journey(visitor, house)
        return visitor.faults


# Parts


def go(visitor, name):
    """Opens a page from the menu, which is behind a button on a phone."""
    page = visitor.page
    menu = page.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", level=1).wait_for()


def open_menu(visitor):
    menu = visitor.page.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.click()


def heading(visitor):
    return visitor.page.get_by_role("heading", level=1).inner_text()


def rows(visitor):
    return visitor.page.locator("main tbody tr")


def expect(truth, what):
    assert truth, what


def confirm(visitor, button):
    """Presses what asks back: a dialog with JavaScript, and at once without."""
    button.click()
    if visitor.has_scripts:
        dialog = visitor.page.get_by_role("dialog")
        dialog.wait_for()
        dialog.get_by_role("button").last.click()


def said(visitor):
    """What the page says once after a change."""
    return visitor.page.locator("main .note[role=status]").first.inner_text()


# A client


def a_client_day(visitor, house):
    person = house.person("northwind", "ben")
    page = visitor.page

    visitor.open("/portal/runs")
    expect(visitor.path.startswith("/sign-in"), "a page that needs a sign-in leads there")
    page.get_by_label("Email").fill(person["email"])
    page.get_by_label("Password").fill("not it")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    expect(page.get_by_label("Email").input_value() == person["email"], "the address is kept after a wrong password")
    expect(page.get_by_label("Password").input_value() == "", "the password is not")
    page.get_by_label("Password").fill(person["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/portal/runs")

    switch_workspace(visitor)
    filter_and_turn_pages(visitor)
    run_now(visitor)
    read_what_is_there(visitor)
    change_name_and_password(visitor, house, person)
    sign_out(visitor)


def switch_workspace(visitor):
    page = visitor.page
    open_menu(visitor)
    current = page.locator(".space summary")
    before = current.inner_text()
    current.click()
    other = page.locator(".space button").first
    name = other.inner_text()
    other.click()
    page.get_by_role("heading", level=1, name=name).wait_for()
    expect(name not in before and heading(visitor) == name, "the other workspace is open")
    if name != "Acme Bakery":
        switch_workspace(visitor)


def filter_and_turn_pages(visitor):
    page = visitor.page
    go(visitor, "Runs")
    first = [row.inner_text() for row in rows(visitor).all()]
    page.get_by_role("link", name="Older").click()
    page.wait_for_url("**before=**")
    older = [link.get_attribute("href") for link in page.locator("main tbody a").all()]
    page.get_by_role("link", name="Newest").click()
    page.wait_for_url("**/portal/runs")
    newest = [link.get_attribute("href") for link in page.locator("main tbody a").all()]
    expect(first and older and not set(older) & set(newest), "the next page has other runs")

    # With JavaScript, what is pointed at applies at once; the keyboard's journey shows that what it passes does not.
    page.get_by_label("Status").dispatch_event("pointerdown")
    page.get_by_label("Status").select_option("failed")
    if not visitor.has_scripts:
        page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**status=failed**")
    words = [row.locator(".st").inner_text() for row in rows(visitor).all()]
    expect(words and set(words) == {"Failed"}, f"only failed runs are listed: {set(words)}")
    page.get_by_label("When").select_option("week")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**period=week**")
    page.get_by_role("link", name="Clear filters").click()
    page.wait_for_url(re.compile(r"/portal/runs$"))


def run_now(visitor):
    page = visitor.page
    go(visitor, "Workflows")
    page.get_by_role("link", name="Weekly sales report").click()
    page.get_by_role("heading", level=1, name="Weekly sales report").wait_for()
    page.get_by_role("button", name="Run now").click()
    page.wait_for_url("**/runs/run_*")
    address = page.url
    watch_until_over(visitor)
    expect(page.url == address, "the run was watched where it was started")
    steps = page.locator(".lanes > li")
    expect(steps.count() >= 2, "its timeline has its steps")
    expect("Succeeded" in page.locator("main").inner_text(), "it succeeded")
    if visitor.has_scripts:
        expect(page.evaluate("() => performance.getEntriesByType('navigation').length") == 1, "without loading again")
        expect(page.evaluate("() => window.shifted") == 0, f"nothing jumped: {page.evaluate('() => window.shifted')}")

    go(visitor, "Dashboard")
    page.get_by_role("button", name="Run now: Supplier price import").click()
    page.wait_for_url("**/runs/run_*")
    watch_until_over(visitor)

    go(visitor, "Runs")
    rows(visitor).first.get_by_role("link").click()
    page.wait_for_url("**/runs/run_*")
    expect(page.get_by_role("heading", name="Timeline").is_visible(), "a run's timeline opens from the list")


def watch_until_over(visitor, seconds=40):
    """Waits for a run's end: with JavaScript the page follows by itself, else it is loaded again."""
    deadline = time.monotonic() + seconds
    while not visitor.page.locator("[data-final]").count():
        assert time.monotonic() < deadline, f"{visitor.path} is not over within {seconds} s"
        if not visitor.has_scripts:
            visitor.page.get_by_role("link", name="Load the page again").click()
        visitor.page.wait_for_timeout(500)


def read_what_is_there(visitor):
    page = visitor.page
    go(visitor, "Connections")
    page.get_by_role("link", name="Bookkeeping").click()
    page.get_by_role("heading", level=1, name="Bookkeeping").wait_for()
    go(visitor, "Forms")
    page.get_by_role("link", name="New product").click()
    page.get_by_role("heading", level=1, name="New product").wait_for()
    go(visitor, "Billing")
    page.get_by_role("link", name="All invoices").click()
    page.wait_for_url("**/billing/invoices")
    rows(visitor).first.get_by_role("link").click()
    page.wait_for_url("**/invoices/*")
    expect(re.search(r"\d\.\d\d", page.locator("main").inner_text()), "an invoice tells its amount")


def change_name_and_password(visitor, house, person):
    page = visitor.page
    go(visitor, "Account")
    page.get_by_label("Name").fill("Benedikt Ortiz")
    page.get_by_role("button", name="Save name").click()
    page.locator("main .note[role=status]").wait_for()
    expect("Benedikt Ortiz" in page.locator(".who").text_content(), "the new name is in the frame")

    def change(current, new, again):
        page.get_by_label("Current password").fill(current)
        page.get_by_label("New password", exact=True).fill(new)
        page.get_by_label("New password, once more").fill(again)
        page.get_by_role("button", name="Change password").click()

    change("wrong", "a quiet orchard", "a quiet orchard")
    page.locator("[aria-invalid]").first.wait_for()
    change(person["password"], "a quiet orchard", "a quiet orchard")
    page.locator("main .note[role=status]").wait_for()

    browser = visitor.context.browser
    for password, works in ((person["password"], False), ("a quiet orchard", True)):
        with Visitor(browser, visitor.host) as other:
            other.open("/sign-in")
            other.page.get_by_label("Email").fill(person["email"])
            other.page.get_by_label("Password").fill(password)
            other.page.get_by_role("button", name="Sign in").click()
            other.page.wait_for_load_state()
            expect(other.path.startswith("/portal") == works, f"the {'new' if works else 'old'} password")


def sign_out(visitor):
    page = visitor.page
    open_menu(visitor)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in**")
    visitor.open("/portal")
    expect(urllib.parse.urlsplit(page.url).path == "/sign-in", "signed out is out")


def a_code_by_mail(visitor, house):
    """Comes in without a password: by the digits, then by the link; neither is good in another browser."""
    person = house.person("northwind", "ben")
    page = visitor.page

    def ask():
        visitor.open("/portal/runs")
        page.get_by_label("Email").fill(person["email"])
        page.get_by_role("button", name="Email me a code instead").click()
        page.get_by_label("Code from the mail").wait_for()

    ask()
    digits = house.mailed_digits(person["email"])
    with Visitor(visitor.context.browser, visitor.host) as other:
        other.open("/sign-in/mail/code")
        expect("in this browser" in other.page.get_by_role("alert").inner_text(), "another browser asks for its own code")
        other.open(house.mailed_link("northwind", person["email"], "/sign-in/link"), status=404)
        expect(other.page.get_by_label("Email").is_visible(), "and can do so at once")
    page.reload()
    page.get_by_label("Code from the mail").fill("000000" if digits != "000000" else "111111")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    page.get_by_label("Code from the mail").fill(f"{digits[:3]} {digits[3:]}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/portal/runs")
    sign_out(visitor)

    ask()
    house.mailed_digits(person["email"], other_than=digits)
    link = house.mailed_link("northwind", person["email"], "/sign-in/link")
    visitor.open(link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/portal")
    sign_out(visitor)
    visitor.open(link, status=404)


# By mail


def an_invitation(visitor, house):
    """Invited, mailed, signed up, welcomed, and in the portal of that workspace and no other."""
    address = "nina@acme-bakery.example"
    browser = visitor.context.browser
    with Visitor(browser, visitor.host) as staff:
        staff.sign_in(house.person("northwind", "admin"))
        staff.page.get_by_role("link", name="Acme Bakery").click()
        staff.page.locator("a[href$='/members']").click()
        staff.page.get_by_label("Email addresses").fill(address)
        staff.page.get_by_role("button", name="Invite").click()
        staff.page.get_by_text(address).wait_for()

    page = visitor.page
    visitor.open(house.mailed_link("northwind", address, "/invitation"))
    page.get_by_label("Your name").fill("Nina")
    page.get_by_label("Password").fill("a lantern over the harbour")
    page.get_by_role("button", name="Accept invitation").click()
    page.wait_for_url("**/welcome")
    expect("Nina" in heading(visitor), "she is called by her name")
    offered = page.get_by_label("Time zone").input_value()
    expect(offered == (ZONE if visitor.has_scripts else ""), f"the zone of the browser is offered: {offered}")
    page.get_by_label("Name").fill("Nina Neumann")
    page.get_by_label("Time zone").select_option("Asia/Kathmandu")
    page.get_by_label("A run failed").check()
    page.get_by_label("A summary every week").uncheck()
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/welcome/tour")
    expect("Acme Bakery" in heading(visitor), "the tour is of her workspace")
    page.get_by_role("link", name="Go to my dashboard").click()
    page.wait_for_url(re.compile(r"/portal$"))
    expect(heading(visitor) == "Acme Bakery", "that workspace is open")
    expect(page.locator(".space button").count() == 0, "and there is no other")

    go(visitor, "Account")
    expect(page.get_by_label("Name").input_value() == "Nina Neumann", "her name was saved")
    expect("Asia/Kathmandu" in page.locator("main").inner_text(), "and her zone")
    expect(page.get_by_label("A run failed").is_checked(), "and what she wants to be told")
    expect(not page.get_by_label("A summary every week").is_checked(), "and what she does not")
    sign_out(visitor)


def another_email(visitor, house):
    """A new address is confirmed where its mail is read; the old one is told, and signs in no more."""
    person = house.person("northwind", "ben")
    address = "ben.moved@acme-bakery.example"
    page = visitor.page
    visitor.sign_in(person)
    go(visitor, "Account")
    page.get_by_role("link", name="Change email").click()

    def ask(email):
        page.get_by_label("New email").fill(email)
        page.get_by_label("Current password").fill(person["password"])
        page.get_by_role("button", name="Send link").click()
        page.get_by_text(f"{email} waits to be confirmed").wait_for()

    ask("mistyped@acme-bakery.example")
    page.get_by_role("button", name="Keep my present address").click()
    page.get_by_text("waits to be confirmed").wait_for(state="detached")
    expect(person["email"] in page.locator("main").inner_text(), "the address is as it was")
    page.get_by_role("link", name="Change email").click()
    ask(address)
    expect("on its way" in said(visitor), "it is said that a link is on its way, if it can be")

    browser = visitor.context.browser
    link = house.mailed_link("northwind", address, "/verify-email")
    with Visitor(browser, visitor.host, size=PHONE) as phone:
        phone.open(link)
        phone.page.get_by_role("button", name="Use this address").click()
        phone.page.wait_for_url("**/sign-in**")
        expect("confirmed" in said(phone), "the address is confirmed")
    house.mailed(person["email"], "has another email address")

    page.reload()
    expect(address in page.locator("main").inner_text(), "whoever asked is still signed in, and has the new address")
    for email, works in ((person["email"], False), (address, True)):
        with Visitor(browser, visitor.host) as other:
            other.open("/sign-in")
            other.page.get_by_label("Email").fill(email)
            other.page.get_by_label("Password").fill(person["password"])
            other.page.get_by_role("button", name="Sign in").click()
            other.page.wait_for_load_state()
            expect(other.path.startswith("/portal") == works, f"the {'new' if works else 'old'} address")


# Staff


def a_staff_day(visitor, house):
    page = visitor.page
    visitor.sign_in(house.person("northwind", "owner"))
    expect(visitor.path == "/dashboard", "staff land on their clients")
    page.get_by_role("link", name="Acme Bakery").click()
    page.get_by_role("heading", level=1, name="Acme Bakery").wait_for()
    page.get_by_role("link", name="Newsletter list").first.click()
    page.get_by_role("heading", level=1, name="Newsletter list").wait_for()
    page.get_by_label("Purpose").fill("Keeps the newsletter's list in step.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("main .note[role=status]").wait_for()
    expect(page.get_by_label("Purpose").input_value() == "Keeps the newsletter's list in step.", "it is kept")

    go(visitor, "Clients")
    page.get_by_label("Name of the client").fill("Zephyr & Sons")
    page.get_by_role("button", name="Create").click()
    page.get_by_role("heading", level=1, name="Zephyr & Sons").wait_for()
    confirm(visitor, page.get_by_role("button", name="Archive"))
    page.get_by_role("button", name="Restore").click()
    page.get_by_role("button", name="Archive").wait_for()

    go(visitor, "Settings")
    page.get_by_role("link", name="API keys").click()
    page.get_by_label("Name").fill("Night shift")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Make key").click()
    secret = page.locator(".once")
    secret.wait_for()
    expect(len(secret.inner_text()) > 20, "the key is shown")
    visitor.open("/dashboard/settings/api-keys")
    confirm(visitor, page.locator("li", has_text="Night shift").get_by_role("button", name="Revoke"))
    page.locator("li", has_text="Night shift").get_by_text("Revoked").wait_for()
    sign_out(visitor)


def a_new_colleague(visitor, house):
    """Somebody is invited to the team, signs up, becomes an admin and then the owner, and takes a client's areas and a colleague away."""
    page = visitor.page
    owner = house.person("northwind", "owner")
    address = "new.colleague@northwind.example"
    password = "a lantern over the harbour"
    visitor.sign_in(owner)
    go(visitor, "Team")
    expect(page.get_by_label("Role").input_value() == "member", "who is invited becomes a member unless said otherwise")
    page.get_by_label("Email addresses").fill(address)
    page.get_by_role("button", name="Invite").click()
    page.locator("main .note[role=status]").wait_for()
    link = house.mailed_link("northwind", address, "/invitation")

    browser = visitor.context.browser
    size = visitor.page.viewport_size
    with Visitor(browser, visitor.host, size=size, scripts=visitor.has_scripts) as newcomer:
        newcomer.open(link)
        newcomer.page.get_by_label("Your name").fill("Nils Neumann")
        newcomer.page.get_by_label("Password").fill(password)
        newcomer.page.get_by_role("button", name="Accept invitation").click()
        newcomer.page.get_by_role("heading", level=1).wait_for()
        newcomer.open("/dashboard/team")
        expect(newcomer.page.locator("main form").count() == 0, "a member sees the list and no button")

        page.reload()
        row = page.locator("li", has_text="Nils Neumann")
        confirm(visitor, row.get_by_role("button", name="Make admin"))
        row.get_by_role("button", name="Make member").wait_for()
        newcomer.page.reload()
        expect(newcomer.page.get_by_role("button", name="Invite").is_visible(), "an admin invites")

        page.get_by_role("link", name="Transfer ownership").click()
        page.get_by_label("New owner").select_option(label=f"Nils Neumann · {address}")
        page.get_by_label("Your password").fill("not it")
        confirm(visitor, page.get_by_role("button", name="Transfer ownership"))
        page.locator("[aria-invalid]").first.wait_for()
        expect("Nils" in page.locator("select option:checked").inner_text(), "the choice is kept")
        page.get_by_label("Your password").fill(owner["password"])
        confirm(visitor, page.get_by_role("button", name="Transfer ownership"))
        page.wait_for_url("**/dashboard/team?**")
        expect(page.get_by_role("link", name="Transfer ownership").count() == 0, "the agency is another's")

        narrow_a_client(newcomer, house)
        remove_a_colleague(newcomer, house, "member")
        expect(not newcomer.faults, f"{newcomer.faults}")


def narrow_a_client(visitor, house):
    """A client's areas are narrowed on the people's page; the next page that they open knows."""
    page = visitor.page
    ben = house.person("northwind", "ben")
    go(visitor, "Clients")
    page.get_by_role("link", name="Acme Bakery").click()
    page.locator("a[href$='/members']").click()
    row = page.locator("li", has_text=ben["email"])
    row.get_by_text("Change what they see").click()
    row.get_by_label("Billing").uncheck()
    row.get_by_label("Forms").uncheck()
    row.get_by_role("button", name="Save").click()
    page.locator("main .note[role=status]").wait_for()
    expect("Sees workflows, connections" in page.locator("li", has_text=ben["email"]).inner_text(), "the list says so")
    with Visitor(visitor.context.browser, visitor.host) as client:
        client.sign_in(ben)
        if heading(client) != "Acme Bakery":
            switch_workspace(client)
        expect(client.page.get_by_role("link", name="Billing", exact=True).count() == 0, "billing has left the menu")
        client.open("/portal/billing", 404)


def remove_a_colleague(visitor, house, name):
    """Somebody of the team is removed; what they have open leads nowhere."""
    page = visitor.page
    colleague = house.person("northwind", name)
    with Visitor(visitor.context.browser, visitor.host) as gone:
        gone.sign_in(colleague)
        go(visitor, "Team")
        confirm(visitor, page.locator("li", has_text=colleague["email"]).get_by_role("button", name="Remove"))
        page.locator("main .note[role=status]").wait_for()
        expect(page.get_by_text(colleague["email"]).count() == 0, "they are off the list")
        gone.open("/dashboard")
        expect(gone.path.startswith("/sign-in"), "and out")


# With JavaScript alone


def questions_are_asked(visitor, house):
    """A risky button asks first: Escape and No change nothing, Yes does it once."""
    page = visitor.page
    visitor.sign_in(house.person("northwind", "owner"))
    page.get_by_role("link", name="Fern & Field").click()
    archive = page.get_by_role("button", name="Archive").first
    dialog = page.get_by_role("dialog")
    archive.click()
    dialog.wait_for()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    archive.click()
    dialog.get_by_role("button").first.click()
    dialog.wait_for(state="hidden")
    page.reload()
    expect(page.get_by_role("button", name="Restore").count() == 0, "nothing happened yet")
    archive.click()
    dialog.get_by_role("button").last.click()
    page.get_by_role("button", name="Restore").wait_for()


# Keyboard


def by_keyboard_alone(visitor, house):
    """From sign-in to sign-out without a pointer; wherever the focus is, it can be seen."""
    page = visitor.page
    keys = page.keyboard
    person = house.person("northwind", "ben")
    visitor.open("/sign-in")
    tab_to(visitor, "Email")
    keys.type(person["email"])
    tab_to(visitor, "Password")
    keys.type(person["password"])
    keys.press("Enter")
    page.wait_for_url("**/portal")

    keys.press("Tab")
    expect(focused(visitor).startswith("Skip"), f"the first stop skips the menu: {focused(visitor)}")
    keys.press("Enter")
    keys.press("Tab")
    expect(page.evaluate("() => document.activeElement.closest('main') !== null"), "and leads into the page")

    visitor.open("/portal")
    tab_to(visitor, "Switch workspace")
    keys.press("Enter")
    keys.press("Tab")
    name = focused(visitor)
    keys.press("Enter")
    page.get_by_role("heading", level=1, name=name).wait_for()

    tab_to(visitor, "Runs")
    keys.press("Enter")
    page.wait_for_url("**/portal/runs")
    tab_to(visitor, "Status")
    for _ in range(3):
        keys.press("ArrowDown")
        page.wait_for_timeout(200)
        expect("status=" not in page.url, "arrow keys choose; they do not send")
    tab_to(visitor, "Apply")
    keys.press("Enter")
    page.wait_for_url("**status=**")

    page.set_viewport_size(PHONE)
    visitor.open("/portal")
    tab_to(visitor, "Menu")
    keys.press("Enter")
    tab_to(visitor, "Account")
    keys.press("Enter")
    page.wait_for_url("**/portal/account")
    tab_to(visitor, "Menu")
    keys.press("Enter")
    expect(page.get_by_role("link", name="Billing").is_visible(), "the menu is open")
    keys.press("Escape")
    expect(not page.get_by_role("link", name="Billing").is_visible(), "Escape closes it")
    page.set_viewport_size(DESK)
    tab_to(visitor, "Sign out")
    keys.press("Enter")
    page.wait_for_url("**/sign-in**")


FOCUSED = """() => {
    const element = document.activeElement;
    const label = element.labels?.[0]?.innerText ?? element.getAttribute("aria-label") ?? element.textContent;
    return label.trim();
}"""

CAN_BE_SEEN = """() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const isOnScreen = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const isCovered = !top || !(element.contains(top) || top.contains(element));
    return isOutlined && isOnScreen && !isCovered;
}"""


def focused(visitor):
    return visitor.page.evaluate(FOCUSED)


def tab_to(visitor, name, most=60):
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        there = focused(visitor)
        if visitor.page.evaluate("() => document.activeElement !== document.body"):
            expect(visitor.page.evaluate(CAN_BE_SEEN), f"the focus on “{there}” at {visitor.path} cannot be seen")
        if there.startswith(name):
            return
    raise AssertionError(f"Tab never comes to {name} at {visitor.path}")


def a_notice_is_left(visitor, house):
    """Staff are told by mail that a run failed; one click, signed in nowhere, and the account page says that it is off."""
    page = visitor.page
    owner = house.person("northwind", "owner")
    with Visitor(visitor.context.browser, visitor.host) as other:
        other.sign_in(house.person("northwind", "admin"))
        other.page.get_by_role("link", name="Acme Bakery").click()
        other.page.get_by_role("link", name="Supplier price import").first.click()
        other.page.get_by_role("button", name="Run now").click()
        other.page.wait_for_url("**/runs/**")
    link = house.mailed_link("northwind", owner["email"], "/unsubscribe", seconds=40)
    visitor.open(link)
    expect(heading(visitor) == "Stop these mails?", "looking turns nothing off")
    page.get_by_role("button", name="Stop them").click()
    page.get_by_role("heading", level=1, name="You will get no more of these").wait_for()
    page.get_by_role("link", name="Go to my account").click()
    page.get_by_label("Email").fill(owner["email"])
    page.get_by_label("Password").fill(owner["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/dashboard/account")
    expect(not page.get_by_label("A run failed").is_checked(), "the account page says that it is off")
    expect(page.get_by_label("A summary every week").is_checked(), "the others are as they were")
    page.get_by_label("A run failed").check()
    page.locator("form[action$='/notices'] button").click()
    page.locator("main .note[role=status]").wait_for()
    expect(page.get_by_label("A run failed").is_checked(), "it is on again")
