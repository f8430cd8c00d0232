"""What a phone loads before it can be used: the built files as they cross the wire, and how many they are."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

DIST = Path(__file__).parents[1] / "dialoog" / "static" / "dist"
PAGE_ITSELF = 1
SCRIPT_AND_STYLE = 2
TICKET_AND_SOCKET = 2


@dataclass(frozen=True)
class Weight:
    """Bytes with brotli, per language; `requests` counts page, files, ticket and socket."""

    bytes_by_language: dict[str, int]
    requests: int

    def __str__(self) -> str:
        sizes = ", ".join(f"{lang} {size / 1000:.1f} KB" for lang, size in self.bytes_by_language.items())
        return f"phone page: {sizes} of script and style (brotli), {self.requests} requests"

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def of_the_phone_page() -> Weight:
    manifest = json.loads((DIST / "manifest.json").read_text())
    languages = ("en", "ar", "tr")
    scripts = {"nl": manifest["phone.js"], **{lang: manifest[f"phone.{lang}.js"] for lang in languages}}
    sizes = {lang: _brotli(script) + _brotli(manifest["phone.css"]) for lang, script in scripts.items()}
    return Weight(sizes, PAGE_ITSELF + SCRIPT_AND_STYLE + TICKET_AND_SOCKET)


def _brotli(name: str) -> int:
    return (DIST / f"{name}.br").stat().st_size
