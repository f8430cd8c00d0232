"""Programmes to hold in a test: a few steps of the method, short and with fixed seconds."""

from dialoog.rules.state import Form, Kind, Step

WELCOME = Step("welcome", Form.WELCOME, {"nl": "Welkom"}, {"nl": "We luisteren."}, 8)
INTRODUCTIONS = Step(
    "introductions", Form.ROUND, {"nl": "Kennismaken"}, {"nl": "Hoe wilt u genoemd worden?"}, 10,
    seconds=60, kind=Kind.INTRODUCTION,
)  # fmt: skip
EXPERIENCES = Step(
    "experiences", Form.ROUND, {"nl": "Ervaringen"}, {"nl": "Vertel over een moment."}, 20,
    deepening=({"nl": "Wat deed dat met u?"},), silence=60, writing=60, kind=Kind.EXPERIENCE,
)  # fmt: skip
PERSPECTIVES = Step(
    "perspectives", Form.ROUND, {"nl": "Zienswijzen"}, {"nl": "Wat ziet u nu anders?"}, 10,
    seconds=45, kind=Kind.PERSPECTIVE,
)  # fmt: skip
TALK = Step("exploring", Form.TALK, {"nl": "Samen onderzoeken"}, {"nl": "Wat werkt hier?"}, 8)
FREE = Step(
    "dreams", Form.ROUND, {"nl": "Dromen"}, {"nl": "Wat ziet u?"}, 10, seconds=60, kind=Kind.DREAM, free=True
)
POSSIBILITIES = Step(
    "possibilities", Form.ROUND, {"nl": "Mogelijkheden"}, {"nl": "Wat is er al?"}, 10, seconds=60,
    writing=60, kind=Kind.POSSIBILITY,
)  # fmt: skip
HARVEST = Step(
    "harvest", Form.HARVEST, {"nl": "Oogst"}, {"nl": "Welke zin blijft?"}, 14, seconds=30,
    last_words={"nl": "Met welk woord gaat u naar huis?"},
)  # fmt: skip
PROGRAMME = (WELCOME, INTRODUCTIONS, EXPERIENCES, PERSPECTIVES, TALK, POSSIBILITIES, HARVEST)
SHORT = (WELCOME, INTRODUCTIONS, PERSPECTIVES, HARVEST)
HARVEST_SOON = (WELCOME, POSSIBILITIES, HARVEST)
