"""What the first request of a process would otherwise do while a room waits: the templates of its pages are compiled, and every
language is read. Of the 52 ms that the first page to join held the loop, 31 went so.

The pages of organisers are left to their first reader, 5 to 20 ms each: all ninety templates take half a second, at every start.
"""

from flask import Flask
from flask_babel import force_locale, get_domain

from dialoog.settings import LANGUAGES

ROOM_TEMPLATES = (
    "base.html", "page.html", "outcome.html", "fields.html", "scripts.html", "house_rules.html", "stuck.html", "circle.html", "join.html", "enter.html",
    "live/phone.html", "live/screen.html", "live/console.html",
)  # fmt: skip


def prepare_first_requests(app: Flask) -> None:
    """Before connections are accepted: nothing yields in here."""
    for name in ROOM_TEMPLATES:
        app.jinja_env.get_template(name)
    with app.test_request_context():
        for lang in LANGUAGES:
            with force_locale(lang):
                get_domain().get_translations()
