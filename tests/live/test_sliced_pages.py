"""Pages are written in slices, between which the phones have their turn; mails are not."""

import time
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from dialoog.live import time_slices
from dialoog.live.sliced_pages import SlicedTemplate

TEXT = "{% macro words(one) %}<p>{{ one }}</p>{% endmacro %}{% for one in all %}{{ words(one) }}{% endfor %}"


@pytest.mark.parametrize(("name", "rests"), [("page.html", True), ("mail.txt", False)])
def test_others_run_while_a_page_is_written(monkeypatch: pytest.MonkeyPatch, name: str, rests: bool) -> None:
    rested: list[float] = []
    monkeypatch.setattr(time_slices, "SLICE_SECONDS", 0.0)
    monkeypatch.setattr(time, "sleep", rested.append)
    plain: Any = Environment(autoescape=True, loader=DictLoader({name: TEXT}))
    sliced: Any = plain.overlay()
    sliced.template_class = SlicedTemplate
    sentences = ["Soep", "<b>"] * 20
    written = sliced.get_template(name).render(all=sentences)
    assert (len(rested) >= len(sentences)) is rests
    assert set(rested) <= {0}
    assert written == plain.from_string(TEXT).render(all=sentences)
