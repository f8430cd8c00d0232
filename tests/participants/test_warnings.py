"""C6: what a text is warned about, on the page of one's own words and on the phone: third persons, oneself, health, religion, politics."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from dialoog.app import manifest
from dialoog.records.participants.warnings import warn
from tests.participants.evenings import Table
from tests.web.visits import running_app, words_of

STATIC = Path(__file__).parents[2] / "dialoog" / "static" / "dist"
OTHERS = ("Fatma", "Samira", "Joris", "Tadesse", "Willemijn", "Ruud", "Naomi")
C02 = "Henk, 79. Ik zit het liefst op het bankje bij de vijver. Vroeger met mijn vrouw, nu met wie er toevallig langskomt."
C09 = "Na het overlijden van Riet kwam er een maand niemand. Toen belde dat jongetje van hierachter aan, of ik zijn fiets kon vasthouden."
TEXTS = {
    C02: ["uw eigen naam"],
    C09: ["een naam: Riet."],
    "Ik kook graag. Een formulier hoeft niet.": [],
    "Samira’s soep was lekker.": ["een naam: Samira's."],
    "Mijn man is dement en ligt in het ziekenhuis.": ["gezondheid (dement)"],
    "My mother has cancer.": ["gezondheid (cancer)"],
    "Op vrijdag ga ik naar de moskee.": ["geloof (moskee)"],
    "Ik heb altijd PvdA gestemd.": ["politiek (PvdA)"],
    "عندما لا أجد الكلمة، أبقى في البيت.": [],
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running_app(tmp_path_factory.mktemp("warnings")) as app:
        yield app


@pytest.mark.parametrize("text", TEXTS)
def test_C6_the_page_warns_about_what_may_hurt_somebody(app: Flask, text: str) -> None:
    with app.test_request_context():
        found = warn(text, "Henk", OTHERS, hides_name=True)
        assert warn("Ik ben Henk.", "Henk", OTHERS, hides_name=False) == []
    assert len(found) == len(TEXTS[text]), found
    assert all(part in line for part, line in zip(TEXTS[text], found, strict=True))


def test_C6_the_phone_warns_about_the_same(app: Flask) -> None:
    """The built script, as phones fetch it; Node knows no page."""
    script = STATIC / manifest()["warnings.js"]
    asked = json.dumps([[text, {"ownName": "Henk", "hidesName": True, "others": OTHERS}] for text in TEXTS])
    program = f"import({json.dumps(script.as_uri())}).then(({{ warn }}) => console.log(JSON.stringify({asked}.map((one) => warn(...one)))))"
    node = shutil.which("node")
    assert node
    answer = subprocess.run(
        [node, "--input-type=module", "-e", program], capture_output=True, text=True, check=True
    )
    phone: list[Any] = json.loads(answer.stdout)
    with app.test_request_context():
        assert phone == [warn(text, "Henk", OTHERS, hides_name=True) for text in TEXTS]


def test_C6_it_warns_and_does_not_block(app: Flask) -> None:
    table = Table(app)
    word = table.writes("Fatma hier. Na het overlijden van Riet kwam er niemand.", keep="unnamed")
    page = words_of(table.fatma.opens(table.page))
    assert "In deze zin staat uw eigen naam, en u koos: zonder naam." in page
    assert "In deze zin staat een naam: Riet." in page
    assert table.state.words[word].keep == "unnamed"
