"""The glossary holds: a kind of words is called the same wherever people read it."""

import re
from pathlib import Path

import pytest

from dialoog.rules.state import Kind

ROOT = Path(__file__).parents[2]
LABELS = {
    "phone": "dialoog/frontend/src/phone/labels.ts",
    "screen": "dialoog/frontend/src/screen/labels.ts",
    "console": "dialoog/frontend/src/console/labels.ts",
    "record, paper and own page": "dialoog/records/exports/phrases.py",
}
"""Where a kind is a key, or a case, before its name."""
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()


def names_in(file: str) -> dict[str, str]:
    text = (ROOT / file).read_text()
    pairs = re.findall(r'"?\b([a-z_]+)"?:\s*(?:return|\(\) =>)?\s*_\("([^"]+)"\)', text)
    found: dict[str, str] = {}
    for kind, name in pairs:
        found.setdefault(kind, name.lower().removeprefix("mijn "))
    return {kind: found[kind] for kind in Kind if kind in found}


@pytest.mark.parametrize("file", LABELS.values(), ids=LABELS)
def test_a_kind_of_words_has_the_name_of_the_glossary(file: str) -> None:
    names = names_in(file)
    assert set(names) == {kind.value for kind in Kind}
    assert [name for name in names.values() if not re.search(rf"\b{name}\b", GLOSSARY)] == []
    assert names == names_in(LABELS["phone"])
