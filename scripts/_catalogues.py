"""Runs pybabel over Python, templates and TypeScript, and checks in the translations what pybabel does not.

Dutch is the source language: the Dutch sentence is the key. There is one catalogue per other language, sorted by sentence,
without line numbers or guesses, so that two people's changes rarely meet. pyproject.toml says what is extracted, and how.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import chdir
from fnmatch import fnmatch
from pathlib import Path
from tempfile import TemporaryDirectory

import _checkout
from babel.messages import Catalog, Message
from babel.messages.frontend import BaseError, CommandLineInterface
from babel.messages.pofile import read_po

ROOT = _checkout.ROOT
#: Where a participant reads: these are there in every language; the rest is in Dutch and English.
PARTICIPANT = [
    "dialoog/live/*",
    "dialoog/records/exports/*",
    "dialoog/records/follow_up/mails.py",
    "dialoog/records/follow_up/own_pages.py",
    "dialoog/records/follow_up/way_in.py",
    "dialoog/records/follow_up/questions/asker_mails.py",
    "dialoog/records/follow_up/questions/own_pages.py",
    "dialoog/records/looking_back/forms.py",
    "dialoog/records/looking_back/mails.py",
    "dialoog/records/looking_back/own_pages.py",
    "dialoog/records/participants/pages.py",
    "dialoog/records/participants/warnings.py",
    "dialoog/records/report_back/mails.py",
    "dialoog/records/report_back/phrases.py",
    "dialoog/records/requests/forms.py",
    "dialoog/records/requests/pages.py",
    "dialoog/records/review/notices.py",
    "dialoog/templates/mails/request.txt",
    "dialoog/templates/mails/review.txt",
    "dialoog/planning/programmes.py",
    "dialoog/frontend/src/page.ts",
]
#: The pages for who is not staff; what they are made of is found from here.
PAGES = (
    "start.html",
    "enter.html",
    "join.html",
    "tables.html",
    "forget.html",
    "message.html",
    "live/phone.html",
    "live/screen.html",
    "participants/enter.html",
    "participants/own_page.html",
    "participants/certain.html",
    "participants/take_along.html",
    "participants/record.html",
    "records/way.html",
    "records/feed.xml",
    "records/record.html",
    "records/public_record.html",
    "records/take.html",
    "report_back/report.html",
    "looking_back/by_link.html",
    "looking_back/own.html",
    "requests/request.html",
    "requests/thanks.html",
    "follow_up/enter.html",
    "follow_up/by_link.html",
    "follow_up/more.html",
    "follow_up/judge.html",
)
TEMPLATES = ROOT / "dialoog" / "templates"
PHONE = ROOT / "dialoog" / "frontend" / "src" / "phone.ts"
SCREEN = PHONE.with_name("screen.ts")

TEMPLATE = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s*["']([^"']+)["']""")
IMPORT = re.compile(r"""(?:from|import)\s*["'](\.[^"']*)["']""")
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def pybabel(command: str, *arguments: str | Path) -> None:
    CommandLineInterface().run(["pybabel", "--quiet", command, *map(str, arguments)])  # type: ignore[no-untyped-call]


def extract(template: Path, root: Path = ROOT) -> None:
    """Writes every sentence in the code below `root`, with the files that use it, to `template`."""
    with chdir(root):  # paths in catalogues begin at the root
        pybabel(
            "extract", "--mapping-file", ROOT / "pyproject.toml", "--ignore-dirs", "node_modules dist",
            "--keywords", "lazy_gettext lazy_ngettext:1,2 _n:1,2", "--add-location", "file",
            "--sort-output", "--output", template, "dialoog",
        )  # fmt: skip


def update(template: Path, *options: str) -> None:
    """Gives every catalogue exactly the sentences of `template`; translations stay, what is new is empty. With `--check` it
    changes nothing, and raises BaseError where it would."""
    pybabel(
        "update", "--input-file", template, "--output-dir", _checkout.TRANSLATIONS, "--no-fuzzy-matching",
        "--ignore-obsolete", "--ignore-pot-creation-date", "--width", "110", *options,
    )  # fmt: skip


def update_all() -> None:
    with TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        extract(template)
        update(template)
    for language in languages():
        messages = [message for message in read(language) if message.id]
        empty = sum(1 for message in messages if not any(forms_of(message.string)))
        _checkout.say(f"{language}: {len(messages)} sentences, {empty} to translate")


def check_all() -> None:
    with TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        extract(template)
        found = list(problems(template))
    if found:
        raise _checkout.SetupError("\n".join(found))


def problems(template: Path) -> Iterator[str]:
    try:
        update(template, "--check")
    except BaseError:
        yield "Some catalogues are not in step with the code; run scripts/translations"
    found = imported_from(PHONE) | imported_from(SCREEN) | templates_of(*PAGES)
    sources = {path.relative_to(ROOT).as_posix() for path in found}
    with template.open("rb") as file:
        sentences = [message for message in read_po(file) if message.id]
    for language in languages():
        catalogue = read(language)
        for sentence in sentences:
            if language == "en" or for_participants(sentence, sources):
                yield from problems_with(language, catalogue.get(sentence.id) or sentence)


def problems_with(language: str, message: Message) -> Iterator[str]:
    sentence, forms = forms_of(message.id)[0], forms_of(message.string)
    if message.fuzzy or not forms or not all(forms):
        where = ", ".join(sorted({place for place, _line in message.locations}))
        yield f"{language}: not translated: {sentence!r} ({where})"
        return
    allowed = set(PLACEHOLDER.findall(" ".join(forms_of(message.id))))
    needed = allowed if isinstance(message.id, str) else allowed - {"%(num)s"}  # "one seat" needs no number
    for form in forms:
        if not needed <= set(PLACEHOLDER.findall(form)) <= allowed:
            yield f"{language}: other placeholders than in {sentence!r}: {form!r}"


def languages() -> list[str]:
    return sorted(path.parent.parent.name for path in _checkout.TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))


def read(language: str) -> Catalog:
    with (_checkout.TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def forms_of(sentence: str | Iterable[str] | None) -> list[str]:
    return [sentence] if isinstance(sentence, str) else list(sentence or ())


def for_participants(message: Message, sources: set[str]) -> bool:
    places = {place for place, _line in message.locations}
    return bool(places & sources) or any(
        fnmatch(place, pattern) for place in places for pattern in PARTICIPANT
    )


def imported_from(source: Path, seen: frozenset[Path] = frozenset()) -> frozenset[Path]:
    """A TypeScript source with everything of ours that it imports."""
    seen = seen | {source}
    for name in IMPORT.findall(source.read_text("utf-8")):
        path = (source.parent / name.removesuffix(".js")).resolve()
        path = path if path.suffix == ".ts" else path.with_name(f"{path.name}.ts")
        if path.exists() and path not in seen:
            seen = imported_from(path, seen)
    return seen


def templates_of(*names: str) -> frozenset[Path]:
    """These templates with every template that they extend, include or import."""
    seen: set[Path] = set()
    waiting = list(names)
    while waiting:
        path = TEMPLATES / waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += TEMPLATE.findall(path.read_text("utf-8"))
    return frozenset(seen)
