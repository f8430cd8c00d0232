"""The form with which a person is erased who asked for it."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SubmitField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired


class EraseForm(FlaskForm):  # type: ignore[misc]
    """It cannot be taken back, so it asks how the person said so, and for a tick."""

    how = RadioField(
        _("Hoe vroeg deze persoon het?"),
        [DataRequired(_("Kies er een."))],
        choices=[SelectChoice("voice", _("Met de stem")), SelectChoice("letter", _("Met een brief of mail"))],
    )
    sure = BooleanField(
        _("Ik heb het van deze persoon zelf."), [DataRequired(_("Kruis dit aan. Anders wissen we niets."))]
    )
    submit = SubmitField(_("Wis naam en woorden"))
