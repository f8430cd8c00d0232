"""Debian's Chromium, started so that it asks the network for nothing: its headless shell where that is installed.

The shell is the same engine without windows. In the whole browser, each page that is loaded also draws tabs, an address bar
and buttons that nobody sees, which takes half as long again as the page itself.
"""

import os
import shutil

QUIET = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # as in the whole browser: hinted letters are wider
)


def program() -> str | None:
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def arguments() -> list[str]:
    return [*QUIET, *(("--no-sandbox",) if os.geteuid() == 0 else ())]
