"""Questions put to somebody outside with every reply, what organisers tell back, what people say three months on, the programme of a
dialogue, evenings with several tables, and an index of records by day for the search.

Revision: 0035; it follows 0028, since what was between them was never released. Nobody was asked, told back or invited before, and every
evening that exists has one table. Of a dialogue that exists its first entry says which steps were copied: where those are the steps of a
template, in that order and with those minutes, it is that one, also where a file gave them other questions; where they are not, nobody
knows any more whether they were written in a file or are those of an earlier template.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0028"
branch_labels = None
depends_on = None

ID, DAY = sa.String(length=24), sa.String(length=10)
TEMPLATES = {
    "60": "welcome 5 introductions 7 experiences 14 perspectives 7 exploring 4 dreams 9 possibilities 8 harvest 6",
    "90": "welcome 7 introductions 9 experiences 21 perspectives 11 exploring 7 dreams 13 possibilities 12 harvest 10",
    "120": "welcome 8 introductions 11 experiences 27 perspectives 14 exploring 8 break 8 dreams 15 possibilities 15 harvest 14",
    "day": "welcome 8 introductions 16 experiences 30 break 8 dreams 24 doing 22 harvest 12",
    "check-in": "welcome 2 check-in 12 harvest 6",
    "empty": "welcome 5 round 25 harvest 10",
}
"""Name -> its steps with their minutes, as they were at this release."""
AT_ONCE = 100


def upgrade() -> None:
    _create_questions()
    _add_programmes()
    _create_report_backs()
    _index_records()
    _create_looking_back()
    _add_tables_of_evenings()


def downgrade() -> None:
    _drop_tables_of_evenings()
    _drop_looking_back()
    _drop_index_of_records()
    _drop_report_backs()
    _drop_programmes()
    _drop_questions()


def _create_questions() -> None:
    op.create_table(
        "questions",
        *_word(),
        sa.Column("id", ID, nullable=False),
        sa.Column("seat", sa.String(length=64), nullable=True),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("is_of_resident", sa.Boolean(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("reply_by", DAY, nullable=False),
        sa.Column("ask_on", DAY, nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("reminded_for", DAY, nullable=True),
        sa.Column("ends", DAY, nullable=False),
        sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dialogue", "word"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_questions_ask_on", "questions", ["ask_on"])
    op.create_table(
        "addressees",
        *_word(),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "mail", "phone")),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dialogue", "word"),
    )
    op.create_table(
        "question_replies",
        *_word(),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("until", DAY, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("written", DAY, nullable=False),
        sa.Column("enterer", sa.Text(), nullable=True),
        sa.Column("is_answer", sa.Boolean(), nullable=True),
        sa.Column("judged", sa.BigInteger(), nullable=True),
        sa.Column("judge", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dialogue", "word", "number"),
    )


def _drop_questions() -> None:
    op.drop_table("question_replies")
    op.drop_table("addressees")
    op.drop_index("ix_questions_ask_on", table_name="questions")
    op.drop_table("questions")


def _word() -> tuple[sa.Column[str], sa.Column[str]]:
    return (
        sa.Column("dialogue", ID, nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
    )


def _add_programmes() -> None:
    op.add_column(
        "dialogues", sa.Column("programme", sa.String(length=16), nullable=False, server_default="unknown")
    )
    dialogue = ""
    first = sa.text(
        "SELECT dialogue, events FROM journal WHERE version = 1 AND dialogue > :after ORDER BY dialogue LIMIT :most"
    )
    name = sa.text("UPDATE dialogues SET programme = :programme WHERE id = :dialogue")
    while page := op.get_bind().execute(first, {"after": dialogue, "most": AT_ONCE}).all():
        for dialogue, events in page:
            if programme := _programme_of(bytes(events)):
                op.get_bind().execute(name, {"programme": programme, "dialogue": dialogue})


def _drop_programmes() -> None:
    op.drop_column("dialogues", "programme")


def _programme_of(events: bytes) -> str | None:
    """The template whose steps were copied when the table was opened."""
    for kind, _number, fields in json.loads(events):
        if kind == "table_opened":
            steps = " ".join(f"{step['id']} {step['minutes']}" for step in fields["steps"])
            return next((name for name, known in TEMPLATES.items() if known == steps), None)
    return None


def _create_report_backs() -> None:
    op.create_table(
        "report_backs",
        sa.Column("dialogue", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("sent", sa.BigInteger(), nullable=True),
        sa.Column("copy", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dialogue", "number"),
    )


def _drop_report_backs() -> None:
    op.drop_table("report_backs")


def _index_records() -> None:
    op.create_index("ix_records_held_dialogue", "records", ["held", "dialogue"])


def _drop_index_of_records() -> None:
    op.drop_index("ix_records_held_dialogue", "records")


def _create_looking_back() -> None:
    op.create_table(
        "looking_back",
        sa.Column("dialogue", ID, nullable=False),
        sa.Column("seat", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("is_mailed", sa.Boolean(), nullable=False),
        sa.Column("link_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("amount", sa.String(length=16), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("keep", sa.String(length=16), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.Column("caller", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dialogue", "seat"),
        sa.UniqueConstraint("link_hash"),
    )


def _drop_looking_back() -> None:
    op.drop_table("looking_back")


def _add_tables_of_evenings() -> None:
    op.add_column("gatherings", sa.Column("evening", ID, nullable=False, server_default=""))
    op.add_column("gatherings", sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
    op.execute("UPDATE gatherings SET evening = id")
    op.create_index("ix_gatherings_evening", "gatherings", ["evening"])
    op.add_column("dialogues", sa.Column("table_number", sa.Integer(), nullable=False, server_default="0"))


def _drop_tables_of_evenings() -> None:
    op.drop_column("dialogues", "table_number")
    op.drop_index("ix_gatherings_evening", table_name="gatherings")
    op.drop_column("gatherings", "number")
    op.drop_column("gatherings", "evening")
