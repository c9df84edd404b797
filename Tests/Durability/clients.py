"""Everybody who uses the portal while it is killed. Each writes down what was acknowledged, and only that."""

import http.client
import itertools
import json
import random
import threading
import urllib.error

from house import Broken
from portal import hidden_fields
from promises import FINAL, RANK, Reported, load_form, run_of

# How a connection ends when the other side is killed.
CUT_OFF = (OSError, urllib.error.URLError, http.client.HTTPException)


class Refused(Exception):
    """An answer that promises nothing: 503, or what else the fault of the day is answered with."""


class Crowd:
    """The clients of one round."""

    def __init__(self, promises, seed, refusals=()):
        """`refusals` are the statuses that clients are told while a fault lasts; without any, only the kill cuts them off."""
        self.promises = promises
        self.house = promises.house
        self.refusals = refusals
        self.is_over = threading.Event()
        self.flaw = None
        jobs = [self.report, self.report, self.press, self.sign_in]
        self.threads = [
            threading.Thread(target=self.work, args=(job, random.Random(f"{seed} {number}"), f"{seed}-{number}"), daemon=True)
            for number, job in enumerate(jobs)
        ]
        for thread in self.threads:
            thread.start()

    def end(self):
        self.is_over.set()
        for thread in self.threads:
            thread.join(120)
            if thread.is_alive():
                raise Broken("a request was neither answered nor cut off within two minutes")
        if self.flaw:
            raise self.flaw

    def work(self, job, random, name):
        attempts = itertools.count(1)
        steps = job(random, name)
        while not self.is_over.is_set():
            try:
                next(steps)
            except Refused:
                steps = job(random, f"{name}'{next(attempts)}")
                self.is_over.wait(0.05)
            except CUT_OFF:
                # Only the kill cuts off; then there is nobody left to ask.
                if not self.refusals:
                    return
                self.is_over.wait(0.05)
                steps = job(random, f"{name}'{next(attempts)}")
            except (Broken, AssertionError) as flaw:
                self.flaw = self.flaw or flaw
                return

    def ask(self, browser, path, fields=None, **options):
        """One request. What is no acknowledgement raises."""
        status, text, location = browser.request(path, fields, **options)
        if status in self.refusals:
            with self.promises.lock:
                self.promises.refused += 1
            raise Refused()
        if status not in (200, 303):
            raise Broken(f"{path.split('?')[0]} was answered with {status}: {text[:300]}")
        return status, text, location

    # Engines report

    def report(self, random, name):
        promises, browser = self.promises, self.house.browser()
        number, open_runs = 0, []
        while True:
            batch = {}
            for _ in range(random.randint(1, 20)):
                if open_runs and random.random() < 0.5:
                    batch[open_runs.pop(random.randrange(len(open_runs)))] = random.choice(FINAL)
                else:
                    number += 1
                    batch[f"{name}-{number}"] = random.choice(("queued", "running", *FINAL))
            reports = [self.line(random, external, status) for external, status in batch.items()]
            with promises.lock:
                for external, status in batch.items():
                    promises.reported.setdefault(external, Reported()).sent.add(status)
                    promises.touched.add(external)
            if random.random() < 0.5:
                body, type = json.dumps(reports), "application/json"
            else:
                body, type = "\n".join(map(json.dumps, reports)), "application/x-ndjson"
            try:
                _, text, _ = self.ask(
                    browser, f"/api/v1/runs?workspace={self.house.workspace}", body=body.encode(), method="POST",
                    headers={**self.house.bearer, "Content-Type": type})
            except Refused:
                for external in batch:
                    promises.reported[external].was_refused = True
                raise
            results = json.loads(text)["results"]
            if len(results) != len(batch):
                raise Broken(f"{len(batch)} reports, {len(results)} results")
            with promises.lock:
                for (external, status), report, result in zip(batch.items(), reports, results):
                    if result.get("status") != status:
                        raise Broken(f"the report {status} of {external} was answered with {result}")
                    known = promises.reported[external]
                    known.run, known.known, known.sent = result["run"], status, set()
                    known.steps = max(known.steps, len(report.get("steps", ())))
            promises.count("reports", len(batch))
            open_runs += [external for external, status in batch.items() if RANK[status] < 2]
            yield

    def line(self, random, external, status):
        report = {
            "engine": self.house.engine, "externalId": external, "workflow": self.house.workflows["reported"], "status": status}
        if random.random() < 0.3:
            report["steps"] = [
                {"position": position, "name": f"Step {position}", "status": "succeeded"} for position in range(random.randint(1, 4))]
        return report

    # A client presses Run now

    def press(self, random, name):
        promises, browser = self.promises, self.house.browser(self.house.presser_cookies)
        while True:
            try:
                press = load_form(self.house, browser, random.choice(("once", "again")))
            except AssertionError as flaw:
                if any(str(flaw).endswith(f": {status}") for status in self.refusals):
                    raise Refused() from flaw
                raise
            with promises.lock:
                promises.presses.append(press)
            if random.random() < 0.3:
                self.press_twice(press)
            else:
                self.press_once(press, browser)
            yield

    def press_once(self, press, browser):
        _, _, location = self.ask(browser, press.action, press.fields)
        with self.promises.lock:
            press.runs.add(run_of(location))
            if len(press.runs) != 1:
                raise Broken(f"one form started {sorted(press.runs)}")
        self.promises.promise(press)
        self.promises.count("presses")

    def press_twice(self, press):
        """A double click: two requests at once with the same form."""
        raised = []

        def once():
            try:
                self.press_once(press, self.house.browser(self.house.presser_cookies))
            except (Broken, AssertionError, Refused, *CUT_OFF) as error:
                raised.append(error)

        pair = [threading.Thread(target=once) for _ in range(2)]
        for thread in pair:
            thread.start()
        for thread in pair:
            thread.join()
        for error in sorted(raised, key=lambda error: not isinstance(error, (Broken, AssertionError))):
            raise error
        self.promises.count("double presses")

    # Somebody signs in, and perhaps out

    def sign_in(self, random, name):
        promises = self.promises
        while True:
            person, browser = random.choice(self.house.people), self.house.browser()
            _, page, _ = self.ask(browser, "/sign-in")
            fields = {**hidden_fields(page, "/sign-in"), "email": person["email"], "password": person["password"]}
            self.ask(browser, "/sign-in", fields)
            promises.count("sign-ins")
            if random.random() < 0.5:
                promises.sessions.append((dict(browser.cookies), True))
                yield
                continue
            cookies = dict(browser.cookies)
            _, page, _ = self.ask(browser, "/sign-out")
            promises.sessions.append((cookies, None))
            self.ask(browser, "/sign-out", hidden_fields(page, "/sign-out"))
            promises.sessions[-1] = (cookies, False)
            promises.count("sign-outs")
            yield
