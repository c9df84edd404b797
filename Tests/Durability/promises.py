"""What the portal has acknowledged, and whether it is so."""

import re
import threading

from house import Broken
from portal import hidden_fields

FINAL = ("succeeded", "failed", "canceled")
RANK = {"queued": 0, "running": 1, "succeeded": 2, "failed": 2, "canceled": 2}


class Reported:
    """A run that an engine reports on."""

    def __init__(self):
        self.run = None
        self.known = None  # The furthest status that was acknowledged.
        self.sent = set()  # Further ones that were sent, and of which no answer came.
        self.steps = 0
        self.was_refused = False  # Its only report was answered with 503.

    def fits(self, status):
        return status == self.known or status in self.sent


class Press:
    """One loaded Run now form, and the runs that pressing it was answered with."""

    def __init__(self, workflow, action, fields):
        self.workflow = workflow
        self.action = action
        self.fields = fields
        self.runs = set()


class Promises:
    """Everything acknowledged. Clients write it down while the daemon lives; checks compare after it was started again."""

    def __init__(self, house, engine):
        self.house = house
        self.engine = engine
        self.lock = threading.Lock()
        self.reported = {}
        self.touched = set()  # External ids since the last check.
        self.presses = []  # Since the last check.
        self.started = {}  # Run: workflow, of every acknowledged press.
        self.pending = set()  # Of those, the ones whose delivery is not settled.
        self.deliveries = {}
        self.sessions = []  # Since the last check: cookies, and whether they are still good (`None`: nobody can know).
        self.counts = {"reports": 0, "presses": 0, "double presses": 0, "sign-ins": 0, "sign-outs": 0}
        self.refused = 0  # Answers that promised nothing: 503.
        self.resurrected = 0  # Runs whose only report was answered with 503, and which are there all the same.

    def count(self, what, by=1):
        with self.lock:
            self.counts[what] += by

    # Checks

    def check(self):
        """Compares what was acknowledged since the last check, and forgets that it was new."""
        self.check_touched()
        self.press_again()
        self.check_sessions()
        self.settle()

    def check_touched(self):
        missing = {name for name in self.touched if self.reported[name].known}
        unknown = self.touched - missing
        if self.touched:
            for row in self.house.runs("reported"):
                name = row["externalId"]
                if name in self.touched:
                    self.compare(name, row)
                    missing.discard(name)
                    unknown.discard(name)
                elif not missing:
                    break
        for name in missing:
            raise Broken(f"an acknowledged report is lost: {name}, {self.reported[name].known}")
        # Never acknowledged and not there: as if never sent.
        for name in unknown:
            del self.reported[name]
        for name in sorted(self.touched & set(self.reported))[:5]:
            report = self.reported[name]
            steps = self.house.run(report.run)["steps"]
            if report.steps and len(steps) < report.steps:
                raise Broken(f"steps of an acknowledged report are lost: {name}, {len(steps)} of {report.steps}")
        self.touched = set()

    def compare(self, name, row):
        report = self.reported[name]
        if not report.fits(row["status"]):
            raise Broken(f"{name} is {row['status']}, acknowledged {report.known}, sent {sorted(report.sent)}")
        if report.run not in (None, row["id"]):
            raise Broken(f"{name} was run {report.run} and is {row['id']}")
        if row["status"] != report.known:
            report.steps = 0
            self.resurrected += report.known is None and report.was_refused
        report.run, report.known, report.sent = row["id"], row["status"], set()

    def press_again(self):
        """A form that was loaded before the daemon died still works after, and still starts one run."""
        browser = self.house.browser(self.house.presser_cookies)
        for press in self.presses:
            status, text, location = browser.request(press.action, press.fields)
            if status != 303:
                raise Broken(f"a form from before the restart was answered with {status}: {text[:300]}")
            press.runs.add(run_of(location))
            if len(press.runs) != 1:
                raise Broken(f"one form started {sorted(press.runs)}")
            self.promise(press)
        self.presses = []

    def promise(self, press):
        with self.lock:
            for run in press.runs - set(self.started):
                self.started[run] = press.workflow
                self.pending.add(run)

    def check_sessions(self):
        for cookies, is_good in self.sessions[-20:]:
            status, _, _ = self.house.browser(cookies).request("/portal")
            if is_good is not None and (status == 200) != is_good:
                raise Broken(f"a session that was {'opened' if is_good else 'ended'} was answered with {status}")
        self.sessions = []

    def settle(self):
        """Looks at the runs whose requests were still under way."""
        for run in sorted(self.pending):
            row = self.house.run(run)
            if row is None:
                raise Broken(f"an acknowledged run is lost: {run}")
            if row["delivery"] != "pending":
                self.deliveries[run] = row["delivery"]
                self.pending.discard(run)
                self.check_delivery(run)

    def check_delivery(self, run):
        receipts = self.engine.of(run)
        taken = [mood for _, mood in receipts if mood != "later"]
        workflow, delivery = self.started[run], self.deliveries[run]
        if len({message for message, _ in receipts}) > 1:
            raise Broken(f"run {run} was sent under several message ids: {receipts}")
        if delivery == "accepted" and not taken:
            raise Broken(f"run {run} reads accepted and was sent zero times")
        if delivery not in ("accepted", "unconfirmed"):
            raise Broken(f"run {run} reads {delivery}, and the engine was there: {receipts}")
        if workflow == "again" and delivery != "accepted":
            raise Broken(f"run {run} may be sent again and reads {delivery}: {receipts}")
        if workflow == "once" and len(taken) > 1:
            raise Broken(f"run {run} was sent {len(taken)} times: {receipts}")

    def check_everything(self):
        """The whole of what was ever acknowledged."""
        seen = set()
        for row in self.house.runs("reported"):
            name = row["externalId"]
            if name in self.reported:
                self.compare(name, row)
                seen.add(name)
        if missing := set(self.reported) - seen:
            raise Broken(f"{len(missing)} acknowledged reports are lost, {sorted(missing)[:3]} among them")
        rows = {row["id"]: row for name in ("once", "again") for row in self.house.runs(name)}
        if missing := set(self.started) - set(rows):
            raise Broken(f"{len(missing)} acknowledged runs are lost, {sorted(missing)[:3]} among them")
        if missing := set(self.engine.everything()) - set(rows):
            raise Broken(f"the engine was asked for runs that are not stored: {sorted(missing)[:3]}")
        for run in self.started:
            self.check_delivery(run)
        if self.engine.flaws:
            raise Broken(self.engine.flaws[0])


def run_of(location):
    """The run that Run now led to."""
    found = re.search(r"/runs/(run_[0-9a-z]{26})", location or "")
    if not found:
        raise Broken(f"Run now led to {location}")
    return found[1]


def load_form(house, browser, workflow):
    """Loads a workflow's page as the client does; answers its Run now form."""
    path = f"/portal/workflows/{house.workflows[workflow]}"
    return Press(workflow, path + "/runs", hidden_fields(browser.page(path), path + "/runs"))
