"""One catalogue serves Python, templates and TypeScript: what is extracted, what is checked, and that both sides count alike."""

import ast
import gettext
import json
import re
import subprocess
from gettext import c2py
from io import BytesIO
from pathlib import Path

import _catalogues
import _checkout
import _frontend
import _typescript
import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]


def sentences(source: str) -> list[object]:
    file = BytesIO(source.encode())
    file.name = "x.ts"
    return [sentence for _, _, sentence, _ in _typescript.extract(file, (), (), {})]


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


def test_sentences_come_from_python_templates_and_typescript_with_the_files_that_use_them(
    tmp_path: Path,
) -> None:
    sources = {
        "planning/x.py": '_n = 1\ntitle = lazy_gettext("Uit Python")\ngettext("Overal")\n',
        "templates/live/x.html": "<p>{{ _('Uit een sjabloon') }}</p>",
        "templates/x.txt": "{{ ngettext('%(num)s regel', '%(num)s regels', 2) }}",
        "frontend/src/x.ts": '/* kop */\n_("Uit TypeScript"); _("Overal");\n_n("%(num)s plek", "%(num)s plekken", 2)',
        "frontend/node_modules/x/x.ts": '_("Van een ander")',
        "static/dist/x.py": '_("Gebouwd")',
    }
    for name, source in sources.items():
        path = tmp_path / "dialoog" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    template = tmp_path / "messages.pot"
    _catalogues.extract(template, tmp_path)
    with template.open("rb") as file:
        extracted = {
            message.id: sorted(place for place, _ in message.locations)
            for message in read_po(file)
            if message.id
        }
    assert extracted == {
        "Uit Python": ["dialoog/planning/x.py"],
        "Overal": ["dialoog/frontend/src/x.ts", "dialoog/planning/x.py"],
        "Uit een sjabloon": ["dialoog/templates/live/x.html"],
        ("%(num)s regel", "%(num)s regels"): ["dialoog/templates/x.txt"],
        "Uit TypeScript": ["dialoog/frontend/src/x.ts"],
        ("%(num)s plek", "%(num)s plekken"): ["dialoog/frontend/src/x.ts"],
    }


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
    message = Message("Na %(name)s bent u.", translation, locations=[("dialoog/x.py", 0)])
    problems = list(_catalogues.problems_with("en", message))
    assert [problem in sentence for sentence in problems] == ([True] if problem else [])


def test_what_a_page_for_participants_is_made_of_is_to_be_translated_for_them() -> None:
    found = _catalogues.templates_of("records/public_record.html")
    names = {path.relative_to(_catalogues.TEMPLATES).as_posix() for path in found}
    parts = {f"records/{part}.html" for part in ("public_record", "record", "cover", "words", "colophon")}
    assert parts | {"page.html", "base.html", "house_rules.html"} <= names
    assert names.isdisjoint({"records/organiser_record.html", "records/list.html"})
    sources = {path.relative_to(ROOT).as_posix() for path in found}
    message = Message("Wat we telden", locations=[("dialoog/templates/records/counted.html", 0)])
    assert _catalogues.for_participants(message, sources)


def test_no_sentence_stands_within_an_f_string_where_nobody_finds_it() -> None:
    """Before Python 3.12 such a string is one word to pybabel: its sentence would stay Dutch in every language."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "dialoog").rglob("*.py")
        if "node_modules" not in path.parts
        for string in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "gettext", "ngettext"}
    ]
    assert hidden == []


def test_a_guess_of_what_is_meant_is_no_translation() -> None:
    message = Message("Klaar", "Ready?", locations=[("dialoog/x.py", 0)], flags=["fuzzy"])
    assert "not translated" in "".join(_catalogues.problems_with("en", message))


@pytest.fixture
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue that is in step with "Klaar" and "Oud", in a folder of translations that holds no other."""
    monkeypatch.setattr(_checkout, "TRANSLATIONS", tmp_path)
    path = tmp_path / "en" / "LC_MESSAGES" / "messages.po"
    messages = template(tmp_path, "Klaar", "Oud")
    _catalogues.pybabel("init", "--locale", "en", "--input-file", messages, "--output-dir", tmp_path)
    _catalogues.update(messages)
    path.write_bytes(path.read_bytes().replace(b'"Klaar"\nmsgstr ""', b'"Klaar"\nmsgstr "Done"'))
    return path


