"""Drives a real Prefect server through the portal.

A client presses Run now; a real flow runs; its task runs appear as steps with real durations; a failing flow appears as failed; a
secret that the flow prints, returns and raises is found nowhere in the data directory.

    drive.py PORTALD        with prefect on the path; Scripts/test-prefect installs it and calls this
"""

import base64
import json
import os
import pathlib
import secrets
import shutil
import subprocess
import sys
import tempfile
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Driving"))
from portal import Browser, connect_engine, free_port, make_key, publish_workflow, wait_for

CANARY = "canary-" + secrets.token_hex(16)
AUTH = "driver:" + secrets.token_hex(8)


def prefect(base, path, body=None):
    request = urllib.request.Request(base + path, data=json.dumps(body).encode() if body is not None else None)
    request.add_header("Authorization", "Basic " + base64.b64encode(AUTH.encode()).decode())
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def main(portald):
    here = pathlib.Path(__file__).parent
    work = pathlib.Path(tempfile.mkdtemp(prefix="portal-prefect-"))
    prefect_port, portal_port = free_port(), free_port()
    api = f"http://127.0.0.1:{prefect_port}/api"
    environment = {
        **os.environ,
        "PREFECT_HOME": str(work / "prefect"),
        "PREFECT_SERVER_API_AUTH_STRING": AUTH,
        "PREFECT_API_AUTH_STRING": AUTH,
        "PREFECT_API_URL": api,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        "DO_NOT_TRACK": "1",
        "CANARY": CANARY,
    }
    data = work / "data"
    log = open(work / "log", "wb")
    processes = []

    def start(*command):
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=here)
        processes.append(process)
        return process

    try:
        start("prefect", "server", "start", "--host", "127.0.0.1", "--port", str(prefect_port), "--no-ui")
        start(portald, "demo", "--port", str(portal_port), "--data-dir", str(data))
        wait_for("answer of Prefect", 180, lambda: prefect(api, "/admin/version"))
        start(sys.executable, "flows.py")
        sign_ins = wait_for(
            "sign-ins of the demonstration", 120, lambda: json.loads((data / "demo-sign-ins.json").read_text()))
        host = f"northwind.localhost:{portal_port}"
        owner = next(person for person in sign_ins if person["host"] == host and person["role"] == "owner")
        client = next(
            person for person in sign_ins
            if person["host"] == host and person["role"] == "client" and "areas" not in person and len(person["workspaces"]) == 1)
        workspace_name = client["workspaces"][0]

        staff = Browser(host, portal_port)
        wait_for("answer of the portal", 60, lambda: staff.request("/sign-in")[0] == 200)
        staff.sign_in(owner["email"], owner["password"])

        # The agency connects its engine, makes a key, and tells the portal of its two flows.
        engine, _ = connect_engine(
            staff, "Our Prefect", "prefect",
            **{"api-url": api, "credential": "basic", "credential-name": AUTH.split(":")[0], "credential-value": AUTH.split(":")[1]})
        bearer = make_key(staff, "Driver", "workflows.upsert")
        system = Browser(host, portal_port)
        _, text, _ = system.request("/api/v1/workspaces", headers=bearer)
        workspace = next(w["id"] for w in json.loads(text)["workspaces"] if w["name"] == workspace_name)

        workflows = {}
        for flow, name in (("sync-orders", "Sync orders for real"), ("reorder-stock", "Reorder stock for real")):
            deployment = wait_for(
                f"deployment of {flow}", 90, lambda: prefect(api, f"/deployments/name/{flow}/portal"), pause=1)["id"]
            workflows[flow] = publish_workflow(
                staff, system, bearer, workspace, engine=engine, externalId=deployment, name=name,
                triggerUrl=f"{api}/deployments/{deployment}/create_flow_run")

        # The client presses Run now, twice for different workflows, and watches.
        person = Browser(host, portal_port)
        person.sign_in(client["email"], client["password"])
        runs = {}
        for flow, workflow in workflows.items():
            path = f"/portal/workflows/{workflow}"
            _, runs[flow] = person.post(person.page(path), path + "/runs")

        def ended(flow, word):
            page = person.page(runs[flow])
            return page if "data-final" in page and word in page else None

        sync = wait_for("succeeded run", 120, lambda: ended("sync-orders", "Succeeded"), pause=1)
        failed = wait_for("failed run", 120, lambda: ended("reorder-stock", "Failed"), pause=1)

        # Prefect records a task's end a little after it happened: the steps may come a moment after the run's own end.
        for flow, steps in (("sync-orders", ["read_orders", "write_ledger"]), ("reorder-stock", ["read_orders", "ask_supplier"])):
            wait_for(f"steps of {flow}", 60, lambda: all(step in person.page(runs[flow]) for step in steps), pause=1)
        assert CANARY not in sync and CANARY not in failed, "a client was shown the secret"

        status, text, _ = system.request("/api/v1/runs?workspace=" + workspace, headers=bearer)
        assert status == 403, f"a key without runs.read read runs: {status}"
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in reversed(processes):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        log.close()

    for file in data.rglob("*"):
        if file.is_file():
            assert CANARY.encode() not in file.read_bytes(), f"the secret is in {file.name}"
    shutil.rmtree(work)
    print("OK: a client started two real flows; steps, times and the failure came back; the secret is nowhere")


if __name__ == "__main__":
    main(str(pathlib.Path(sys.argv[1]).absolute()))
