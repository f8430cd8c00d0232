"""Raw packets, frames and bodies that no client of ours sends, and what must become of each.

`CLOSED` closes its own socket, `ANSWERED` gets a sentence and leaves the socket usable, `NOT_LET_IN` is refused at CONNECT,
`FRAMES` are bytes below the websocket's messages, `BODIES` and `QUERIES` go over plain HTTP.
"""

import gzip
import struct
from typing import Any

GOOD = '{"id":"aaaaaaaaaaaaaaaa","kind":"go_on"}'
MALFORMED, UNKNOWN = "malformed", "unknown_message"

CLOSED: dict[str, str] = {
    # Engine.IO
    "empty": "", "open": "0", "open-with-data": '0{"sid":"x","upgrades":["polling"]}', "ping-from-client": "2", "ping-probe": "2probe", "upgrade": "5", "noop": "6", "type-7": "7", "type-9": "9",
    "pong-with-data": "3probe", "close-with-data": "1x", "close-twice": "11", "space-first": f' 420["command",{GOOD}]', "newline-first": f'\n420["command",{GOOD}]', "bom-first": f'\ufeff420["command",{GOOD}]', "letter": "x", "nul": "\0",
    "arabic-4": f'\u0664\u06620["command",{GOOD}]', "fullwidth-4": f'\uff14\uff120["command",{GOOD}]', "base64": "b4AAAA", "json-alone": GOOD, "separator": f'420["command",{GOOD}]\x1e420["command",{GOOD}]', "emoji": "🙂",
    # Socket.IO
    "message-alone": "4", "type-letter": "4x", "type-3": '430["x"]', "type-4": '44{"message":"x"}', "type-6": '46["x"]', "type-8": "48", "type-10": '410["x"]x', "superscript-2": '4²0["command",{}]', "event-alone": "42", "binary-event": '451-["command",{"_placeholder":true,"num":0}]', "binary-event-0": '450-["command",{}]',
    "binary-ack": '461-0["x"]', "attachments-billion": '45999999999-["command"]', "attachments-too-many": '4599999999999-["command"]', "event-with-attachments": f'421-0["command",{GOOD}]', "namespace": f'42/other,0["command",{GOOD}]', "namespace-root": f'42/,0["command",{GOOD}]', "namespace-query": f'42/?x=1,0["command",{GOOD}]',
    "namespace-alone": "42/", "no-ack": f'42["command",{GOOD}]', "ack-of-200-digits": "42" + "9" * 200 + f'["command",{GOOD}]', "ack-minus": f'42-1["command",{GOOD}]', "ack-half": f'421.5["command",{GOOD}]', "ack-letter": f'42x["command",{GOOD}]', "ack-superscript": f'42²["command",{GOOD}]',
    "object": "420{}", "null-event": "420null", "string-event": '420"command"', "number-event": "4205x", "empty-list": "420[]", "number-name": "420[5]", "null-name": "420[null]", "list-name": '420[["command"]]', "event-connect": '420["connect",{}]', "event-disconnect": '420["disconnect"]', "event-star": f'420["*",{GOOD}]', "event-star-sid": f'420["*","x",{GOOD}]', "event-star-alone": '420["*"]', "event-disconnect-reason": '420["disconnect","x"]',
    "two-messages": f'420["command",{GOOD}]["command",{GOOD}]', "comma-last": f'420["command",{GOOD},]', "comment": f'420["command",{GOOD}]/* x */', "single-quotes": "420['command',{}]", "nan": '420["command",NaN]', "infinity": '420["command",Infinity]', "huge-number": '420["command",1e400]', "5000-digits": '420["command",{"id":1' + "0" * 5000 + "}]",
    "half": '420["command",{"id":"aaaa', "surrogate": '420["command","\\ud800"]', "surrogates-swapped": '420["command","\\udc00\\ud800"]', "bad-escape": '420["command","\\x41"]', "control-in-string": '420["command","\x01"]', "newline-in-string": '420["command","\n"]', "deep-lists": '420["command",' + "[" * 9000 + "]" * 9000 + "]", "deep-objects": '420["command",' + '{"a":' * 5000 + "1" + "}" * 5000 + "]",
    "over-32k": '420["command","' + "x" * 33_000 + '"]', "over-32k-in-bytes": '420["command","' + "é" * 16_500 + '"]', "polling-body": f'10:420["command",{GOOD}]', "http": "GET / HTTP/1.1\r\n\r\n",
}  # fmt: skip


