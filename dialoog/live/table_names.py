"""What an evening is called at one of its tables, so that nobody takes another for it: "Wijkdialoog Meerlinden (tafel 2)".

The number stands in the language in which title and theme are written, whoever reads them: it is part of a name. An evening with one table
has its own name.
"""

from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, or_

from dialoog.live.models import Dialogue

TABLE = {"nl": "tafel", "en": "table", "tr": "masa", "ar": "طاولة"}
_dialogue = Dialogue.__table__.columns


def at_table(name: str, number: int, lang: str) -> str:
    return name and name + suffix(number, lang)


def suffix(number: int, lang: str) -> str:
    """`number` is 0 for the only table."""
    return f" ({TABLE.get(lang, TABLE['nl'])} {number})" if number else ""


def named(column: ColumnElement[str]) -> ColumnElement[Any]:
    """The same in a query, of a column of `dialogues`, under its own name."""
    word = case(*((_dialogue.lang == lang, word) for lang, word in TABLE.items()), else_=TABLE["nl"])
    whole = column + " (" + word + " " + cast(_dialogue.table_number, String) + ")"
    is_plain = or_(_dialogue.table_number == 0, column == "")
    return case((is_plain, column), else_=whole).label(column.name)


def named_columns(*names: str) -> list[ColumnElement[Any]]:
    """These columns of `dialogues`, for a list: title and theme name the table."""
    return [named(_dialogue[name]) if name in ("title", "theme") else _dialogue[name] for name in names]
