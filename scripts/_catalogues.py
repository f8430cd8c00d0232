"""Reads the sentences out of Python, templates and TypeScript, and holds the translations against them.

Dutch is the source language: the Dutch sentence is the key. There is one catalogue per other language, sorted by sentence,
without line numbers or guesses, so that two people's changes rarely meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path

import _checkout
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = _checkout.ROOT
LANGUAGES = {
    "en": "nplurals=2; plural=n != 1;",
    # Numbered as browsers number them (zero, one, two, few, many, other), since one catalogue serves both.
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
    "tr": "nplurals=1; plural=0;",
}
UNREAD = {"ar", "tr"}  # by a native speaker
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "N_": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "_n": (1, 2),
}
#: Where a participant reads: these are there in every language; the rest is in Dutch and English.
PARTICIPANT = [
    *(
        f"dialoog/templates/{name}.html"
        for name in ("base", "page", "fields", "join", "enter", "house_rules", "message", "live/phone")
    ),
    "dialoog/live/*",
    "dialoog/planning/programmes.py",
    "dialoog/frontend/src/page.ts",
]
PHONE = ROOT / "dialoog" / "frontend" / "src" / "phone.ts"
GETTEXT = ROOT / "dialoog" / "frontend" / "src" / "i18n" / "gettext.ts"

LITERAL = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`"
TS_CALL = re.compile(
    rf"(?<![\w.$])(?:_\(\s*(?P<one>{LITERAL})|_n\(\s*(?P<singular>{LITERAL})\s*,\s*(?P<plural>{LITERAL}))"
    r"\s*[,)]"
)
TS_ANY_CALL = re.compile(r"(?<![\w.$])_n?\(")
TS_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
TS_IMPORT = re.compile(r"""(?:from|import)\s*["'](\.[^"']*)["']""")
PLACEHOLDER = re.compile(r"%\(\w+\)s")

Sentence = str | tuple[str, ...]


def extract() -> Catalog:
    """Every sentence in the code with the files that use it."""
    found = Catalog(charset="utf-8")
    for path in sorted((ROOT / "dialoog").rglob("*")):
        place = path.relative_to(ROOT).as_posix()
        if "node_modules" in path.parts or "dist" in path.parts or path == GETTEXT:
            continue
        for sentence in sentences_in(path):
            found.add(sentence, locations=[(place, 0)])
    return found


def sentences_in(path: Path) -> Iterator[Sentence]:
    match path.suffix:
        case ".py":
            yield from by_babel(path, "python")
        case ".html" | ".txt" if "templates" in path.parts:
            yield from by_babel(path, "jinja2")
        case ".ts":
            yield from in_typescript(TS_COMMENT.sub("", path.read_text("utf-8")), path)
        case _:
            return


def by_babel(path: Path, method: str) -> Iterator[Sentence]:
    for _line, sentence, _comments, _context in extract_from_file(method, path, KEYWORDS):
        yield sentence if isinstance(sentence, str) else tuple(sentence)


def in_typescript(text: str, path: Path) -> Iterator[Sentence]:
    """Babel's reader loses its way in templates within templates, which lit-html is made of; ours only looks for calls."""
    understood = set()
    for call in TS_CALL.finditer(text):
        understood.add(call.start())
        if call["one"]:
            yield unquoted(call["one"])
        else:
            yield unquoted(call["singular"]), unquoted(call["plural"])
    for call in TS_ANY_CALL.finditer(text):
        if call.start() not in understood:
            line = text[call.start() :].splitlines()[0]
            raise _checkout.SetupError(
                f"{path.relative_to(ROOT)}: write the whole sentence as one literal: {line}"
            )


def unquoted(literal: str) -> str:
    escapes = {"n": "\n", "t": "\t"}
    text = re.sub(r"\\u\{?([0-9a-fA-F]{4,6})\}?", lambda found: chr(int(found[1], 16)), literal[1:-1])
    return re.sub(r"\\(.)", lambda found: escapes.get(found[1], found[1]), text)


