"""An engine that takes requests for runs and remembers every one of them."""

import base64
import collections
import hashlib
import hmac
import http.server
import json
import random
import threading
import time


class Engine:
    """Answers as engines do: mostly at once, sometimes late, sometimes "ask later", sometimes not at all."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.receipts = collections.defaultdict(list)  # by run: (message id, what was answered)
        self.flaws = []
        self.secret = ""
        self.may_answer = threading.Event()  # Cleared, it keeps every request waiting.
        self.may_answer.set()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, fields, body):
        """Writes a request down; answers how to answer it."""
        message = fields.get("webhook-id", "")
        signed = f"{message}.{fields.get('webhook-timestamp', '')}.".encode() + body
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        code = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        with self.lock:
            if code not in fields.get("webhook-signature", "").split(" "):
                self.flaws.append(f"a wrong signature under message {message}")
            mood = self.random.choices(("taken", "late", "later", "silent"), (16, 2, 1, 1))[0]
            self.receipts[json.loads(body)["data"]["runId"]].append((message, mood))
            return mood, self.random.uniform(0.02, 0.4)

    def of(self, run):
        with self.lock:
            return list(self.receipts.get(run, []))

    def everything(self):
        with self.lock:
            return {run: list(receipts) for run, receipts in self.receipts.items()}

    def handler(engine):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                body = self.rfile.read(length)
                if len(body) < length:
                    return
                mood, pause = engine.take(self.headers, body)
                self.close_connection = True
                if mood == "silent":
                    return
                if mood == "late":
                    time.sleep(pause)
                engine.may_answer.wait()
                try:
                    self.send_response(503 if mood == "later" else 202)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                except OSError:
                    pass  # The portal was killed while it waited.

            def log_message(self, *_):
                pass

        return Handler
