"""A plan says on which day, from which hour and where people meet.

Revision: 0006. Dialogues that exist have none of the three, which the program shows as nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = {"date": sa.String(length=10), "start": sa.String(length=5), "place": sa.Text()}


def upgrade() -> None:
    for name, type_ in COLUMNS.items():
        op.add_column("dialogues", sa.Column(name, type_, nullable=False, server_default=""))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("dialogues", name)
