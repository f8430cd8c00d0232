"""What the documents say is there: the README's tree, commands, pictures and paths, the map of `live`, links, a test per rule."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TREE = re.search(r"```\n(dialoog/\n.*?)```", README, re.DOTALL)
BUILT_OR_PLAIN = {"__init__.py", "py.typed", "__pycache__"}


def _named_in_the_tree() -> tuple[set[str], set[str]]:
    assert TREE is not None
    lines = TREE.group(1).splitlines()
    inside = {line.split()[0].rstrip("/") for line in lines if line.startswith("  ")}
    beside = {line.split()[0].rstrip("/") for line in lines if line and not line.startswith(" ")}
    return inside, beside


def test_the_tour_names_every_part_of_the_house_and_no_other() -> None:
    inside, _ = _named_in_the_tree()
    there = {path.name for path in (ROOT / "dialoog").iterdir() if not path.name.startswith(".")}
    assert inside == there - BUILT_OR_PLAIN


def test_the_tour_names_every_folder_beside_it() -> None:
    """Also where the demo was played before, which makes `data/`."""
    _, beside = _named_in_the_tree()
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    made_here = set(re.findall(r"^/?([\w-]+)/$", (ROOT / ".gitignore").read_text(), re.MULTILINE))
    assert beside == folders - made_here


def test_the_two_commands_are_there() -> None:
    for command in ("scripts/demo", "scripts/test"):
        assert f"python3 {command}" in README
        assert (ROOT / command).is_file()


def test_the_pictures_are_there() -> None:
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / picture).is_file(), picture


def test_every_file_that_the_walk_names_is_there() -> None:
    walk = README.split("## Follow one pass through the code")[1].split("## Where the rest is")[0]
    for named in re.findall(r"`((?:frontend|websocket|live|rules|planning)/[\w/.]+)`", walk):
        assert (ROOT / "dialoog" / named).exists(), named


def test_the_map_of_the_largest_folder_names_each_of_its_modules_once() -> None:
    folder = ROOT / "dialoog" / "live"
    named = re.findall(r"^    (\w+)  ", (folder / "__init__.py").read_text(), re.MULTILINE)
    modules = {path.stem for path in folder.glob("*.py") if path.stem != "__init__"}
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    assert sorted(named) == sorted(modules | packages)


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert len(README.splitlines()) <= 90


def test_every_document_that_a_page_links_to_is_there() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_rule_has_its_test() -> None:
    rules = re.findall(
        r"^- \*\*([TCSV]\d+)\*\*", (ROOT / "docs" / "rules.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(rules) == len(set(rules)) == 51
    named = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text("utf-8"))
    }
    untested = {rule for rule in rules if not any(re.search(rf"_{rule}(_|\b)", name) for name in named)}
    assert untested == set()
