"""What the build leaves for browsers: every name in the manifest exists, is compressed, and asks nobody else for anything."""

import gzip
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "dialoog" / "frontend"
DIST = ROOT / "dialoog" / "static" / "dist"


@pytest.fixture(scope="module")
def manifest() -> dict[str, str]:
    if not (DIST / "manifest.json").exists():
        pytest.skip("the front end is not built (scripts/test builds it)")
    return json.loads((DIST / "manifest.json").read_text())


def test_every_place_has_its_script_and_its_style(manifest: dict[str, str]) -> None:
    scripts = {"phone.js", "screen.js", "console.js", "page.js"}
    styles = {"phone.css", "screen.css", "console.css", "pages.css"}
    assert scripts | styles <= manifest.keys()


def test_every_name_holds_the_hash_of_its_content(manifest: dict[str, str]) -> None:
    for name, file in manifest.items():
        stem, _, suffix = name.rpartition(".")
        assert re.fullmatch(rf"{re.escape(stem)}-[A-Z0-9]{{8}}\.{suffix}", file)
        assert (DIST / file).exists()


def test_every_text_lies_compressed_beside_itself(manifest: dict[str, str]) -> None:
    for file in manifest.values():
        if file.endswith((".js", ".css")):
            assert gzip.decompress((DIST / f"{file}.gz").read_bytes()) == (DIST / file).read_bytes()
            assert (DIST / f"{file}.br").exists()


def test_nothing_is_fetched_from_anybody_else(manifest: dict[str, str]) -> None:
    for file in manifest.values():
        if file.endswith(".css"):
            style = (DIST / file).read_text()
            for address in re.findall(r"url\(([^)]*)\)|@import\s+([^;]*)", style):
                assert "//" not in "".join(address).replace("data:image/svg+xml", "")


@pytest.mark.parametrize("page", ["pages", "screen", "console"])
def test_no_nought_is_struck_through(manifest: dict[str, str], page: str) -> None:
    """Where Atkinson sets the letters another face sets the figures before it."""
    style = (DIST / manifest[f"{page}.css"]).read_text()
    *_overridden, letters = re.findall(r'--ui:([^;}]*"Atkinson[^;}]*)', style)
    assert letters.strip().startswith('"Figures"')
    assert "font-family:Figures" in style


def test_only_fonts_for_our_languages_are_there(manifest: dict[str, str]) -> None:
    for file in manifest.values():
        if file.endswith(".woff2"):
            assert re.search(r"-(latin|latin-ext|arabic)-(wght|opsz|standard|wdth)", file)


def test_the_licences_of_what_is_in_it_travel_along(manifest: dict[str, str]) -> None:
    licences = (DIST / "licences.txt").read_text()
    for name in manifest:
        if name.endswith(".woff2"):
            assert "OFL" in licences


def test_every_package_is_used() -> None:
    dependencies = json.loads((FRONTEND / "package.json").read_text())["dependencies"]
    sources = [
        *FRONTEND.glob("src/**/*.ts"),
        *FRONTEND.glob("*.mjs"),
        *(ROOT / "dialoog/static/css").glob("*.css"),
    ]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    assert [name for name in dependencies if name not in text] == []


def test_no_script_uses_what_the_oldest_browser_does_not_know(manifest: dict[str, str]) -> None:
    """`tsc` knows nothing newer than 2021 in our own code; this looks at the libraries too, and at regular expressions, of which a single
    one that a browser cannot read leaves the page empty."""
    newer = re.compile(
        r"\(\?<[=!]|\.at\(-?\d|\.(?:findLast|findLastIndex|toSorted|toReversed|groupBy)\(|structuredClone\(|Object\.hasOwn\("
        r"|\.submitter\b|\.(?:checkVisibility|requestSubmit|randomUUID|withResolvers)\(|BroadcastChannel|instanceof HTMLDialogElement"
    )
    found = {
        file: newer.findall((DIST / file).read_text()) for file in manifest.values() if file.endswith(".js")
    }
    assert {file: uses for file, uses in found.items() if uses} == {}


def test_no_rule_falls_with_what_the_oldest_browser_does_not_know(manifest: dict[str, str]) -> None:
    """One unknown part takes the whole list of selectors with it, so :has() and :dir() stand in rules of their own."""
    for name in (name for name in manifest if name.endswith(".css")):
        for selectors in re.findall(r"[^{}]+(?=\{)", (DIST / manifest[name]).read_text()):
            parts = re.split(r",(?![^(]*\))", selectors)
            newer = [part for part in parts if re.search(r":(?:has|dir)\(", part)]
            assert len(newer) in (0, len(parts)), (name, selectors)