def _command(argument: str) -> str:
    return f'["command",{argument}]'


ANSWERED: dict[str, tuple[str, str]] = {
    **{f"event-{name or 'empty'}": (f'["{name}",{GOOD}]', UNKNOWN) for name in ("dance", "Command", "command ", "", "push", "pulse", "presence", "gone", "message", "error", "connect_error", "join", "__proto__", "constructor", "réunie", "x" * 5000)},
    "event-with-nul": (f'["command\\u0000",{GOOD}]', UNKNOWN), "event-alone": ('["dance"]', UNKNOWN), "event-of-many": ('["dance",' + ",".join("1" * 500) + "]", UNKNOWN),
    "no-argument": ('["command"]', MALFORMED), "two-arguments": (f'["command",{GOOD},{GOOD}]', MALFORMED), "many-arguments": ('["command",' + ",".join("1" * 500) + "]", MALFORMED), "argument-and-null": (f'["command",{GOOD},null]', MALFORMED),
    **{f"argument-{name}": (_command(argument), MALFORMED) for name, argument in {
        "null": "null", "true": "true", "zero": "0", "half": "1.5", "minus-zero": "-0.0", "int64": "9223372036854775808", "string": '"x"', "empty-string": '""', "list": "[]", "list-of-command": f"[{GOOD}]", "object": "{}", "deep": "[" * 200 + "]" * 200, "placeholder": '{"_placeholder":true,"num":0}', "name-mark": '{"$name":"s1"}',
        "long": '"' + "x" * 30_000 + '"', "wide": "{" + ",".join(f'"k{n}":{n}' for n in range(2000)) + "}", "string-of-command": '"{\\"kind\\":\\"go_on\\"}"',
    }.items()},
    **{f"command-{name}": (_command(argument), MALFORMED) for name, argument in {
        "no-kind": '{"id":"aaaaaaaaaaaaaaaa"}', "no-id": '{"kind":"go_on"}', "kind-null": '{"id":"aaaaaaaaaaaaaaaa","kind":null}', "kind-number": '{"id":"aaaaaaaaaaaaaaaa","kind":1}', "kind-list": '{"id":"aaaaaaaaaaaaaaaa","kind":["go_on"]}', "kind-class": '{"id":"aaaaaaaaaaaaaaaa","kind":"GoOn"}', "kind-upper": '{"id":"aaaaaaaaaaaaaaaa","kind":"GO_ON"}',
        "kind-of-the-house": '{"id":"aaaaaaaaaaaaaaaa","kind":"open_table","steps":[]}', "kind-of-the-house-too": '{"id":"aaaaaaaaaaaaaaaa","kind":"blank_undecided"}', "kind-event": '{"id":"aaaaaaaaaaaaaaaa","kind":"seat_erased","seat":"s1"}', "kind-proto": '{"id":"aaaaaaaaaaaaaaaa","kind":"__proto__"}', "kind-class-name": '{"id":"aaaaaaaaaaaaaaaa","kind":"__class__"}',
        "id-short": '{"id":"short","kind":"go_on"}', "id-long": '{"id":"' + "a" * 65 + '","kind":"go_on"}', "id-number": '{"id":1234567890123456,"kind":"go_on"}', "id-newline": '{"id":"aaaaaaaaaaaaaaaa\\n","kind":"go_on"}', "id-of-the-house": '{"id":"house:blank-undecided","kind":"go_on"}', "id-cyrillic": '{"id":"аааааааааааааааа","kind":"go_on"}',
        "other-dialogue": GOOD[:-1] + ',"dialogue":"x"}', "other-desk": GOOD[:-1] + ',"desk":"facilitator"}', "by": GOOD[:-1] + ',"by":"s1"}', "at": GOOD[:-1] + ',"at":1}', "token": GOOD[:-1] + ',"token":"x"}', "proto": GOOD[:-1] + ',"__proto__":{}}', "empty-name": GOOD[:-1] + ',"":1}', "kind-twice": '{"kind":"go_on","id":"aaaaaaaaaaaaaaaa","kind":"dance"}', "id-twice": '{"id":"aaaaaaaaaaaaaaaa","kind":"go_on","id":"x"}',
        "upper-name": '{"ID":"aaaaaaaaaaaaaaaa","kind":"go_on"}',
    }.items()},
}  # fmt: skip

