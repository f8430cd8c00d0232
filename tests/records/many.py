"""Many dialogues at once, straight into the tables: for lists, their pages and filters, and for measuring them."""

from datetime import UTC, datetime

from sqlalchemy import Engine, insert

from dialoog.db.engine import transaction
from dialoog.live.models import Dialogue
from dialoog.records.models import Record
from tests.records.test_snapshot import FORM, stored

DAY = 24 * 60 * 60 * 1000
NEWEST = int(datetime(2026, 11, 26, 18, 30, tzinfo=UTC).timestamp()) * 1000
PLANS = (
    ("Elkaar kennen en een beetje op elkaar letten", "Wijkdialoog Meerlinden", "Meerlinden"),
    ("wie heeft de sleutel?", "Avond in De Hoven", "De Hoven"),
    ("لغة الحي: كيف نفهم بعضنا بعضًا؟", "حوار الحي", "Oud-Oosterwaard"),
    ("", "Een plein voor iedereen", "De Hoven"),
    ("De straat als woonkamer", "Straatgesprek", "Meerlinden"),
    (
        "Hoe zorgen we samen dat de kinderen, de ouderen en iedereen die hier nieuw is veilig over straat kunnen",
        "Gesprek over Meervoudigepersoonsrechtsbijstandsverzekeringsmaatschappijstraat",
        "Buurt ten noorden van de Oud-Oosterwaardse Verbindingsweg",
    ),
    ("Eten met wie je niet kent", "Aan tafel", ""),
)

PROGRAMMES = ("90", "unknown", "60", "own")


def held(number: int) -> int:
    """The moment of dialogue `number`; 0 is the newest, each one twelve days before the last."""
    return NEWEST - number * 12 * DAY


def day(number: int) -> str:
    return datetime.fromtimestamp(held(number) // 1000, UTC).date().isoformat()


def many(engine: Engine, count: int, *, never_closed: frozenset[int] = frozenset()) -> list[str]:
    """Dialogues with their records, the newest first; the newest one is still open to choices. Gives their ids."""
    ids = [f"dialoog-{number:04}" for number in range(count)]
    document = stored(FORM).rstrip(b"\n")
    dialogues, records = [], []
    for number, dialogue in enumerate(ids):
        theme, title, neighbourhood = PLANS[number % len(PLANS)]
        at = held(number)
        closed = None if number in never_closed else at
        dialogues.append(
            {"id": dialogue, "code": f"{number:07}", "title": title, "theme": theme, "lang": "ar" if "حوار" in title else "nl",
             "neighbourhood": neighbourhood, "programme": PROGRAMMES[number % len(PROGRAMMES)],
             "created": at, "closed": closed, "swept": at + 8 * DAY if number > 1 else None}
        )  # fmt: skip
        if closed is not None:
            records.append(
                {"id": dialogue, "dialogue": dialogue, "version": 24, "saved": at, "changed": at, "held": at,
                 "seats": 4 + number % 9, "insights": number % 4, "questions": number % 3, "agreements": number % 2, "document": document}
            )  # fmt: skip
    with transaction(engine) as connection:
        connection.execute(insert(Dialogue), dialogues)
        connection.execute(insert(Record), records)
    return ids
