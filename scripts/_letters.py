"""Makes the letters that paper is set in (TTF) of those that the pages use (WOFF2): same packages, same versions.

Typst reads no WOFF2. Each file of a package holds the letters of one script under one name, and Typst takes one file for a name, so
every script gets a name of its own: `Literata`, `Literata Ext` for what Turkish and Polish need besides, `Literata Cyrillic`.
"""

from __future__ import annotations

from pathlib import Path

from _checkout import FRONTEND, LETTERS
from fontTools.ttLib import TTFont

SOURCES = {
    "literata-latin-opsz-normal": "Literata",
    "literata-latin-ext-opsz-normal": "Literata Ext",
    "literata-latin-opsz-italic": "Literata",
    "literata-latin-ext-opsz-italic": "Literata Ext",
    "literata-cyrillic-opsz-normal": "Literata Cyrillic",
    "literata-greek-opsz-normal": "Literata Greek",
    "literata-vietnamese-opsz-normal": "Literata Vietnamese",
    "atkinson-hyperlegible-next-latin-wght-normal": "Atkinson Hyperlegible Next",
    "atkinson-hyperlegible-next-latin-ext-wght-normal": "Atkinson Hyperlegible Next Ext",
    "noto-naskh-arabic-arabic-wght-normal": "Noto Naskh Arabic",
}
FAMILY, FULL_NAME, POSTSCRIPT_NAME, TYPOGRAPHIC_FAMILY = 1, 4, 6, 16


def make_letters() -> None:
    LETTERS.mkdir(parents=True, exist_ok=True)
    packages = FRONTEND / "node_modules" / "@fontsource-variable"
    for name, family in SOURCES.items():
        [source] = packages.glob(f"*/files/{name}.woff2")
        convert(source, family, LETTERS / f"{name}.ttf")


def convert(source: Path, family: str, target: Path) -> None:
    with TTFont(source) as font:
        font.flavor = None
        slant = " Italic" if "italic" in source.name else ""
        names = {
            FAMILY: family,
            TYPOGRAPHIC_FAMILY: family,
            FULL_NAME: family + slant,
            POSTSCRIPT_NAME: (family + slant).replace(" ", ""),
        }
        for number, name in names.items():
            font["name"].setName(name, number, 3, 1, 0x409)
        font["name"].names = [one for one in font["name"].names if one.platformID == 3]
        font.save(target)


if __name__ == "__main__":
    make_letters()