def template(folder: Path, *sentences: str | tuple[str, str]) -> Path:
    """What would be extracted from code with these sentences."""
    messages = Catalog(charset="utf-8")
    for sentence in sentences:
        messages.add(sentence, locations=[("dialoog/live/x.py", 0)])
    path = folder / "messages.pot"
    with path.open("wb") as file:
        write_po(file, messages, sort_output=True)
    return path


def test_an_update_keeps_what_was_translated_and_drops_what_nobody_says(
    english: Path, tmp_path: Path
) -> None:
    _catalogues.update(template(tmp_path, "Klaar", "Nieuw"))
    assert {message.id: message.string for message in _catalogues.read("en") if message.id} == {
        "Klaar": "Done",
        "Nieuw": "",
    }
    assert b"Oud" not in english.read_bytes()


@pytest.mark.parametrize("now", [("Klaar",), ("Klaar", "Nieuw", "Oud"), ("Klaar", "Ouder")])
def test_a_catalogue_that_is_not_in_step_with_the_code_is_found_and_left_as_it_is(
    english: Path, tmp_path: Path, now: tuple[str, ...]
) -> None:
    before = english.read_bytes()
    problems = list(_catalogues.problems(template(tmp_path, *now)))
    assert "not in step with the code" in problems[0]
    missing = [sentence for sentence in now if sentence != "Klaar"]
    assert problems[1:] == [f"en: not translated: {sentence!r} (dialoog/live/x.py)" for sentence in missing]
    assert english.read_bytes() == before


def test_a_catalogue_in_step_is_told_only_what_it_does_not_translate(english: Path, tmp_path: Path) -> None:
    assert list(_catalogues.problems(template(tmp_path, "Klaar", "Oud"))) == [
        "en: not translated: 'Oud' (dialoog/live/x.py)"
    ]


def test_a_sentence_that_got_a_second_form_is_to_be_translated_anew(english: Path, tmp_path: Path) -> None:
    _catalogues.update(template(tmp_path, ("Klaar", "Klaar met %(num)s")))
    problems = list(_catalogues.problems(template(tmp_path, ("Klaar", "Klaar met %(num)s"))))
    assert problems == ["en: not translated: 'Klaar' (dialoog/live/x.py)"]


@pytest.mark.parametrize("language", _catalogues.languages())
def test_browser_and_server_choose_the_same_form_for_every_number(language: str) -> None:
    script = """
        const rules = new Intl.PluralRules(process.argv[1]);
        const order = ["zero", "one", "two", "few", "many", "other"];
        const present = order.filter((form) => rules.resolvedOptions().pluralCategories.includes(form));
        console.log(JSON.stringify([...Array(1000).keys()].map((number) => present.indexOf(rules.select(number)))));
    """
    browser = json.loads(in_node(script, language))
    catalogue = _catalogues.read(language)
    server = c2py(catalogue.plural_expr)
    assert [min(form, catalogue.num_plurals - 1) for form in browser] == [
        server(number) for number in range(1000)
    ]


def test_a_sentence_that_is_not_translated_yet_stays_dutch(english: Path, tmp_path: Path) -> None:
    _catalogues.update(template(tmp_path, "Klaar", "Nieuw", ("%(num)s plek", "%(num)s plekken")))
    _catalogues.pybabel("compile", "--directory", tmp_path)
    assert english.with_suffix(".mo").exists()
    translations = gettext.translation("messages", tmp_path, ["en"])
    assert translations.gettext("Klaar") == "Done"
    assert translations.gettext("Nieuw") == "Nieuw"
    assert translations.ngettext("%(num)s plek", "%(num)s plekken", 1) == "%(num)s plek"
    assert translations.ngettext("%(num)s plek", "%(num)s plekken", 2) == "%(num)s plekken"


