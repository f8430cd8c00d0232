"""Runs migrations on the connection that `upgrade` hands over, or on DIALOOG_DATABASE_URL by hand."""

from alembic import context

import dialoog.accounts.models
import dialoog.db.erasure_models
import dialoog.jobs.models
import dialoog.live.models
import dialoog.live.transport.shared_rate_limits
import dialoog.planning.models
import dialoog.records.follow_up.models
import dialoog.records.follow_up.questions.models
import dialoog.records.looking_back.models
import dialoog.records.models
import dialoog.records.report_back.models
import dialoog.records.search.models
import dialoog.records.themes.models  # noqa: F401 - tables name themselves when they are imported
from dialoog import settings
from dialoog.db.engine import Base, make_engine


def run() -> None:
    connection = context.config.attributes.get("connection")
    if connection is None:
        connection = make_engine(settings.from_environment().database).connect()
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True
    )
    with context.begin_transaction():
        context.run_migrations()


run()
