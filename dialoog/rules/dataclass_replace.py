"""`replace`, as `dataclasses` has it, and quick for the few large things that another one follows upon with every fact.

Those are without slots: what they are made of is then one dict, which is copied at once instead of field by field.
"""

import dataclasses
from typing import TYPE_CHECKING, Any

__all__ = ["replace"]

if TYPE_CHECKING:
    from dataclasses import replace  # so that fields and types are checked
else:

    def replace(former: Any, /, **changed: Any) -> Any:
        """The same with these fields changed; raises `TypeError` for one that it does not have."""
        parts = getattr(former, "__dict__", None)
        if parts is None:
            return dataclasses.replace(former, **changed)
        if not changed.keys() <= parts.keys():
            raise TypeError(f"no such field: {changed.keys() - parts.keys()}")
        made = object.__new__(type(former))
        made.__dict__.update(parts, **changed)
        return made
