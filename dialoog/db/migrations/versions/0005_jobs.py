"""What is promised for later: jobs, the worker's clock, and the moment at which the erasing of a dialogue began.

Revision: 0005. Every dialogue that people were told a date of gets the job that erases it on that day.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    jobs = op.create_table(
        "jobs",
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=24), nullable=True),
        sa.Column("lease", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(length=80), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_state_due", "jobs", ["state", "due"], unique=False)
    clock = op.create_table(
        "worker_clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_clock")),
    )
    op.add_column("dialogues", sa.Column("erasing", sa.BigInteger(), nullable=True))

    connection = op.get_bind()
    newest = connection.execute(sa.text("SELECT max(at) FROM journal")).scalar() or 0
    op.bulk_insert(clock, [{"id": 1, "at": newest}])
    for dialogue, until, created in connection.execute(
        sa.text("SELECT id, until, created FROM dialogues")
    ).all():
        try:
            moment = datetime.combine(date.fromisoformat(until), time(4), ZoneInfo("Europe/Amsterdam"))
        except ValueError:
            continue
        job = {"key": f"retention:{dialogue}", "kind": "retention", "subject": dialogue, "state": "waiting"}
        connection.execute(
            jobs.insert().values(**job, due=int(moment.timestamp()) * 1000, tries=0, created=created)
        )


def downgrade() -> None:
    op.drop_column("dialogues", "erasing")
    op.drop_table("worker_clock")
    op.drop_index("ix_jobs_state_due", table_name="jobs")
    op.drop_table("jobs")
