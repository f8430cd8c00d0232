"""The language that the screen of a table shows, and whether an organiser's text names somebody who erased themselves.

Revision: 0036. A table that exists shows the language of its evening, as before; no text was looked through yet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

WITH_A_SCREEN = ("gatherings", "dialogues")


def upgrade() -> None:
    for name in WITH_A_SCREEN:
        op.add_column(name, sa.Column("screen_lang", sa.String(8), nullable=False, server_default=""))
    op.add_column("publications", sa.Column("named_in", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("publications", "named_in")
    for name in WITH_A_SCREEN:
        op.drop_column(name, "screen_lang")