NOT_LET_IN: dict[str, str] = {
    "nothing": "", "empty-object": "{}", "null": "null", "list": "[]", "string": '"x"', "number": "5", "true": "true", "ticket-null": '{"ticket":null}', "ticket-number": '{"ticket":5}', "ticket-list": '{"ticket":["x"]}', "ticket-empty": '{"ticket":""}', "ticket-wrong": '{"ticket":"AAAAAAAAAAAAAAAAAAAAAA"}', "ticket-long": '{"ticket":"' + "A" * 65 + '"}',
    "ticket-nul": '{"ticket":"\\u0000"}', "ticket-proto": '{"ticket":"__proto__"}', "token-not-ticket": '{"token":"AAAAAAAAAAAAAAAAAAAAAA"}', "room": '{"ticket":"x","room":"table:x:"}', "seat": '{"ticket":"x","seat":"s1"}', "have-null": '{"ticket":"x","have":null}', "have-string": '{"ticket":"x","have":"1"}', "have-negative": '{"ticket":"x","have":{"table":-1}}',
    "have-huge": '{"ticket":"x","have":{"table":99999999999}}', "have-other": '{"ticket":"x","have":{"door":1}}', "deep": '{"ticket":' + "[" * 150 + "]" * 150 + "}", "long": '{"ticket":"x","y":"' + "x" * 30_000 + '"}',
}  # fmt: skip
NO_CONNECT = {"event-before-connect": f'420["command",{GOOD}]', "ack-before-connect": "430[]", "namespace": '40/other,{"ticket":"x"}', "namespace-proto": "40/__proto__,", "no-json": "40{", "nan": '40{"ticket":NaN}', "deep": "40" + "[" * 9000, "surrogate": '40{"ticket":"\\ud800"}', "with-id-and-attachments": '401-{"ticket":"x"}'}  # fmt: skip


def frame(
    opcode: int, payload: bytes, *, fin: int = 1, rsv: int = 0, masked: bool = True, length: int | None = None
) -> bytes:
    """One websocket frame, as wrong as wanted; the mask is all zeros."""
    size = len(payload) if length is None else length
    header = struct.pack(
        "!BB",
        fin << 7 | rsv << 4 | opcode,
        masked << 7 | (size if size < 126 else 126 if size < 65536 else 127),
    )
    header += b"" if size < 126 else struct.pack("!H", size) if size < 65536 else struct.pack("!Q", size)
    return header + (bytes(4) if masked else b"") + payload


