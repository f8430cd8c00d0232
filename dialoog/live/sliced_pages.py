"""Pages written in slices: one of eight hundred sentences takes a tenth of a second, and the phones go on meanwhile."""

import time
from typing import Any

from jinja2 import Template

from dialoog.live.time_slices import TimeSlices


class SlicedTemplate(Template):
    """Mails are written whole: they are within transactions, where nothing may rest."""

    def render(self, *arguments: Any, **values: Any) -> str:
        if not (self.name or "").endswith(".html"):
            return super().render(*arguments, **values)
        slices, pieces = TimeSlices(time.sleep), list[str]()
        for piece in self.generate(*arguments, **values):
            pieces.append(piece)
            slices.rest()
        return "".join(pieces)
