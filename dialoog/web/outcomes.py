"""What an action did, said once by the page that comes after it. Flask keeps the sentence in its cookie until then; it holds nobody's words."""

from flask import flash, redirect
from werkzeug.wrappers import Response

TOP = "top"


def redirect_and_say(address: str, sentence: str, place: str = TOP) -> Response:
    """`place` names the part of the page that says it, where the address leads to a part (`templates/outcome.html`)."""
    flash(sentence, place)
    return redirect(address, 303)
