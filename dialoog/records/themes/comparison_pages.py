"""Two to six evenings beside each other (`/verslagen/vergelijken`): what was heard everywhere and what once, each opening to the words.

Which evenings stands in the address, so that a comparison can be kept and sent. One that may not be seen is as one that is not there.
"""

from collections.abc import Iterable

from babel.lists import format_list
from flask import Blueprint, abort, render_template, request
from flask_babel import get_locale, ngettext

from dialoog.accounts import access
from dialoog.db.engine import current_engine, read_transaction
from dialoog.live.programme_names import programme_name
from dialoog.live.time_slices import rest
from dialoog.records.pages import redirect_to_sign_in
from dialoog.records.themes import queries
from dialoog.records.themes.comparison import FROM_EXPERIENCE_TO_POSSIBILITY, compare, count_kinds, draw

pages = Blueprint("comparison", __name__)
pages.register_error_handler(access.Unauthorized, redirect_to_sign_in)
pages.add_app_template_filter(count_kinds)
pages.add_app_template_filter(programme_name)
FEWEST, MOST = 2, 6


@pages.get("/verslagen/vergelijken")
@access.allow("record.list")
def compared() -> str | tuple[str, int]:
    """Where the address names one, or more than six, it answers 400 with the way back to the list; where none, it says how to begin."""
    dialogues = list(dict.fromkeys(request.args.getlist("avond")))
    if not FEWEST <= len(dialogues) <= MOST:
        return render_template("records/compare.html", evenings=[]), 400 if dialogues else 200
    with read_transaction(current_engine()) as connection:
        evenings = queries.list_evenings(connection, access.scope("record.list"), dialogues)
        if len(evenings) != len(dialogues):
            abort(404)
        rest()
        sentences = queries.sentences_by_theme(connection, dialogues)
    rest()
    groups = compare(evenings, sentences)
    shared = [theme for group in groups if group.evenings > 1 for theme in group.themes]
    return render_template(
        "records/compare.html",
        evenings=evenings,
        groups=groups,
        shared=shared,
        drawing=draw(shared),
        kinds=FROM_EXPERIENCE_TO_POSSIBILITY,
        reached=_in_words(theme.name for theme in shared if theme.reaches_possibility),
        not_reached=_in_words(theme.name for theme in shared if not theme.reaches_possibility),
        may_give_themes=access.is_allowed("record.edit"),
    )


def _in_words(names: Iterable[str]) -> str:
    """`A, B en C`, in the reader's language; empty where there are none."""
    quoted = [f"‘{name}’" for name in names]
    text: str = format_list(quoted, locale=get_locale()) if quoted else ""
    return text


def count_of_kind(kind: str, number: int) -> str:
    """`2 ervaringen`."""
    counts: dict[str, str] = {
        "introduction": ngettext("%(num)s keer kennismaken", "%(num)s keer kennismaken", number),
        "experience": ngettext("%(num)s ervaring", "%(num)s ervaringen", number),
        "perspective": ngettext("%(num)s zienswijze", "%(num)s zienswijzen", number),
        "dream": ngettext("%(num)s droom", "%(num)s dromen", number),
        "possibility": ngettext("%(num)s mogelijkheid", "%(num)s mogelijkheden", number),
        "closing_word": ngettext("%(num)s laatste woord", "%(num)s laatste woorden", number),
        "source": ngettext("%(num)s aanbod", "%(num)s keer aanbod", number),
        "question": ngettext("%(num)s vraag", "%(num)s vragen", number),
        "tension": ngettext("%(num)s spanning", "%(num)s spanningen", number),
        "goal": ngettext("%(num)s gedeeld doel", "%(num)s gedeelde doelen", number),
        "agreement": ngettext("%(num)s afspraak", "%(num)s afspraken", number),
        "insight": ngettext("%(num)s inzicht", "%(num)s inzichten", number),
    }
    return counts[kind]


pages.add_app_template_filter(count_of_kind, "counted_kind")