def test_the_build_reads_what_babel_writes(tmp_path: Path) -> None:
    written = Catalog(locale="ar", charset="utf-8")
    written.add(
        "Wat is er “gezegd”?\nNiets.", 'قيل "شيء"\n' + "طويل " * 40, locations=[("a.ts", 0), ("b.py", 0)]
    )
    written.add(("%(num)s plek", "%(num)s plekken"), tuple("abcdef"), locations=[("a.ts", 0)])
    path = tmp_path / "messages.po"
    with path.open("wb") as file:
        write_po(file, written, width=110, include_lineno=False)
    script = f"""
        import {{ readCatalogue }} from {json.dumps((ROOT / "dialoog/frontend/po_file.mjs").as_uri())};
        import {{ readFileSync }} from "node:fs";
        console.log(JSON.stringify(readCatalogue(readFileSync(process.argv[1], "utf8"))));
    """
    first, second = json.loads(in_node(script, str(path)))
    assert (first["id"], first["forms"]) == ("Wat is er “gezegd”?\nNiets.", ['قيل "شيء"\n' + "طويل " * 40])
    assert (second["id"], second["forms"], second["places"]) == ("%(num)s plek", list("abcdef"), ["a.ts"])


@pytest.mark.parametrize("language", ["ar", "en", "tr"])
def test_every_sentence_with_a_number_travels_in_each_script_with_all_its_forms(language: str) -> None:
    """Also in Turkish, which has one form for every number."""
    counted = {
        message.id[0]: list(message.string) for message in _catalogues.read(language) if message.pluralizable
    }
    dist = ROOT / "dialoog/static/dist"
    manifest = json.loads((dist / "manifest.json").read_text())
    for name in ["phone", "screen", "console"] if language == "en" else ["phone", "screen"]:
        sources = _catalogues.imported_from(ROOT / f"dialoog/frontend/src/{name}.ts")
        sources -= {ROOT / "dialoog/frontend/src/i18n/gettext.ts"}  # which says what a sentence is
        used = {
            each[0] for path in sources for each in sentences(path.read_text()) if isinstance(each, tuple)
        }
        script = (dist / manifest[f"{name}.{language}.js"]).read_text()
        prefix = "globalThis.catalogue="
        catalogue, _ = json.JSONDecoder().raw_decode(script[script.index(prefix) + len(prefix) :])
        assert catalogue["words"] == {sentence: counted[sentence] for sentence in used}, (name, language)


def test_a_script_keeps_its_sentences_when_the_page_loads_another(tmp_path: Path) -> None:
    """The phone loads the script that warns when somebody begins to write."""
    source = json.dumps(str(ROOT / "dialoog/frontend/src/i18n/gettext.ts"))
    script = f"""
        import {{ createRequire }} from "node:module";
        import {{ pathToFileURL }} from "node:url";
        const require = createRequire({json.dumps(str(ROOT / "dialoog/frontend/build.mjs"))});
        const outfile = process.argv[1];
        await require("esbuild").build({{ entryPoints: [{source}], outfile, format: "esm", logLevel: "error" }});
        globalThis.catalogue = {{ language: "tr", words: {{ "Eén zin.": ["%(num)s cümle."] }} }};
        const {{ _n }} = await import(pathToFileURL(outfile));
        globalThis.catalogue = {{ language: "tr", words: {{}} }};
        console.log(_n("Eén zin.", "%(num)s zinnen.", 1), _n("Eén zin.", "%(num)s zinnen.", 2));
    """
    assert in_node(script, str(tmp_path / "gettext.mjs")).strip() == "1 cümle. 2 cümle."


def in_node(script: str, *arguments: str) -> str:
    command = [*_frontend.node(), "--input-type=module", "--eval", script, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_one_thing_has_one_word_on_every_page() -> None:
    """What people offer is "aanbod", what they hold in their hand a "toestel"."""
    with (ROOT / "dialoog/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        messages = " ".join(str(entry.id) for entry in read_po(file))
    assert re.findall(r"\b(?:bron|bronnen|apparaat|apparaten)\b", messages, re.IGNORECASE) == []
