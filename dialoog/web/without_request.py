"""Sentences in somebody's language outside of any request, for the worker and the processes beside the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from flask import Flask
from flask_babel import Babel, force_locale

TRANSLATIONS = Path(__file__).parents[1] / "translations"


@contextmanager
def read_in(language: str) -> Iterator[None]:
    """Within it `gettext` and dates are in this language."""
    with _languages().test_request_context(), force_locale(language):
        yield


@cache
def _languages() -> Flask:
    """As much of a web application as finds translations."""
    app = Flask("dialoog")
    app.config.update(BABEL_DEFAULT_LOCALE="nl", BABEL_DEFAULT_TIMEZONE="Europe/Amsterdam")
    Babel(app, default_translation_directories=str(TRANSLATIONS))
    return app
