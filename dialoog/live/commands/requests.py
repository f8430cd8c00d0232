"""What the writer is given and what it gives back: a validated command with who sends it, and the outcome.

Everything in a request was validated and translated before it was queued. The writer calls nothing of its sender's within
its transaction.
"""

from dataclasses import dataclass, field

from dialoog.live.journal.texts import SealedText
from dialoog.rules import commands
from dialoog.rules.state import By


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """A command of `by`, to be decided on in `dialogue`; `id` and `mac` tell a command that is sent again from another one (R3).

    `by` None: a participant who joins; the command is `TakeSeat`, and the writer gives it the next free seat.
    `sealed` is the text that stands beside the journal. `token` is the hash of the token that it came with; it is looked up anew
    in the transaction. `hidden`: the journal does not name the sender (T19). `reach` is how the person can be reached (C2): empty
    removes what is there, None leaves it. `card` is the number of the card that somebody who sits down is handed.
    """

    dialogue: str
    id: str
    mac: bytes
    by: By | None
    command: commands.Command
    sealed: SealedText | None = None
    token: bytes | None = None
    hidden: bool = False
    reach: str | None = None
    card: int | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The command stands in the journal as `version`: by this request, or by an earlier one with the same id.

    `seat` is the one that was taken, `token` the one that was issued by it, `purpose` what that token lets in to.
    """

    version: int
    seat: str | None = None
    token: str | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class AlreadyApplied:
    """The dialogue is already as the command wants it; nothing was written."""

    version: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """The rules refuse it; nothing was written. `reason` is a key of `live.protocol.reasons`."""

    reason: str


@dataclass(frozen=True, slots=True)
class Postponed:
    """Nothing was decided or written; the same command may come again. `cause` is for the operator."""

    cause: str = field(default="not_committed", compare=False)


Outcome = Accepted | AlreadyApplied | Rejected | Postponed
