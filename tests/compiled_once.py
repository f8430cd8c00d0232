"""Templates and routes are compiled once for all installations within a process of the tests: a thousand tests make one each, and
compiling anew took longer than most of what they look at."""

from types import CodeType
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


class CompiledTemplates(BytecodeCache):
    """Of this process, by name and text."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


def remember_routes() -> None:
    """What a route's address is written with follows from its text alone; werkzeug compiles it for each map anew."""
    compile_builder = Rule._compile_builder
    functions: dict[tuple[object, ...], Any] = {}

    def compiled(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.subdomain, rule.host, repr(rule.defaults), append_unknown)
        if key not in functions:
            functions[key] = compile_builder(rule, append_unknown)
        return functions[key]

    Rule._compile_builder = compiled  # type: ignore


def pytest_configure() -> None:
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": CompiledTemplates()}
    remember_routes()
