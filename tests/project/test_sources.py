"""What holds for every file in the checkout: its length, its name, who wrote it, and what the rules may import."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 320
SOURCES = (".py", ".ts", ".mjs", ".css", ".html")
EMPTY_NAMES = {
    "util",
    "utils",
    "common",
    "helper",
    "helpers",
    "misc",
    "manager",
    "managers",
    "service",
    "services",
}
#: No clock, no chance, no files, no network: what a dialogue is follows from what happened in it.
IMPURE = {
    "asyncio",
    "io",
    "os",
    "pathlib",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "tempfile",
    "threading",
    "time",
}


def our_files() -> list[Path]:
    """Committed files and those about to be: everything that git does not ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_source_is_longer_than_a_reader_wants() -> None:
    sources = [path for path in our_files() if path.suffix in SOURCES or path.parent.name == "scripts"]
    too_long = {
        str(path.relative_to(ROOT)): length for path in sources if (length := line_count(path)) > LONGEST
    }
    assert too_long == {}


@pytest.mark.parametrize("folder", ["deploy", "reliability"])
def test_what_is_tested_last_can_be_imported_first(folder: str) -> None:
    """Otherwise a name that is wrong there is found after all other tests."""
    suites = sorted((ROOT / "tests" / folder).glob("test_*.py"))
    assert suites
    for suite in suites:
        importlib.import_module(f"tests.{folder}.{suite.stem}")


def line_count(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_names_say_what_is_in_them() -> None:
    assert [
        path
        for path in our_files()
        if EMPTY_NAMES & {part.split(".")[0] for part in path.relative_to(ROOT).parts}
    ] == []


def test_nothing_of_somebody_else_or_made_by_a_tool_is_committed() -> None:
    foreign = re.compile(
        r"node_modules/|vendor/|static/dist/|\.min\.(js|css)$|\.(woff2?|ttf|otf|mo|map|whl|tgz)$"
    )
    assert [path for path in our_files() if foreign.search(path.relative_to(ROOT).as_posix())] == []


def test_the_package_itself_imports_nothing() -> None:
    tree = ast.parse((ROOT / "dialoog" / "__init__.py").read_text())
    assert [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)] == []


def test_the_rules_know_no_clock_no_chance_and_no_world_outside() -> None:
    for path in (ROOT / "dialoog" / "rules").rglob("*.py"):
        for name in imported_by(path):
            assert name in sys.stdlib_module_names | {"dialoog"}, f"{path.name} imports {name}"
            assert name not in IMPURE, f"{path.name} imports {name}"


def imported_by(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_one_file_alone_chooses_which_machinery_serves() -> None:
    """For the day that eventlet is gone."""
    know = {
        path.relative_to(ROOT / "dialoog").as_posix()
        for path in (ROOT / "dialoog").rglob("*.py")
        if "node_modules" not in path.parts and {"eventlet", "gevent"} & imported_by(path)
    }
    assert know == {"server/main.py", "server/eventlet_adapter.py", "server/gevent_adapter.py"}
