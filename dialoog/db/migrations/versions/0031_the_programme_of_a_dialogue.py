"""A dialogue keeps the name of the programme that it was opened with.

Revision: 0031; it follows 0029. Of a dialogue that exists its first entry says which steps were copied. Where those are the steps of a template, in that
order and with those minutes, it is that one, also where a file gave them other questions; where they are not, nobody knows any more
whether they were written in a file or are those of an earlier template.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None

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


def downgrade() -> None:
    op.drop_column("dialogues", "programme")


def _programme_of(events: bytes) -> str | None:
    """The template whose steps were copied when the table was opened."""
    for kind, _number, fields in json.loads(events):
        if kind == "table_opened":
            steps = " ".join(f"{step['id']} {step['minutes']}" for step in fields["steps"])
            return next((name for name, known in TEMPLATES.items() if known == steps), None)
    return None
