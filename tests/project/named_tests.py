"""Whether a test that a document names is there: `tests/live/test_x.py::test_y`, or a whole file of tests.

Read from the sources, so that no test has to be collected for it.
"""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"tests/[\w/]+\.py::\w+|tests/[\w/]*test_\w+\.py")


@cache
def tests_in(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text("utf-8"))
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    states = {node.targets[0].id for node in tree.body if _is_a_test_case(node)}  # type: ignore[attr-defined]
    return frozenset({name for name in names if name.startswith("test_")} | states)


def _is_a_test_case(node: ast.stmt) -> bool:
    """Hypothesis: `TestAnyDialogue = Dialogue.TestCase`."""
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "TestCase"
    )


def is_there(named: str) -> bool:
    """A file that is named alone must hold a test."""
    file, _, test = named.partition("::")
    known = tests_in(file)
    return test in known if test else bool(known)


def missing(text: str) -> list[str]:
    return sorted({named for named in NAMED.findall(text) if not is_there(named)})
