"""The form that asks for a file: each of its buttons sends a format."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf

from dialoog.records.exports.files import MEDIA_TYPES


class FileForm(FlaskForm):  # type: ignore[misc]
    format = StringField(validators=[AnyOf(MEDIA_TYPES)])
