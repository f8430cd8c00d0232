"""Who is who, what is planned, and what is mailed.

Revision: 0014; it follows 0007, since what was between them was never released. People, organisations, what they are to each other,
sessions, links for one use, and a second step; gatherings, who leads them, and by whom they are organised; the outbox; how somebody can
be reached, and a name that waits for a desk's eye.

Dialogues that exist belong to nobody until the first organiser sets the installation up, and then to that organisation; they were opened
without being planned. `owner` is no foreign key: SQLite would have to make the table anew, and every journal with it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.String(length=24)
HASH = sa.LargeBinary(length=32)
LINES = (
    "title", "theme", "expectation", "neighbourhood", "municipality", "facilitator", "organisation", "contact", "place",
)  # fmt: skip
TABLES = (
    "mails", "contacts", "assignments", "gatherings", "password_grants", "pending_sign_ins", "recovery_codes", "second_steps",
    "account_links", "sessions", "memberships", "people", "organisations",
)  # fmt: skip
"""Who refers to another comes before it."""


def upgrade() -> None:
    _create_people()
    _create_second_step()
    _create_gatherings()
    _create_mails()
    op.create_table(
        "contacts",
        sa.Column("dialogue", ID, nullable=False),
        sa.Column("seat", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _foreign("dialogue", "dialogues"),
        sa.PrimaryKeyConstraint("dialogue", "seat"),
    )
    op.add_column("seats", sa.Column("requested", sa.Text(), nullable=True))
    op.add_column("seats", sa.Column("requested_salt", sa.LargeBinary(length=16), nullable=True))
    op.add_column("tokens", sa.Column("guest", sa.Boolean(), nullable=True))
    op.add_column("dialogues", sa.Column("organised_by", sa.Text(), nullable=False, server_default=""))
    op.add_column("dialogues", sa.Column("owner", ID, nullable=True))
    op.create_index("ix_dialogues_owner", "dialogues", ["owner"])


def _create_people() -> None:
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
        sa.Column("hash", HASH, primary_key=True),
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
        sa.Column("hash", HASH, primary_key=True),
        sa.Column("id", ID, nullable=False, unique=True),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("organisation", ID, nullable=True),
        sa.Column("role", sa.String(length=16), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("gathering", ID, nullable=True),
        _foreign("person", "people"),
        _foreign("organisation", "organisations"),
    )
    op.create_index("ix_account_links_organisation", "account_links", ["organisation"])
    op.create_index("ix_account_links_gathering", "account_links", ["gathering"])


def _create_second_step() -> None:
    op.create_table(
        "second_steps",
        sa.Column("person", ID, primary_key=True),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("wrong_since", sa.BigInteger(), nullable=False),
        sa.Column("switched_off", sa.BigInteger(), nullable=True),
        _foreign("person", "people"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("hash", HASH, primary_key=True),
        sa.Column("person", ID, nullable=False),
        _foreign("person", "people"),
    )
    op.create_index("ix_recovery_codes_person", "recovery_codes", ["person"])
    op.create_table(
        "pending_sign_ins",
        sa.Column("hash", HASH, primary_key=True),
        sa.Column("person", ID, nullable=False),
        sa.Column("by_link", sa.Boolean(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        _foreign("person", "people"),
    )
    op.create_index("ix_pending_sign_ins_person", "pending_sign_ins", ["person"])
    op.create_table(
        "password_grants",
        sa.Column("session", ID, primary_key=True),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        _foreign("session", "sessions"),
    )


def _create_gatherings() -> None:
    op.create_table(
        "gatherings",
        sa.Column("id", ID, primary_key=True),
        sa.Column("owner", ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in LINES),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("start", sa.String(length=5), nullable=False),
        sa.Column("end", sa.String(length=5), nullable=False),
        sa.Column("programme", sa.String(length=16), nullable=False),
        sa.Column("dialogue", ID, nullable=True, unique=True),
        sa.Column("cancelled", sa.BigInteger(), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("organised_by", sa.Text(), nullable=False, server_default=""),
    )
    op.create_index("ix_gatherings_owner", "gatherings", ["owner"])
    op.create_table(
        "assignments",
        sa.Column("gathering", ID, primary_key=True),
        sa.Column("person", ID, primary_key=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        _foreign("person", "people"),
    )
    op.create_index("ix_assignments_person", "assignments", ["person"])


def _create_mails() -> None:
    op.create_table(
        "mails",
        sa.Column("id", ID, primary_key=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("organisation", ID, nullable=True),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("begun", sa.BigInteger(), nullable=True),
        sa.Column("maybe_twice", sa.Boolean(), nullable=False),
        sa.Column("error", sa.String(length=80), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.BigInteger(), nullable=True),
    )
    op.create_index("ix_mails_cause", "mails", ["cause"])
    op.create_index("ix_mails_organisation_state", "mails", ["organisation", "state", "created"])


def _foreign(column: str, table: str, on_delete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], ondelete=on_delete)


def downgrade() -> None:
    op.drop_index("ix_dialogues_owner", "dialogues")
    for table, column in (
        ("dialogues", "owner"), ("dialogues", "organised_by"), ("tokens", "guest"), ("seats", "requested_salt"), ("seats", "requested"),
    ):  # fmt: skip
        op.drop_column(table, column)
    for table in TABLES:
        op.drop_table(table)
