"""A report as paragraphs, each with the style it is set in: what Word and ODT have in common, since both know an indent and a tab.

Who says something stands in a narrow column and their words whole in a wide one, in one paragraph, so that a screen reader says the name and
then the words. Words that are written from the other side than the report are a paragraph of their own, below the name.
"""

from collections.abc import Iterator

import msgspec

from dialoog.records.exports.outline import Grid, Line, Outline, Section
from dialoog.web.languages import direction, written_right_to_left

FIRST, THEME, HEADING, STEP = "First", "Theme", "Section", "Step"
FACTS, FACT, COUNTED, CONCLUSION, INTRODUCTION = "Facts", "Fact", "Counted", "Conclusion", "Introduction"
LEAD, QUESTION, SEEN, LIFTED, CELL = "Lead", "Question", "Seen", "Lifted", "Cell"
WORDS, BENEATH, BY, BY_BENEATH, NAME_ABOVE = "Words", "Beneath", "SaidBy", "SaidByBeneath", "NameAbove"
"""Styles of paragraphs."""
NAME, NAMELESS, SIGNED = "Name", "Nameless", "Signed"
"""Styles of letters within one."""
LEVELS = {THEME: 1, HEADING: 2, STEP: 3}
INDENTED = (BENEATH, BY_BENEATH)

TAB = "\t"
LONGEST_NAME = 18
"""In the narrow column, in signs; a longer one stands above the words."""
SHORT_DETAIL = 24
"""Stands after the words; a longer one below them."""


class Run(msgspec.Struct, frozen=True):
    """Without a language it is in that of the report."""

    text: str
    lang: str = ""
    style: str = ""


class Paragraph(msgspec.Struct, frozen=True):
    """`keeps`: on one page with what follows."""

    style: str
    runs: tuple[Run, ...]
    keeps: bool = False

    @property
    def lang(self) -> str:
        return next((run.lang for run in self.runs if run.lang), "")

    @property
    def alone(self) -> str:
        """The text of a paragraph that has no second part: it may be turned to its side."""
        return self.runs[0].text if len(self.runs) == 1 else ""


def is_turned(text: str, lang: str) -> bool:
    """Whether it is written from another side than a report in this language; what is empty is not."""
    return bool(text) and written_right_to_left(text) != (direction(lang) == "rtl")


def paragraphs(outline: Outline) -> Iterator[Paragraph | Grid]:
    """From the top to the bottom; a table is the grid that it is of."""
    if outline.title:
        yield _one(FIRST, outline.title, outline.theme_lang)
    yield _one(THEME, outline.theme, outline.theme_lang)
    for label, text in outline.facts:
        yield Paragraph(FACT, (Run(label, style=SIGNED), Run(TAB), Run(text)))
    if outline.conclusion:
        yield _one(CONCLUSION, outline.conclusion, outline.theme_lang)
    for text in outline.introduction:
        yield _one(INTRODUCTION, text, outline.introduction_lang)
    if outline.signature:
        yield _one(FACTS, outline.signature)
    for text in outline.notes:
        yield _one(FACTS, text, outline.theme_lang)
    for section in outline.sections:
        yield from _section(section, outline.lang)
    yield _one(HEADING, outline.counted_heading)
    for label, text in outline.counted:
        yield Paragraph(COUNTED, (Run(label, style=SIGNED), Run(TAB), Run(text)))
    if outline.timeline:
        yield _one(HEADING, outline.timeline.heading)
        yield outline.timeline
        yield _one(FACTS, outline.timeline.note)
    yield _one(HEADING, outline.closing_heading)
    for text in (*outline.closing, outline.state):
        yield _one(FACTS, text)


def _one(style: str, text: str, lang: str = "") -> Paragraph:
    return Paragraph(style, (Run(text, lang),))


def _section(section: Section, lang: str) -> Iterator[Paragraph]:
    yield _one(STEP if section.is_step else HEADING, section.heading)
    if section.lead:
        yield _one(QUESTION if section.is_step else LEAD, section.lead)
    if section.note:
        yield _one(LEAD, section.note)
    for line in section.lines:
        yield from _kept(_line(line, lang), follows=bool(line.under))
        for under in line.under:
            yield from _kept(_beneath(under, lang) if line.who else _line(under, lang))


def _kept(parts: list[Paragraph], *, follows: bool = False) -> Iterator[Paragraph]:
    """On one page, and with what follows where something of it does."""
    for number, part in enumerate(parts, start=1):
        yield msgspec.structs.replace(part, keeps=follows or number < len(parts))


def _line(line: Line, lang: str) -> list[Paragraph]:
    name, words = Run(line.who, style=NAME if line.is_named else NAMELESS), Run(line.text, line.lang)
    detail = Run(f"\u2002{line.detail}", style=SIGNED)
    is_beside = bool(line.who) and not line.is_lifted
    is_short = 0 < len(line.detail) <= SHORT_DETAIL and not line.translations
    if not is_beside:
        parts, is_short = [Paragraph(LIFTED if line.is_lifted else SEEN, (words,))], False
    elif is_turned(line.text, lang) or len(line.who) > LONGEST_NAME:
        parts, is_short = [Paragraph(NAME_ABOVE, (name,)), Paragraph(BENEATH, (words,))], False
    else:
        parts = [Paragraph(WORDS, (name, Run(TAB), words, *((detail,) if is_short else ())))]
    parts += _translations(line, is_beside=is_beside)
    if line.is_lifted:
        parts.append(Paragraph(BY, (name,)))
    if line.detail and not is_short:
        parts.append(_one(BY_BENEATH if is_beside else BY, line.detail))
    if line.note:
        parts.append(_one(BY_BENEATH, line.note, line.lang))
    return parts


def _beneath(line: Line, lang: str) -> list[Paragraph]:
    """An answer to a question: in the wide column, and who gave it after it."""
    signed = [Run(line.who, style=NAME if line.is_named else NAMELESS)] if line.who else []
    if line.detail:
        signed.append(Run(f" · {line.detail}" if line.who else line.detail, style=SIGNED))
    words = Run(line.text, line.lang)
    if signed and not line.translations and not is_turned(line.text, lang):
        return [Paragraph(BENEATH, (words, Run("\u2002"), *signed))]
    parts = [Paragraph(BENEATH, (words,)), *_translations(line, is_beside=True)]
    return [*parts, Paragraph(BY_BENEATH, tuple(signed))] if signed else parts


def _translations(line: Line, *, is_beside: bool) -> Iterator[Paragraph]:
    """Each with its language before it; of somebody's words in the wide column."""
    label, words = (BY_BENEATH, BENEATH) if is_beside else (BY, SEEN)
    for translation in line.translations:
        yield _one(label, translation.label)
        yield _one(words, translation.text, translation.lang)
