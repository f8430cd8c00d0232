"""What the sources never do, so that no input can reach it: run text as code, build SQL, ask the world outside, weak digests.

Read from the sources themselves; each exception is named with its reason.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "dialoog"
PLAYER = {"simulator"}
"""A program of its own that talks to a Dialoog over its wire; no server imports it (import-linter)."""
RUNS_TEXT = {"eval", "exec", "compile", "__import__", "execfile"}
READS_OBJECTS = {"pickle", "marshal", "shelve", "dill", "jsonpickle", "yaml", "xml", "lxml", "ctypes", "cffi"}
STARTS_PROGRAMS = {"subprocess", "pty", "popen2"}
ASKS_OUTSIDE = {
    "http",
    "urllib.request",
    "requests",
    "httpx",
    "aiohttp",
    "smtplib",
    "ftplib",
    "imaplib",
    "ldap",
    "telnetlib",
    "websockets.asyncio.client",
    "websockets.sync.client",
}
SENDS_MAIL = {"jobs/smtp.py", "jobs/mail_delivery.py"}
"""The worker alone does, to the mail server that is set; no process that serves imports these."""
OF_OUR_OWN = {"f'PRAGMA user_version = {number}'"}
"""SQL that is put together: a number that SQLite gave a line before."""
TEMPLATES = sorted((HOUSE / "templates").rglob("*.html"))
SCRIPTS = sorted((HOUSE / "frontend" / "src").rglob("*.ts"))


def sources(*, without: set[str] = frozenset()) -> Iterator[tuple[str, ast.Module]]:  # type: ignore[assignment]
    for path, tree in parsed():
        if path.split("/")[0] not in without:
            yield path, tree


@cache
def parsed() -> list[tuple[str, ast.Module]]:
    """Parsed once for all tests, as what is read from a tree is read once: it takes longer than all that they ask."""
    paths = [path.relative_to(HOUSE) for path in sorted(HOUSE.rglob("*.py"))]
    ours = [path for path in paths if "node_modules" not in path.parts]
    assert ours
    return [(path.as_posix(), ast.parse((HOUSE / path).read_text("utf-8"))) for path in ours]


@cache
def imports(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names | {name.partition(".")[0] for name in names}


@cache
def calls(tree: ast.Module) -> list[tuple[str, ast.Call]]:
    return [(ast.unparse(node.func), node) for node in ast.walk(tree) if isinstance(node, ast.Call)]


@cache
def attributes(tree: ast.Module) -> set[str]:
    return {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_no_text_is_ever_run_as_code() -> None:
    for path, tree in sources():
        assert not [name for name, _ in calls(tree) if name in RUNS_TEXT], path
        assert not [name for name, _ in calls(tree) if name.endswith("render_template_string")], path


def test_nothing_is_read_that_could_make_objects_of_its_own() -> None:
    for path, tree in sources():
        assert not imports(tree) & READS_OBJECTS, path


def test_only_the_start_runs_another_program_and_that_is_ourselves() -> None:
    using = {path for path, tree in sources() if imports(tree) & STARTS_PROGRAMS}
    assert using <= {"cli/setup.py", "server/process_pool.py"}  # the second for what would hold up the phones
    for _, tree in sources():
        for name, call in calls(tree):
            assert not name.startswith("os.popen")
            assert name != "os.system"
            assert not [k for k in call.keywords if k.arg == "shell"], name


def test_a_server_never_asks_anything_of_anybody() -> None:
    asking = {path for path, tree in sources(without=PLAYER) if imports(tree) & ASKS_OUTSIDE}
    assert asking == SENDS_MAIL
    modules = {f"dialoog.{path.removesuffix('.py').replace('/', '.')}" for path in SENDS_MAIL}
    sending = {path for path, tree in sources() if imports(tree) & modules}
    assert sending <= {*SENDS_MAIL, "cli/worker_process.py"}


def test_no_sql_is_put_together_from_what_somebody_sent() -> None:
    """What is no expression of SQLAlchemy is a literal in the source."""
    for path, tree in sources():
        for name, call in calls(tree):
            plain = name in ("sql", "text") and "sqlalchemy.text" in imports(tree)
            if plain or name.endswith("exec_driver_sql"):
                for argument in call.args[:1]:
                    parts = (
                        [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
                    )
                    built = {ast.unparse(one) for one in parts if not isinstance(one, ast.Constant)}
                    assert built <= OF_OUR_OWN, f"{path}:{call.lineno}"


def test_no_pattern_is_built_from_what_somebody_sent() -> None:
    for path, tree in sources():
        for name, call in calls(tree):
            if re.fullmatch(r"(?:re|regex)\.\w+", name) and call.args and name != "re.escape":
                assert isinstance(call.args[0], ast.Constant), f"{path}:{call.lineno}"


def test_digests_are_sha256_and_chance_that_hides_something_is_the_systems() -> None:
    for path, tree in sources():
        used = {n for n in attributes(tree) | imports(tree) if re.fullmatch(r"hashlib\.\w+", n)}
        assert used <= {"hashlib.sha256"}, path
        if "random" in imports(tree):
            assert path.split("/")[0] in PLAYER, path


def test_a_request_says_where_a_value_comes_from() -> None:
    """`request.values` would mix address and form."""
    for path, tree in sources():
        assert "request.values" not in attributes(tree), path


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_escapes_everything_and_has_nothing_inline(path: Path) -> None:
    page = path.read_text("utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape|\|\s*tojson", page)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"(?:src|href|action)=[\"'](?:https?:)?//", page)
    assert not re.search(r"\bsrcdoc=|<iframe|<object|<embed|target=", page)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_an_attribute_of_a_template_is_always_in_quotes(path: Path) -> None:
    assert not re.search(r"=\{\{", path.read_text("utf-8"))


def test_every_form_that_changes_something_carries_a_token() -> None:
    """But the one that chooses a language: it changes nothing but the reader's own. Every form of ours is a FlaskForm, whose hidden
    fields have the token."""
    for path, tree in sources():
        bases = {
            ast.unparse(base)
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            for base in node.bases
        }
        assert not bases & {"Form", "wtforms.Form"}, path
    for path in TEMPLATES:
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text("utf-8"), re.DOTALL):
            has_token = re.search(r"\{\{ \w+\.hidden_tag\(\) \}\}", form)
            assert has_token or 'action="/taal"' in form, path.name


def test_only_one_place_makes_markup_of_its_own_and_it_escapes_what_it_is_given() -> None:
    from dialoog.web import qr

    assert [path for path, tree in sources() if any("Markup" in name for name, _ in calls(tree))] == [
        "web/qr.py"
    ]
    assert "&lt;b&gt;" in qr.svg("https://dialoog.example", 'code "<b>')


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_writes_text_and_never_markup(path: Path) -> None:
    script = path.read_text("utf-8")
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|unsafeHTML|unsafeSVG|unsafeStatic|srcdoc|DOMParser"
        r"|\beval\(|new Function|setTimeout\(\s*[\"'`]|postMessage|document\.cookie|document\.domain|window\.open"
        r"|createContextualFragment|\bfor\s*\(\s*(?:const|let|var)\s+\w+\s+in\b|__proto__|\bWebSocket\("
    )
    assert not re.search(forbidden, script)


def test_scripts_ask_only_our_own_server() -> None:
    for path in SCRIPTS:
        for address in re.findall(r"https?://[^\s\"'`)]+", path.read_text("utf-8")):
            assert address.startswith("http://www.w3.org/"), (path.name, address)
