"""Commands for an installation within this process, past its transport; and its settings for such a process."""

import msgspec

from dialoog.accounts.tokens import Identity
from dialoog.live.commands import translate
from dialoog.live.commands.requests import Outcome
from dialoog.live.protocol import commands
from dialoog.live.runtime import Runtime
from dialoog.settings import Settings


def execute(runtime: Runtime, identity: Identity, message: commands.Command) -> Outcome:
    """Gives the command to the writer and waits for its outcome."""
    return runtime.writer.execute(translate.request_of(runtime.settings.secret, identity, message))


def in_threads(settings: Settings) -> Settings:
    """The same settings for a process that serves nobody: its background tasks are threads. No setting of the product offers it."""
    return msgspec.structs.replace(settings, async_mode="threading")  # type: ignore[arg-type]
