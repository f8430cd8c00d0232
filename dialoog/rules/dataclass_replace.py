"""`dataclasses.replace`, and a faster one for the few large dataclasses that every event replaces (State, Round).

Those have no slots: their fields are then one dict, which is copied at once instead of field by field.
"""

import dataclasses
from typing import TYPE_CHECKING, Any

__all__ = ["replace"]

if TYPE_CHECKING:
    from dataclasses import replace  # so that fields and types are checked
else:

    def replace(instance: Any, /, **changes: Any) -> Any:
        """A copy with these fields changed; raises `TypeError` for a field that it does not have."""
        fields = getattr(instance, "__dict__", None)
        if fields is None:
            return dataclasses.replace(instance, **changes)
        if not changes.keys() <= fields.keys():
            raise TypeError(f"no such field: {changes.keys() - fields.keys()}")
        copy = object.__new__(type(instance))
        copy.__dict__.update(fields, **changes)
        return copy
