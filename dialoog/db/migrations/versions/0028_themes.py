"""Themes: names that people give to sentences of their evenings, and the ids of those sentences."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ID = sa.String(length=24)


def upgrade() -> None:
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


def downgrade() -> None:
    op.drop_index("ix_theme_words_dialogue", table_name="theme_words")
    op.drop_table("theme_words")
    op.drop_index("ix_themes_organisation", table_name="themes")
    op.drop_table("themes")