def catalogue_of(language: str) -> Path:
    return _checkout.TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    path = catalogue_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, wanted: Catalog) -> bytes:
    """The catalogue's text with exactly the wanted sentences; what was translated stays, what is new is empty."""
    former, new = read(language), Catalog(locale=language, charset="utf-8")
    for message in wanted:
        if message.id:
            kept = former.get(forms_of(message.id)[0])
            if kept and (kept.fuzzy or isinstance(kept.id, str) != isinstance(message.id, str)):
                kept = None
            new.add(message.id, kept.string if kept else None, sorted(message.locations), message.flags)
    text = BytesIO()
    write_po(text, new, width=110, sort_output=True, omit_header=True, include_lineno=False)
    note = "# Not yet read by a native speaker.\n" if language in UNREAD else ""
    header = f'{note}msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return f'{header}"Plural-Forms: {LANGUAGES[language]}\\n"\n\n'.encode() + text.getvalue()


def problems(wanted: Catalog) -> Iterator[str]:
    phone = {path.relative_to(ROOT).as_posix() for path in imported_from(PHONE)}
    for language in LANGUAGES:
        path = catalogue_of(language)
        if not path.exists() or path.read_bytes() != updated(language, wanted):
            yield f"{language}: not in step with the code; run scripts/translations"
        present = read(language)
        for message in wanted:
            if message.id and (language == "en" or for_participants(message, phone)):
                first = forms_of(message.id)[0]
                yield from problems_with(language, first, message, present.get(first))


def problems_with(language: str, sentence: str, wanted: Message, present: Message | None) -> Iterator[str]:
    forms = forms_of(present.string) if present else []
    if not forms or not all(forms):
        where = ", ".join(sorted({place for place, _line in wanted.locations}))
        yield f"{language}: not translated: {sentence!r} ({where})"
        return
    allowed = set(PLACEHOLDER.findall(" ".join(forms_of(wanted.id))))
    for form in forms:
        needed = (
            allowed - {"%(num)s"} if not isinstance(wanted.id, str) else allowed
        )  # "one seat" needs no number
        if not needed <= set(PLACEHOLDER.findall(form)) <= allowed:
            yield f"{language}: other placeholders than in {sentence!r}: {form!r}"


def forms_of(sentence: str | Iterable[str] | None) -> list[str]:
    return [sentence] if isinstance(sentence, str) else list(sentence or ())


def for_participants(message: Message, phone: set[str]) -> bool:
    places = {place for place, _line in message.locations}
    return bool(places & phone) or any(fnmatch(place, pattern) for place in places for pattern in PARTICIPANT)


def imported_from(source: Path, seen: frozenset[Path] = frozenset()) -> frozenset[Path]:
    """A TypeScript source with everything of ours that it imports."""
    seen = seen | {source}
    for name in TS_IMPORT.findall(source.read_text("utf-8")):
        path = (source.parent / name.removesuffix(".js")).resolve()
        path = path if path.suffix == ".ts" else path.with_name(f"{path.name}.ts")
        if path.exists() and path not in seen:
            seen = imported_from(path, seen)
    return seen


def compile_all() -> None:
    """What Python reads; a sentence that is not translated in every form is left out, so that it stays Dutch."""
    for path in sorted(_checkout.TRANSLATIONS.glob("*/LC_MESSAGES/*.po")):
        language = path.parent.parent.name
        compiled = read(language)
        for message in list(compiled):
            if message.id and not all(forms_of(message.string)):
                compiled.delete(message.id)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, compiled)


def update_all() -> None:
    wanted = extract()
    for language in LANGUAGES:
        path = catalogue_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(updated(language, wanted))
        empty = sum(1 for message in read(language) if message.id and not any(message.string or ""))
        _checkout.say(f"{path.relative_to(ROOT)}: {len(wanted)} sentences, {empty} to translate")


def check_all() -> None:
    found = list(problems(extract()))
    if found:
        raise _checkout.SetupError("\n".join(found))
