"""Extracts sentences from TypeScript for pybabel; pyproject.toml names it.

Babel's own extractor loses its way in templates within templates, which lit-html is made of; this one only looks for calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from _checkout import SetupError

LITERAL = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`"
CALL = re.compile(
    rf"(?<![\w.$])(?:_\(\s*(?P<one>{LITERAL})|_n\(\s*(?P<singular>{LITERAL})\s*,\s*(?P<plural>{LITERAL}))"
    r"\s*[,)]"
)
ANY_CALL = re.compile(r"(?<![\w.$])_n?\(")
COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)

Message = tuple[int, str, str | tuple[str, str], list[str]]


def extract(file: BinaryIO, _keywords: Any, _comment_tags: Any, options: Any) -> Iterator[Message]:
    """Babel's interface of an extractor: line, function, sentence or its two forms, comments. Raises `SetupError` for a call whose
    sentence is not one literal."""
    text = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), file.read().decode())
    calls = {call.start(): call for call in CALL.finditer(text)}
    for any_call in ANY_CALL.finditer(text):
        call = calls.get(any_call.start())
        if call is None:
            line = text[any_call.start() :].splitlines()[0]
            raise SetupError(f"{file.name}: write the whole sentence as one literal: {line}")
        number = text.count("\n", 0, call.start()) + 1
        if call["one"]:
            yield number, "_", unquoted(call["one"]), []
        else:
            yield number, "_n", (unquoted(call["singular"]), unquoted(call["plural"])), []


def unquoted(literal: str) -> str:
    escapes = {"n": "\n", "t": "\t"}
    text = re.sub(r"\\u\{?([0-9a-fA-F]{4,6})\}?", lambda code: chr(int(code[1], 16)), literal[1:-1])
    return re.sub(r"\\(.)", lambda escape: escapes.get(escape[1], escape[1]), text)
