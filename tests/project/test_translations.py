"""One catalogue serves Python, templates and TypeScript: what is extracted, what is checked, and that both sides count alike."""

import gettext
import json
import subprocess
from gettext import c2py
from pathlib import Path

import _catalogues
import _checkout
import _frontend
import pytest
from babel.messages import Catalog, Message

ROOT = Path(__file__).parents[2]


def sentences(source: str) -> list[object]:
    return list(_catalogues.in_typescript(_catalogues.TS_COMMENT.sub("", source), ROOT / "x.ts"))


def test_sentences_are_found_in_templates_within_templates() -> None:
    source = "html`<p>${seats.map((seat) => html`<b>${seat ? html`${_(\"Na %(name)s bent u.\", { name })}` : _('Klaar')}</b>`)}</p>`"
    assert sentences(source) == ["Na %(name)s bent u.", "Klaar"]


def test_a_number_brings_both_its_forms() -> None:
    assert sentences('_n("%(num)s plek", "%(num)s plekken", seats)') == [("%(num)s plek", "%(num)s plekken")]


def test_a_sentence_in_a_comment_is_none_of_ours() -> None:
    assert sentences('/** `_("Voorbeeld")` */\n// _("Ook niet")\n_("Wel")') == ["Wel"]


def test_a_sentence_that_is_put_together_is_refused() -> None:
    with pytest.raises(_checkout.SetupError, match="one literal"):
        sentences('_("Na " + name)')


@pytest.mark.parametrize(
    ("translation", "problem"),
    [
        ("After %(name)s it is you.", None),
        ("", "not translated"),
        ("After %(nmae)s it is you.", "other placeholders"),
        ("Then it is you.", "other placeholders"),
    ],
)
def test_a_translation_keeps_the_values_of_its_sentence(translation: str, problem: str | None) -> None:
    wanted = Message("Na %(name)s bent u.", locations=[("dialoog/x.py", 0)])
    present = Message("Na %(name)s bent u.", translation)
    found = list(_catalogues.problems_with("en", "Na %(name)s bent u.", wanted, present))
    assert [problem in said for said in found] == ([True] if problem else [])


def test_an_update_keeps_what_was_translated_and_drops_what_nobody_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_checkout, "TRANSLATIONS", tmp_path)
    path = tmp_path / "en" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(
        _catalogues.updated("en", catalogue("Klaar", "Oud")).replace(
            b'"Klaar"\nmsgstr ""', b'"Klaar"\nmsgstr "Done"'
        )
    )
    path.write_bytes(_catalogues.updated("en", catalogue("Klaar", "Nieuw")))
    assert {message.id: message.string for message in _catalogues.read("en") if message.id} == {
        "Klaar": "Done",
        "Nieuw": "",
    }


def catalogue(*sentences: str) -> Catalog:
    made = Catalog(charset="utf-8")
    for sentence in sentences:
        made.add(sentence, locations=[("dialoog/x.py", 0)])
    return made


@pytest.mark.parametrize("language", _catalogues.LANGUAGES)
def test_browser_and_server_choose_the_same_form_for_every_number(language: str) -> None:
    script = """
        const rules = new Intl.PluralRules(process.argv[1]);
        const order = ["zero", "one", "two", "few", "many", "other"];
        const present = order.filter((form) => rules.resolvedOptions().pluralCategories.includes(form));
        console.log(JSON.stringify([...Array(1000).keys()].map((number) => present.indexOf(rules.select(number)))));
    """
    browser = json.loads(in_node(script, language))
    forms, rule = _catalogues.LANGUAGES[language].removeprefix("nplurals=").split("; plural=")
    server = c2py(rule.rstrip(";"))
    assert [min(form, int(forms) - 1) for form in browser] == [server(number) for number in range(1000)]


def test_a_sentence_that_is_not_translated_yet_stays_dutch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_checkout, "TRANSLATIONS", tmp_path)
    wanted = catalogue("Klaar")
    wanted.add(("%(num)s plek", "%(num)s plekken"), locations=[("dialoog/x.py", 0)])
    path = tmp_path / "en" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(_catalogues.updated("en", wanted))
    _catalogues.compile_all()
    english = gettext.translation("messages", tmp_path, ["en"])
    assert english.gettext("Klaar") == "Klaar"
    assert english.ngettext("%(num)s plek", "%(num)s plekken", 2) == "%(num)s plekken"


def test_the_build_reads_what_babel_writes(tmp_path: Path) -> None:
    written = Catalog(locale="ar", charset="utf-8")
    written.add(
        "Wat is er “gezegd”?\nNiets.", 'قيل "شيء"\n' + "طويل " * 40, locations=[("a.ts", 0), ("b.py", 0)]
    )
    written.add(("%(num)s plek", "%(num)s plekken"), tuple("abcdef"), locations=[("a.ts", 0)])
    path = tmp_path / "messages.po"
    with path.open("wb") as file:
        _catalogues.write_po(file, written, width=110, include_lineno=False)
    script = f"""
        import {{ readCatalogue }} from {json.dumps((ROOT / "dialoog/frontend/po_file.mjs").as_uri())};
        import {{ readFileSync }} from "node:fs";
        console.log(JSON.stringify(readCatalogue(readFileSync(process.argv[1], "utf8"))));
    """
    first, second = json.loads(in_node(script, str(path)))
    assert (first["id"], first["forms"]) == ("Wat is er “gezegd”?\nNiets.", ['قيل "شيء"\n' + "طويل " * 40])
    assert (second["id"], second["forms"], second["places"]) == ("%(num)s plek", list("abcdef"), ["a.ts"])


def in_node(script: str, *arguments: str) -> str:
    command = [*_frontend.node(), "--input-type=module", "--eval", script, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
