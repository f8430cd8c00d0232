"""What could leak, each text once, and the letters by which the matrix of rights names it."""

from tests.policy.accounts import ADDRESS, GATHERING, ORGANISATION, OTHER_ORGANISATION, PEOPLE, REQUEST

NAMES = {"own": "Fatmakanarie", "same": "Henkkanarie", "away": "Annakanarie", "left": "Leokanarie",
         "removed": "Ritakanarie", "waiting": "Wimkanarie"}  # fmt: skip
TEXTS = {"own": "Fatmasgeheim", "same": "Henksgeheim", "away": "Annasgeheim", "left": "Leosgeheim",
         "removed": "Ritasgeheim"}  # fmt: skip
REACHES = {"own": "Bereikfatma", "same": "Bereikhenk", "removed": "Bereikrita", "waiting": "Bereikwim"}
RELEASED, SHOWN = "Voorhetverslag", "Ophetscherm"
PLAN = {"title": "Titelkanarie", "theme": "Themakanarie", "expectation": "Verwachtingkanarie",
        "facilitator": "Leiderkanarie", "organisation": "Bewaarkanarie", "contact": "Belkanarie"}  # fmt: skip
OTHER_PLAN = {name: line.replace("kanarie", "elders") for name, line in PLAN.items()}
OTHER_NAME, OTHER_TEXT = "Buurtelders", "Woordelders"


def canaries(role: str, code: str) -> dict[str, set[str]]:
    """Letter of the table → what it stands for, seen from this role. Who is signed in reads the name of the own organisation everywhere."""
    other_organisation = set() if role == "organises_elsewhere" else {OTHER_ORGANISATION}
    return {
        "t": {PLAN["title"]},
        "p": set(PLAN.values()) - {PLAN["title"]},
        "c": {code},
        "n": {NAMES[role]} if role in NAMES else set(),
        "N": {name for owner, name in NAMES.items() if owner != role},
        "w": ({TEXTS[role]} if role in TEXTS else set()) | ({RELEASED} if role == "same" else set()),
        "W": {text for owner, text in TEXTS.items() if owner != role},
        "r": {RELEASED} if role != "same" else set(),
        "s": {SHOWN},
        "k": {REACHES[role]} if role in REACHES else set(),
        "K": {reach for owner, reach in REACHES.items() if owner != role},
        "o": set() if role in ("organiser", "member") else {ORGANISATION},
        "m": {PEOPLE["member"]} if role != "member" else set(),
        "g": {GATHERING},
        "a": {ADDRESS},
        "q": {REQUEST},
        "E": {*OTHER_PLAN.values(), OTHER_NAME, OTHER_TEXT} | other_organisation,
    }


def seen_in(text: str, role: str, code: str) -> str:
    return "".join(
        letter for letter, texts in canaries(role, code).items() if any(canary in text for canary in texts)
    )
