"""People, organisations, what they are to each other, sessions, and links for one use; and whose dialogue it is.

Revision: 0008. Dialogues that exist belong to nobody until the first organiser sets the installation up, and then to that
organisation. `owner` is no foreign key: SQLite would have to make the table anew, and every journal with it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.String(length=24)


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False, unique=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "memberships",
        sa.Column("person", ID, primary_key=True),
        sa.Column("organisation", ID, primary_key=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        _foreign("person", "people"),
        _foreign("organisation", "organisations"),
    )
    op.create_index("ix_memberships_organisation", "memberships", ["organisation"])
    op.create_table(
        "sessions",
        sa.Column("hash", sa.LargeBinary(length=32), primary_key=True),
        sa.Column("id", ID, nullable=False, unique=True),
        sa.Column("person", ID, nullable=False),
        sa.Column("organisation", ID, nullable=True),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        _foreign("person", "people"),
        _foreign("organisation", "organisations", "SET NULL"),
    )
    op.create_index("ix_sessions_person", "sessions", ["person"])
    op.create_table(
        "account_links",
        sa.Column("hash", sa.LargeBinary(length=32), primary_key=True),
        sa.Column("id", ID, nullable=False, unique=True),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("organisation", ID, nullable=True),
        sa.Column("role", sa.String(length=16), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        _foreign("person", "people"),
        _foreign("organisation", "organisations"),
    )
    op.create_index("ix_account_links_organisation", "account_links", ["organisation"])
    op.add_column("dialogues", sa.Column("owner", ID, nullable=True))
    op.create_index("ix_dialogues_owner", "dialogues", ["owner"])


def _foreign(column: str, table: str, on_delete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], ondelete=on_delete)


def downgrade() -> None:
    op.drop_index("ix_dialogues_owner", "dialogues")
    op.drop_column("dialogues", "owner")
    for table in ("account_links", "sessions", "memberships", "people", "organisations"):
        op.drop_table(table)
