"""What became of agreements: a row for each that stands in a record.

Revision: 0026. Of records that exist come those whose owner is named there; the others come when somebody next changes a choice. Who has
which role no record says, so all of them count as a resident's.
"""

import json
import secrets

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
    if rows := [row for record in records.all() for row in _rows(*record)]:
        op.bulk_insert(sa.Table("agreements", sa.MetaData(), *(sa.Column(name) for name in rows[0])), rows)


def _rows(dialogue: str, document: bytes) -> list[dict[str, object]]:
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


def downgrade() -> None:
    op.drop_index("ix_agreements_ask_on", table_name="agreements")
    op.drop_table("agreements")
