"""What comes of a record: numbered cards printed beforehand, requests to be taken out, files taken along, folded sheets, agreements that are
asked after, zips of many records, and themes; and beside a name how it is said.

Revision: 0028; it follows 0020, since what was between them was never released. Requests that exist, of which no page made any, are Dutch.
Of agreements in records that exist come those whose owner is named there; the others come when somebody next changes a choice. Who has
which role no record says, so all of them count as a resident's. Of all else nobody knows what was before.
"""

import json
import secrets

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0020"
branch_labels = None
depends_on = None

ID = sa.String(length=24)


def upgrade() -> None:
    _create_planned_cards()
    _extend_requests()
    _list_downloads()
    _add_pronunciations()
    _create_sheets()
    _create_agreements()
    _create_archives()
    _create_themes()


def downgrade() -> None:
    _drop_themes()
    _drop_archives()
    _drop_agreements()
    _drop_sheets()
    _drop_pronunciations()
    _drop_downloads()
    _shorten_requests()
    _drop_planned_cards()


def _create_planned_cards() -> None:
    op.create_table(
        "planned_cards",
        sa.Column("gathering", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["gathering"], ["gatherings.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("gathering", "number"),
        sa.UniqueConstraint("hash"),
    )
    op.add_column("cards", sa.Column("origin", ID, nullable=True))
    op.add_column("cards", sa.Column("lost", sa.BigInteger(), nullable=True))


def _drop_planned_cards() -> None:
    op.drop_column("cards", "lost")
    op.drop_column("cards", "origin")
    op.drop_table("planned_cards")


def _extend_requests() -> None:
    op.add_column("removal_requests", sa.Column("wish", sa.Text(), nullable=True))
    op.add_column(
        "removal_requests", sa.Column("lang", sa.String(length=8), nullable=False, server_default="nl")
    )


def _shorten_requests() -> None:
    op.drop_column("removal_requests", "lang")
    op.drop_column("removal_requests", "wish")


def _list_downloads() -> None:
    op.create_table(
        "record_downloads",
        sa.Column("dialogue", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("taker", sa.String(length=16), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.Column("missing_sentences", sa.Integer(), nullable=False),
        sa.Column("missing_names", sa.Integer(), nullable=False),
        sa.Column("acknowledged", sa.Integer(), nullable=False),
        sa.Column("archive", ID, nullable=True),
        sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dialogue", "number"),
    )


def _drop_downloads() -> None:
    op.drop_table("record_downloads")


def _add_pronunciations() -> None:
    op.add_column("seats", sa.Column("pronunciation", sa.Text(), nullable=True))
    op.add_column("seats", sa.Column("pronunciation_salt", sa.LargeBinary(length=16), nullable=True))


def _drop_pronunciations() -> None:
    op.drop_column("seats", "pronunciation")
    op.drop_column("seats", "pronunciation_salt")


def _create_sheets() -> None:
    texts = ("title", "introduction", "contact", "phone", "visit", "words")
    op.create_table(
        "sheets",
        sa.Column("dialogue", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dialogue"),
    )


def _drop_sheets() -> None:
    op.drop_table("sheets")


def _create_agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("dialogue", sa.String(length=24), nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("seat", sa.String(length=64), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("is_of_resident", sa.Boolean(), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=False),
        sa.Column("ask_on", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("moved_to", sa.String(length=10), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.Column("caller", sa.Text(), nullable=True),
        sa.Column("mailed_for", sa.String(length=10), nullable=True),
        sa.Column("link_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("link_made", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dialogue", "word"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("link_hash"),
    )
    op.create_index("ix_agreements_ask_on", "agreements", ["ask_on"])
    records = op.get_bind().execute(sa.text("SELECT dialogue, document FROM records WHERE agreements > 0"))
    if rows := [row for record in records.all() for row in _agreements_of(*record)]:
        op.bulk_insert(sa.Table("agreements", sa.MetaData(), *(sa.Column(name) for name in rows[0])), rows)


def _agreements_of(dialogue: str, document: bytes) -> list[dict[str, object]]:
    return [
        {
            "dialogue": dialogue,
            "word": words["id"],
            "id": secrets.token_urlsafe(12),
            "seat": words["seat"],
            "lang": "nl",
            "is_named": True,
            "is_of_resident": True,
            "due": words["due"],
            "ask_on": words["due"],
            "note": "",
        }
        for words in json.loads(bytes(document))["agreements"]
        if words.get("stands") and words.get("due") and words.get("seat")
    ]


def _drop_agreements() -> None:
    op.drop_index("ix_agreements_ask_on", table_name="agreements")
    op.drop_table("agreements")


def _create_archives() -> None:
    op.create_table(
        "archives",
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("neighbourhood", sa.Text(), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("last", ID, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_archives_person", "archives", ["person"])


def _drop_archives() -> None:
    op.drop_index("ix_archives_person", table_name="archives")
    op.drop_table("archives")


def _create_themes() -> None:
    op.create_table(
        "themes",
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_themes_organisation", "themes", ["organisation"])
    op.create_table(
        "theme_words",
        sa.Column("theme", ID, nullable=False),
        sa.Column("dialogue", ID, nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["theme"], ["themes.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("theme", "dialogue", "word"),
    )
    op.create_index("ix_theme_words_dialogue", "theme_words", ["dialogue"])


def _drop_themes() -> None:
    op.drop_index("ix_theme_words_dialogue", table_name="theme_words")
    op.drop_table("theme_words")
    op.drop_index("ix_themes_organisation", table_name="themes")
    op.drop_table("themes")
