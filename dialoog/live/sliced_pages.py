"""Pages compiled and written in slices, between which the phones have their turn: one of eight hundred sentences takes a tenth of a
second, and a template that is opened for the first time twenty milliseconds.

Mails are made whole: they are within transactions, where nothing may rest.
"""

import time
from types import CodeType
from typing import Any

from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator

from dialoog.live.time_slices import TimeSlices, rest


class SlicedTemplate(Template):
    def render(self, *arguments: Any, **values: Any) -> str:
        if not _is_page(self.name):
            return super().render(*arguments, **values)
        slices, pieces = TimeSlices(time.sleep), list[str]()
        for piece in self.generate(*arguments, **values):
            pieces.append(piece)
            slices.rest()
        return "".join(pieces)


class SlicedGenerator(CodeGenerator):
    """Writes a template as Python, line by line."""

    def __init__(self, environment: Environment, name: str | None, *more: Any, **options: Any) -> None:
        super().__init__(environment, name, *more, **options)
        self._slices = TimeSlices(time.sleep if _is_page(name) else lambda _: None)

    def newline(self, node: nodes.Node | None = None, extra: int = 0) -> None:
        self._slices.rest()
        super().newline(node, extra)


class SlicedEnvironment(Environment):
    """A template is parsed, written as Python, and that is compiled."""

    template_class = SlicedTemplate
    code_generator_class = SlicedGenerator

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if _is_page(name):
            rest()
        return super()._parse(source, name, filename)

    def _generate(self, source: nodes.Template, name: str | None, *more: Any, **options: Any) -> str:
        if _is_page(name):
            rest()
        return super()._generate(source, name, *more, **options)

    def _compile(self, source: str, filename: str) -> CodeType:
        if _is_page(filename):
            rest()
        return super()._compile(source, filename)


def _is_page(name: str | None) -> bool:
    return (name or "").endswith(".html")
