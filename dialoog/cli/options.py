"""The options that commands share, and the settings that follow from them and from the environment."""

from typing import Any

import click

from dialoog.settings import Settings, from_environment
from dialoog.telemetry import logging

LAST_PORT = 65535

folder_option = click.option(
    "--data", "folder", type=click.Path(file_okay=False), help="Folder of this installation (data)."
)


def address_options(command: Any) -> Any:
    for option in (
        click.option("--host", help="Address to listen on; 0.0.0.0 for everybody on this network."),
        click.option("--port", type=click.IntRange(0, LAST_PORT), help="Port to listen on (8000)."),
        folder_option,
    ):
        command = option(command)
    return command


def load_settings(options: dict[str, Any]) -> Settings:
    """The settings of the command line and the environment; also configures the log with them."""
    settings = from_environment(**options)
    logging.configure(settings.log, settings.log_level)
    return settings