EVENT = f'420["command",{GOOD}]'.encode()
FRAMES: dict[str, bytes] = {
    "binary": frame(2, EVENT), "binary-empty": frame(2, b""), "binary-nul": frame(2, b"\0"), "unmasked": frame(1, EVENT, masked=False), "rsv1": frame(1, EVENT, rsv=4), "reserved-3": frame(3, EVENT), "reserved-11": frame(11, b""), "continuation-first": frame(0, EVENT), "text-within-text": frame(1, b"42", fin=0) + frame(1, EVENT),
    "ping-126": frame(9, bytes(126)), "ping-in-pieces": frame(9, b"x", fin=0), "close-1-byte": frame(8, b"\x03"), "close-code-0": frame(8, b"\0\0"), "close-not-utf8": frame(8, b"\x03\xe8\xff\xfe"), "close": frame(8, b"\x03\xe8"), "not-utf8": frame(1, b'420["command","\xff"]'), "utf8-overlong": frame(1, b'420["command","\xc0\xaf"]'),
    "utf8-surrogate": frame(1, b'420["command","\xed\xa0\x80"]'), "utf8-half": frame(1, b'420["command","\xe2\x82'), "utf-16": frame(1, EVENT.decode().encode("utf-16")), "length-2-63": frame(1, b"42", length=2**63), "length-40k": frame(1, b"42", length=40_000), "length-2-64": frame(1, b"42", length=2**64 - 1), "http-again": b"GET /socket.io/ HTTP/1.1\r\nHost: x\r\n\r\n",
}  # fmt: skip

