"""The form of a sheet: the organiser's own text on it. Which sentences, and in which order, stands beside it in the request."""

import re

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, SubmitField

from dialoog.accounts.forms import line
from dialoog.live.queries import DialogueInfo
from dialoog.records.sheet.queries import SheetInfo
from dialoog.web.form_fields import VersionField

TITLE_SIGNS, INTRODUCTION_SIGNS, CONTACT_SIGNS, PHONE_SIGNS, VISIT_SIGNS = 120, 160, 60, 20, 80
_PHONE = re.compile(r"(?P<name>.*?)[\s,:(]*(?P<phone>\+?[0-9][0-9 ()/-]{6,18}[0-9])\)?\s*\Z")
TEXTS = ("title", "introduction", "contact", "phone", "visit")


class SheetForm(FlaskForm):  # type: ignore[misc]
    """`version` is the number of the sheet when the form was opened."""

    title = StringField(_("Titel"), [line(TITLE_SIGNS)])
    introduction = StringField(_("Een regel eronder"), [line(INTRODUCTION_SIGNS)])
    contact = StringField(_("Wie kan men bellen?"), [line(CONTACT_SIGNS)])
    phone = StringField(_("Op welk nummer?"), [line(PHONE_SIGNS)])
    visit = StringField(_("Waar kan men binnenlopen?"), [line(VISIT_SIGNS)])
    version = VersionField(default="0")
    submit = SubmitField(_("Bewaar het vouwblad"))


def first_sheet(about: DialogueInfo) -> SheetInfo:
    """What is filled in where nobody made one: the theme, and whom one may call. No sentence: those are chosen."""
    contact, phone = about.contact, ""
    if found := _PHONE.match(about.contact):
        contact, phone = found["name"].strip(), found["phone"]
    theme = about.theme or about.title
    return SheetInfo(
        title=theme[:1].upper() + theme[1:], contact=contact[:CONTACT_SIGNS], phone=phone[:PHONE_SIGNS]
    )
