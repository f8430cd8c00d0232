"""Which page of a list the address asks for."""

import re

from flask import request

NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)


def page_number() -> int:
    """From 1; 0 for what is no number, so that no list has it."""
    number = request.args.get("page", "1")
    return int(number) if NUMBER.fullmatch(number) else 0
