"""The locks name exact versions and no registry, and hold what pyproject.toml asks for."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
FRONTEND = ROOT / "dialoog" / "frontend"
BENCH = ROOT / "benchmarks" / "node"
NODE = pytest.mark.parametrize("package", [FRONTEND, BENCH], ids=["frontend", "bench"])
ASKED = {
    "runtime": PROJECT["project"]["dependencies"],
    "postgres": PROJECT["project"]["optional-dependencies"]["postgres"],
    "test": PROJECT["dependency-groups"]["test"],
    "node": PROJECT["dependency-groups"]["node"],
    "uv": PROJECT["dependency-groups"]["uv"],
}


def locked(name: str) -> dict[str, str]:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    return dict(re.match(r"([\w.-]+)==([\w.+-]+)", line).groups() for line in lines if line[0].isalnum())


@pytest.mark.parametrize("name", ASKED)
def test_a_lock_holds_everything_that_is_asked_for(name: str) -> None:
    for requirement in map(Requirement, ASKED[name]):
        assert requirement.specifier.contains(locked(name)[canonicalize_name(requirement.name)]), (
            f"scripts/lock: {requirement}"
        )


def test_tests_run_on_the_versions_that_people_run() -> None:
    runtime, test = locked("runtime"), locked("test")
    assert {name: test[name] for name in runtime.keys() & test.keys()} == {
        name: runtime[name] for name in runtime.keys() & test.keys()
    }


@pytest.mark.parametrize("name", ASKED)
def test_every_locked_package_has_its_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in entry


def test_no_lock_names_a_registry() -> None:
    for name in ASKED:
        assert "://" not in (ROOT / "requirements" / f"{name}.txt").read_text()


@NODE
def test_no_lock_of_node_names_a_registry(package: Path) -> None:
    text = (package / "package-lock.json").read_text()
    assert "resolved" not in text
    for name, locked_package in json.loads(text)["packages"].items():
        assert locked_package.get("integrity", "").startswith("sha512-") or not name


@NODE
def test_what_node_runs_is_locked_to_what_is_asked_for(package: Path) -> None:
    package_file = json.loads((package / "package.json").read_text())
    lock = json.loads((package / "package-lock.json").read_text())["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        assert lock.get(kind) == package_file.get(kind)
        assert all(version[0].isdigit() for version in package_file.get(kind, {}).values())


@NODE
def test_fetching_runs_no_installer_and_keeps_exact_versions(package: Path) -> None:
    options = (package / ".npmrc").read_text().split()
    assert {"omit-lockfile-registry-resolved=true", "save-exact=true", "ignore-scripts=true"} <= set(options)


def test_esbuild_comes_for_every_machine_without_running_its_installer() -> None:
    packages = json.loads((FRONTEND / "package-lock.json").read_text())["packages"]
    for machine in ("linux-x64", "linux-arm64", "darwin-arm64", "darwin-x64", "win32-x64"):
        assert packages[f"node_modules/@esbuild/{machine}"]["optional"]
    assert "ignore-scripts=true" in (FRONTEND / ".npmrc").read_text()