BODIES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "application/json"), "null": (b"null", "application/json"), "list": (b"[]", "application/json"), "object": (b"{}", "application/json"), "string": (b'"x"', "application/json"), "half": (b'{"token":', "application/json"), "bom": (b"\xef\xbb\xbf{}", "application/json"), "utf-16": ("{}".encode("utf-16"), "application/json; charset=utf-16"),
    "utf-32": ("{}".encode("utf-32"), "application/json"), "latin-1": ('{"token":"é"}'.encode("latin-1"), "application/json; charset=latin-1"), "nan": (b'{"token":NaN}', "application/json"), "nul": (b"\0", "application/json"), "deep": (b"[" * 30_000, "application/json"), "deep-objects": (b'{"a":' * 10_000, "application/json"), "wide": (b"[" + b"0," * 30_000 + b"0]", "application/json"),
    "digits": (b"1" + b"0" * 5000, "application/json"), "surrogate": (b'{"token":"\\ud800"}', "application/json"), "duplicate": (b'{"token":"x","token":"y"}', "application/json"), "proto": (b'{"__proto__":{"x":1}}', "application/json"), "two": (b"{}{}", "application/json"), "64k-and-one": (b" " * (64 * 1024 + 1), "application/json"), "gzip": (gzip.compress(b"{}"), "application/json"),
    "urlencoded": (b"token=x&name=y", "application/x-www-form-urlencoded"), "urlencoded-empty": (b"", "application/x-www-form-urlencoded"), "urlencoded-garbage": (b"%%%&&&===%ff%00", "application/x-www-form-urlencoded"), "urlencoded-latin-1": (b"name=\xe9\xff", "application/x-www-form-urlencoded"), "urlencoded-charset": (b"name=x", "application/x-www-form-urlencoded; charset=utf-16"),
    "urlencoded-no-charset": (b"name=x", "application/x-www-form-urlencoded; charset=nonsense"), "urlencoded-twice": (b"name=x&name=y&title=a&title=b&lang=nl&lang=tr&id=1&id=2", "application/x-www-form-urlencoded"), "urlencoded-5000": (b"&".join(b"f%d=1" % n for n in range(5000)), "application/x-www-form-urlencoded"), "urlencoded-brackets": (b"name[]=x&name[__proto__]=y&title.x=1", "application/x-www-form-urlencoded"),
    "urlencoded-64k": (b"name=" + b"x" * 64 * 1024, "application/x-www-form-urlencoded"), "urlencoded-semicolons": (b"name=x;title=y", "application/x-www-form-urlencoded"), "urlencoded-surrogate": (b"name=%ED%A0%80&title=%ED%A0%80", "application/x-www-form-urlencoded"), "urlencoded-as-json": (b'{"name":"x"}', "application/x-www-form-urlencoded"),
    "multipart-no-boundary": (b"--x\r\n", "multipart/form-data"), "multipart-empty": (b"", "multipart/form-data; boundary=x"), "multipart-other-boundary": (b"--y\r\n\r\n--y--", "multipart/form-data; boundary=x"), "multipart-long-boundary": (b"--x", "multipart/form-data; boundary=" + "x" * 5000), "multipart-odd-boundary": (b"--x", 'multipart/form-data; boundary="x\\"'),
    "multipart-file": (b'--x\r\nContent-Disposition: form-data; name="name"; filename="a.exe"\r\n\r\nMZ\r\n--x--\r\n', "multipart/form-data; boundary=x"), "multipart-filename": (b'--x\r\nContent-Disposition: form-data; name="title"; filename="../../x\0"\r\n\r\nx\r\n--x--\r\n', "multipart/form-data; boundary=x"),
    "multipart-half": (b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nHenk', "multipart/form-data; boundary=x"), "multipart-no-name": (b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--\r\n", "multipart/form-data; boundary=x"), "multipart-charset": (b'--x\r\nContent-Disposition: form-data; name="name"\r\nContent-Type: text/plain; charset=utf-16\r\n\r\nx\r\n--x--\r\n', "multipart/form-data; boundary=x"),
    "multipart-nonsense-charset": (b'--x\r\nContent-Disposition: form-data; name="name"\r\nContent-Type: text/plain; charset=zzz\r\n\r\nx\r\n--x--\r\n', "multipart/form-data; boundary=x"), "multipart-1500": (b"".join(b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n\r\n' for _ in range(1100)) + b"--x--\r\n", "multipart/form-data; boundary=x"),
    "no-type": (b"name=x", ""), "odd-type": (b"name=x", "/;;=,"), "type-xml": (b"<x/>", "text/xml"), "type-nul": (b"x", "text/plain\x01"),
}  # fmt: skip

QUERIES: tuple[str, ...] = (
    "as=", "as=x", "as=seat&as=screen", "as=setup", "as=join", "as=facilitator%00", "as[]=seat", "as=%ff", "as=" + "x" * 5000, "place=", "place=.", "place=x.s1", "place=%00.seat", "place=s1", "place=x.y.z", "place[]=x", "place=x.s1&place=y.s1", "place=" + "x." * 5000, "table=-1", "table=1e5", "table=99999999999", "table=%D9%A1", "table=1.0", "table=NaN", "table=", "table=1&table=x", "mine=0x1", "desk=__proto__", "ids=", "ids=" + "," * 9000, "ids=" + "w.1," * 2000,
    "ids=%00", "ids=*.1", "ids=w.1.1", "ids=..", "ids=%27%20OR%201=1", "ids=w." + "9" * 400, "code=", "code=%00", "code=%ff%fe", "code=" + "A" * 5000, "code=ABC&code=DEF", "code[]=x", "code=%E2%80%AE", "code=..%2f..", "code=8Z8Z8Z8", "back=//x.example", "back=/%5Cx.example", "back=javascript:1", "back=%0d%0aX:y", "back=/%0aX", "back=" + "/" * 5000,
    "page=", "page=0", "page=-1", "page=1.5", "page=%D9%A1", "page=99999999999999999999", "page=1%00", "page=1&page=x", "page=" + "9" * 5000, "year=-1", "year=99999999999", "year=%FF", "neighbourhood=%25", "neighbourhood=%27%20OR%201=1", "neighbourhood=" + "x" * 5000, "state=gone", "state[]=open",
    "lang=nl", "=", "&&&", "%", "%zz", "?", "x" * 9000, "a;b", "__proto__=1", "have=%7B%7D",
)  # fmt: skip


def count() -> int:
    every: tuple[Any, ...] = (CLOSED, ANSWERED, NOT_LET_IN, NO_CONNECT, FRAMES, BODIES, QUERIES)
    return sum(map(len, every))
