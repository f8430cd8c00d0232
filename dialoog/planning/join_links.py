"""The link by which people join a table: on its sheet for the door, and on the page of its evening."""

from dialoog.accounts.mails import entry_link
from dialoog.live.commands import access_grants
from dialoog.live.runtime import current_runtime
from dialoog.rules.state import State, Status


def join_link(dialogue: str, state: State) -> str:
    """T14: as long as the code works; empty afterwards."""
    if state.harvest_open or state.status is Status.CLOSED:
        return ""
    return entry_link(
        access_grants.join_token(current_runtime().settings.secret, dialogue, state.code_version)
    )
