"""Makes what Hypothesis draws with a seed the same whatever else is loaded.

Now and then it draws a constant that stands in the source of a loaded module, in its own choices too, such as which rules of a
state machine take part: beside another test the same seed finds something else. Only private names of Hypothesis say
which these are; they are all in here, and tests/rules/test_replayed_dialogues.py proves that they still do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants


@contextmanager
def no_source_constants() -> Iterator[None]:
    """Meanwhile no constant comes from a source file; those that Hypothesis itself lists still do."""
    nothing = Constants()
    providers.CONSTANTS_CACHE.cache.clear()
    try:
        with patch.object(providers, "_get_local_constants", lambda: nothing):
            yield
    finally:
        providers.CONSTANTS_CACHE.cache.clear()
