"""Which release runs here."""

from importlib.metadata import PackageNotFoundError, version


def release() -> str:
    """`unpacked` where it runs from a checkout that was never installed."""
    try:
        return version("dialoog")
    except PackageNotFoundError:
        return "unpacked"
