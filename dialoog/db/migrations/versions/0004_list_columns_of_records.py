"""A record has an id, a version, and the columns that lists show, so that no list decodes a snapshot.

Revision: 0004. Records that exist are filled from their snapshots and their journal, a hundred at a time.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BATCH = 100
NUMBERS = {
    "version": sa.Integer(),
    "held": sa.BigInteger(),
    "seats": sa.Integer(),
    "insights": sa.Integer(),
    "questions": sa.Integer(),
    "agreements": sa.Integer(),
}
ORDER = ("id", "dialogue", "version", "saved", "changed", *list(NUMBERS)[1:], "document")
"""On SQLite the document stands last; PostgreSQL keeps it apart anyway."""


def upgrade() -> None:
    op.add_column("records", sa.Column("id", sa.String(length=24), nullable=True))
    for name, number in NUMBERS.items():
        op.add_column("records", sa.Column(name, number, nullable=True))
    _fill(op.get_bind())
    with op.batch_alter_table("records", partial_reordering=[ORDER]) as table:
        table.alter_column("id", existing_type=sa.String(length=24), nullable=False)
        for name, number in NUMBERS.items():
            table.alter_column(name, existing_type=number, nullable=False)
        table.drop_constraint("pk_records", type_="primary")
        table.create_primary_key("pk_records", ["id"])
        table.create_unique_constraint("uq_records_dialogue", ["dialogue"])


def downgrade() -> None:
    with op.batch_alter_table("records") as table:
        table.drop_constraint("uq_records_dialogue", type_="unique")
        table.drop_constraint("pk_records", type_="primary")
        table.create_primary_key("pk_records", ["dialogue"])
        for name in ("id", *NUMBERS):
            table.drop_column(name)


def _fill(connection: sa.Connection) -> None:
    """The tables are named here, since those of the program may be of a later release."""
    records = sa.table(
        "records",
        *(sa.column(name) for name in ("id", "dialogue", "saved", "document", *NUMBERS)),
    )
    journal = sa.table("journal", sa.column("dialogue"), sa.column("version"))
    version = (
        sa.select(sa.func.max(journal.c.version))
        .where(journal.c.dialogue == records.c.dialogue)
        .scalar_subquery()
    )
    batch = (
        sa.select(records.c.dialogue, records.c.saved, records.c.document, version.label("version"))
        .where(records.c.dialogue > sa.bindparam("after"))
        .order_by(records.c.dialogue)
        .limit(BATCH)
    )
    columns: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in ("id", *NUMBERS)}
    fill = sa.update(records).where(records.c.dialogue == sa.bindparam("of")).values(**columns)
    after = ""
    while rows := connection.execute(batch, {"after": after}).all():
        connection.execute(fill, [_columns(row) for row in rows])
        after = rows[-1].dialogue


def _columns(row: Any) -> dict[str, Any]:
    """A snapshot of form 1."""
    snapshot = json.loads(bytes(row.document))
    return {
        "of": row.dialogue,
        "new_id": row.dialogue,
        "new_version": row.version or 0,
        "new_held": row.saved if snapshot["began"] is None else snapshot["began"],
        "new_seats": snapshot["measures"]["seats"],
        "new_insights": len(snapshot["insights"]),
        "new_questions": len(snapshot["questions"]),
        "new_agreements": len(snapshot["agreements"]),
    }
