"""Flows of a real engine: one that does well, one that fails. Nothing in them knows of the portal."""

import os
import time

from prefect import flow, serve, task

SECRET = os.environ["CANARY"]


@task
def read_orders():
    print(f"reading with {SECRET}")
    time.sleep(1.2)
    return {"token": SECRET}


@task
def write_ledger(orders):
    time.sleep(0.6)
    return len(orders)


@flow(log_prints=True)
def sync_orders():
    print(f"syncing with {SECRET}")
    write_ledger(read_orders())
    return {"token": SECRET}


@task
def ask_supplier():
    raise RuntimeError(f"the supplier refused {SECRET}")


@flow(log_prints=True)
def reorder_stock():
    read_orders()
    ask_supplier()


if __name__ == "__main__":
    serve(sync_orders.to_deployment(name="portal"), reorder_stock.to_deployment(name="portal"))
