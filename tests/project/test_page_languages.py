"""Who is not staff reads every page in four languages: each such page is among those whose translations are checked."""

import ast
from collections.abc import Iterator
from pathlib import Path

import _catalogues

from dialoog.web.languages import STAFF_PATHS

ROOT = Path(__file__).parents[2]


def test_every_page_outside_the_paths_of_staff_is_translated_for_everybody() -> None:
    modules = [one for one in (ROOT / "dialoog").rglob("*.py") if "node_modules" not in one.parts]
    shown = {page for module in modules for page in pages_of(module)}
    for_everybody = {template for path, template in shown if not path.startswith(STAFF_PATHS)}
    assert len(for_everybody) > 15
    assert for_everybody <= set(_catalogues.PAGES)


def test_what_begins_a_line_keeps_its_other_capitals() -> None:
    """Jinja's own filter makes the rest of a text small: `Monday 16 november`."""
    templates = [one for one in (ROOT / "dialoog" / "templates").rglob("*.*") if one.is_file()]
    assert len(templates) > 80
    assert [one.name for one in templates if "|capitalize" in one.read_text("utf-8")] == []


def pages_of(module: Path) -> Iterator[tuple[str, str]]:
    """The path of each view with the templates that it renders, itself or by a function of its module."""
    functions = {
        one.name: one for one in ast.parse(module.read_text("utf-8")).body if isinstance(one, ast.FunctionDef)
    }
    for view in functions.values():
        for decorator in view.decorator_list:
            if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)):
                continue
            if decorator.func.attr in ("get", "post", "route") and isinstance(
                decorator.args[0], ast.Constant
            ):
                for template in templates_of(view, functions, set()):
                    yield decorator.args[0].value, template


def templates_of(
    function: ast.FunctionDef, functions: dict[str, ast.FunctionDef], seen: set[str]
) -> Iterator[str]:
    seen.add(function.name)
    for call in ast.walk(function):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", "")
        if name == "render_template":
            yield from (one.value for one in ast.walk(call.args[0]) if isinstance(one, ast.Constant))
        elif name in functions and name not in seen:
            yield from templates_of(functions[name], functions, seen)
