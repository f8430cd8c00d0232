"""What goes of requests with a person who is erased (C8)."""

from sqlalchemy import Connection, delete, select, update

from dialoog.jobs.mentions import mentions
from dialoog.records.models import RemovalRequest

_columns = RemovalRequest.__table__.columns


def forget_person(connection: Connection, dialogue: str, name: str, contact: str) -> None:
    """C8: a request of a person who is erased goes; in those of others the text that names them."""
    rows = connection.execute(select(_columns.id, _columns.text, _columns.wish, _columns.reach).where(_columns.dialogue == dialogue))  # fmt: skip
    for row in rows.all():
        own = _columns.id == row.id
        if contact and (row.reach or "").casefold().strip() == contact.casefold().strip():
            connection.execute(delete(RemovalRequest).where(own))
            continue
        gone = {
            column: None
            for column in ("text", "wish", "reach")
            if (typed := getattr(row, column)) and (mentions(typed, name) or (contact and contact in typed))
        }
        if gone:
            connection.execute(update(RemovalRequest).where(own).values(**gone))
