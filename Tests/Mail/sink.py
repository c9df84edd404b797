"""A real mail server for Scripts/test-mail: what it takes, it reads with Python's own mail reader and writes down as JSON Lines.

    sink.py CERT KEY PORT,PORT,PORT FILE

The ports are STARTTLS with a required sign-in, implicit TLS with one, and plain. Addresses that begin with `hard` and `soft` bounce;
after the last dot of a mail to `dropped` the connection is lost.
"""

import email
import email.policy
import json
import ssl
import sys
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

certificate, key, ports, log = sys.argv[1:]
starttls, implicit, plain = (int(port) for port in ports.split(","))


class Sink:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("hard"):
            return "550 5.1.1 no such user"
        if address.startswith("soft"):
            return "451 4.7.1 greylisted, try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("dropped"):
            server.transport.abort()
            return "451 never heard"
        mail = email.message_from_bytes(envelope.original_content, policy=email.policy.SMTPUTF8)
        parts = {part.get_content_type(): part for part in mail.walk() if not part.is_multipart()}
        with open(log, "a") as file:
            line = {
                "tls": server.transport.get_extra_info("ssl_object") is not None,
                "signed_in": bool(session.authenticated),
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "utf8": bool(envelope.smtp_utf8),
                "header": {name: str(value) for name, value in mail.items()},
                "names": [a.display_name for a in mail["to"].addresses],
                "parts": sorted(parts),
                "text": parts["text/plain"].get_content().replace("\r\n", "\n"),
                "defects": [str(d) for part in mail.walk() for d in part.defects]
                + [str(d) for value in mail.values() for d in value.defects],
            }
            file.write(json.dumps(line) + "\n")
        return "250 2.0.0 queued"


def authenticate(server, session, envelope, mechanism, data):
    if isinstance(data, LoginPassword) and (data.login, data.password) == (b"u", b"p"):
        return AuthResult(success=True)
    return AuthResult(success=False, handled=False)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
controllers = [
    Controller(Sink(), "127.0.0.1", starttls, tls_context=context, require_starttls=True, auth_required=True,
               authenticator=authenticate, enable_SMTPUTF8=True),
    Controller(Sink(), "127.0.0.1", implicit, ssl_context=context, auth_required=True, auth_require_tls=False,
               authenticator=authenticate, enable_SMTPUTF8=True),
    Controller(Sink(), "127.0.0.1", plain),
]
for controller in controllers:
    controller.start()
print("ready", flush=True)
while True:
    time.sleep(60)
