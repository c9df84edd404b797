"""Holds what the mail server wrote down to what was sent: check.py FILE"""

import json
import sys

mails = [json.loads(line) for line in open(sys.argv[1])]
by_reader = {mail["to"][0]: mail for mail in mails}
for security in ["starttls", "tls", "none"]:
    mail = by_reader[f"taken-{security}@acme-bakery.example"]
    assert mail["tls"] == mail["signed_in"] == (security != "none"), mail
    assert mail["from"] == "notify@mail.example", mail
    assert mail["header"]["Subject"] == "Grüße: 100 %", mail
    assert mail["header"]["Auto-Submitted"] == "auto-generated", mail
    assert mail["header"]["Reply-To"] == "Northwind <help@northwind.example>", mail
    assert mail["header"]["Message-ID"].endswith("@northwind.example>"), mail
    assert mail["names"] == ['Ödön, "the" Baker'], mail
    assert mail["parts"] == ["image/png", "text/html", "text/plain"], mail
    assert mail["text"] == "Grüße,\n.\n..\nend\n", mail
    assert not mail["defects"], mail
assert by_reader["jürgen@bücher.example"]["utf8"]
assert len(mails) == 4, [mail["to"] for mail in mails]
print(f"{len(mails)} mails were read as they were written")
