"""What a mail is on the wire: no word that somebody typed becomes a header, a recipient or an end of it."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from dialoog.jobs.mail_message import Envelope, envelope_of
from dialoog.jobs.outbox import InvalidAddress, normalise_address, one_line, plain_text
from dialoog.settings import Settings
from tests.corpus.strings import STRINGS
from tests.failures import assert_all

SETTINGS = Settings(
    smtp_url="smtp://127.0.0.1",
    mail_from="Buurthuis De Linde <post@linde.example>",
    public_url="https://dialoog.example.org",
)
HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
    "Content-Transfer-Encoding", "MIME-Version", "Content-Language",
]  # fmt: skip


def envelope(settings: Settings = SETTINGS, **changed: Any) -> Envelope:
    fields = {
        "id": "abc_-9", "recipient": "fatma@linde.example", "subject": "Uitnodiging", "body": "Dag.\n",
        "language": "nl", "created": 1_800_000_000_000,
    }  # fmt: skip
    return envelope_of(settings, **{**fields, **changed})


def message(sent: Envelope) -> EmailMessage:
    return message_from_bytes(sent.content, policy=policy.default)  # type: ignore[return-value]


def test_a_mail_has_these_headers_and_is_plain_text() -> None:
    sent = envelope(body="Dag Samira, één ☕\n.\nTot dan\n", language="en")
    read = message(sent)
    assert {name: read[name] for name in read if name not in ("Content-Type", "MIME-Version")} == {
        "From": "Buurthuis De Linde <post@linde.example>",
        "To": "fatma@linde.example",
        "Subject": "Uitnodiging",
        "Date": "Fri, 15 Jan 2027 09:00:00 +0100",
        "Message-ID": "<mail.abc_-9@dialoog.example.org>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en",
        "Content-Transfer-Encoding": "quoted-printable",
    }
    assert read.get_content_type() == "text/plain"
    assert read.get_content_charset() == "utf-8"
    assert read.get_content().replace("\r\n", "\n") == "Dag Samira, één ☕\n.\nTot dan\n"
    assert sent.sender == "post@linde.example"
    assert sent.content.isascii()
    assert envelope(body="Dag Samira, één ☕\n.\nTot dan\n", language="en") == sent, "the same at every try"


@pytest.mark.parametrize(
    ("url", "host"),
    [("http://192.168.4.20:8000", "[192.168.4.20]"), ("https://[2001:db8::1]", "[IPv6:2001:db8::1]"),
     ("", "[127.0.0.1]")],
)  # fmt: skip
def test_an_installation_without_a_name_has_a_number_in_its_message_ids(url: str, host: str) -> None:
    settings = Settings(smtp_url="smtp://127.0.0.1", mail_from="post@linde.example", public_url=url)
    assert message(envelope(settings))["Message-ID"] == f"<mail.abc_-9@{host}>"


def test_no_odd_string_becomes_a_header_or_ends_a_mail() -> None:
    def fits(typed: str) -> None:
        subject, body = one_line(typed), plain_text(typed)
        sent = envelope(subject=subject, body=body)
        read = message(sent)
        assert list(read.keys()) == HEADERS
        assert str(read["Subject"]).split() == subject.split()
        assert read.get_content().replace("\r\n", "\n").rstrip("\n") == body.rstrip("\n")
        lines = sent.content.split(b"\r\n")
        assert not [line for line in lines if b"\r" in line or b"\n" in line]
        assert max(map(len, lines)) < 998

    assert_all(((odd.id, odd.typed) for odd in STRINGS), fits)


@pytest.mark.parametrize(
    "typed",
    ["Hoi\r\nBcc: iedereen@linde.example", "Hoi\nBcc: x@y.example\n\nBody", "Hoi\x0bBcc: x", "Hoi\u2028Bcc: x",
     "Hoi\x85Bcc: x", "Hoi\r\n.\r\nMAIL FROM:<x@y.example>", "\ud800"],
)  # fmt: skip
def test_a_line_break_in_a_subject_is_a_space(typed: str) -> None:
    read = message(envelope(subject=one_line(typed), body=plain_text(typed)))
    assert list(read.keys()) == HEADERS
    assert read["Bcc"] is None


def test_no_odd_string_is_an_address_but_one_that_is() -> None:
    def is_refused_or_one(typed: str) -> None:
        try:
            normalise_address(typed)
        except InvalidAddress:
            return
        assert message(envelope(recipient=normalise_address(typed)))["To"] is not None

    assert_all(((odd.id, odd.typed) for odd in STRINGS), is_refused_or_one)


@pytest.mark.parametrize(
    "typed",
    ["", "fatma", "fatma@", "@linde.example", "a@b.example,c@d.example", "a@b.example\r\nBcc: c@d.example",
     "a@b.example\n", "Fatma <a@b.example>", "a b@c.example", "a@b.example>\r\nRCPT TO:<c@d.example", "müller@b.example", f"{'a' * 300}@b.example"],
)  # fmt: skip
def test_what_is_no_single_address_is_refused(typed: str) -> None:
    with pytest.raises(InvalidAddress):
        normalise_address(typed)
