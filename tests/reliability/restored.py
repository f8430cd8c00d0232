"""What the checker asks of a database that was put back: part of what people were told may be lost, and what is there has to be whole."""

from collections.abc import Sequence

from tests.reliability import checker
from tests.reliability.checker import Finding
from tests.reliability.final import Final
from tests.reliability.history import Entry


def check_restored(entries: Sequence[Entry], promised: Sequence[Entry], final: Final) -> list[Finding]:
    """`promised` are the entries without those that may be lost."""
    commands = checker._commands(entries)
    return [
        *checker._gaps(final.rows),
        *checker._kept(checker._commands(promised), final.rows),
        *checker._nobody_sent(commands, final.rows),
        *checker._once({}, final.rows),
        *checker._as_typed(commands, final.rows, final),
    ]
