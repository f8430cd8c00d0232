"""What forms answer: the page after an action of staff says what was done, and what is too long is refused in words of our own."""

import ast
from pathlib import Path

from dialoog.web.languages import STAFF_PATHS

ROOT = Path(__file__).parents[2]
SAYS = {"redirect_and_say", "flash"}
SAYS_SO_ITSELF = {
    "/account/tweede-stap/begin", "/account/tweede-stap/bevestig", "/account/tweede-stap/codes", "/aanmelden", "/aanmelden/plakken", "/aanmelden/link", "/welkom", "/sleutel", "/nieuw",
    "/leiden/<dialogue>/openen", "/bijeenkomsten/<gathering>/openen", "/bijeenkomsten/<gathering>/verslag-leggen", "/bijeenkomsten/<gathering>/kaarten",
    "/verslagen/zip", "/verslagen/<dialogue>/bestand", "/verslagen/<dialogue>/vervolg", "/verslagen/<dialogue>/vouwblad/bestand",
    "/bellijst/<agreement>", "/vraag/antwoord",
}  # fmt: skip
"""They lead to another page, to a desk or to a file, or the page after them shows what was sent."""


def modules() -> list[Path]:
    return [one for one in (ROOT / "dialoog").rglob("*.py") if "node_modules" not in one.parts]


def calls(function: ast.AST, functions: dict[str, ast.FunctionDef]) -> set[str]:
    """The names of what it calls, itself or by a function of its module."""
    own = {getattr(one.func, "id", "") for one in ast.walk(function) if isinstance(one, ast.Call)}
    return own.union(*(calls(functions[name], {}) for name in own & set(functions)))


def test_the_page_after_an_action_of_staff_says_what_was_done() -> None:
    silent, seen = set(), 0
    for module in modules():
        functions = {one.name: one for one in ast.parse(module.read_text("utf-8")).body if isinstance(one, ast.FunctionDef)}  # fmt: skip
        for view in functions.values():
            for route in view.decorator_list:
                if (isinstance(route, ast.Call) and ".post" in (text := ast.unparse(route))) or "'POST'" in ast.unparse(route):  # fmt: skip
                    path = ast.literal_eval(route.args[0])  # type: ignore[attr-defined]
                    called = calls(view, functions)
                    seen += 1
                    if path.startswith(STAFF_PATHS) and "redirect" in called and not called & SAYS:
                        silent.add(path)
    assert seen > 80, text
    assert silent == SAYS_SO_ITSELF


def test_what_is_too_long_is_refused_in_words_of_our_own() -> None:
    """WTForms would speak of a field and its characters. Nobody types a hidden one."""
    found = [
        f"{module.name}: {ast.unparse(field)}"
        for module in modules()
        for field in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(field, ast.Call) and getattr(field.func, "id", "").endswith("Field") and "Hidden" not in ast.unparse(field.func)
        if "Length(" in ast.unparse(field)
    ]  # fmt: skip
    assert found == []
