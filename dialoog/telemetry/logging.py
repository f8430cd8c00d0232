"""The log: one line per event, with fields, and never what somebody said, typed or held (R15).

A caller writes `log.error("push failed, retrying", fault=error)`; of the fault a line has the type, the place and the
code that the database or mail server gave it. Lines of libraries pass the same processors. The last of these drops every field that has no shape here
or does not fit it, and names what it dropped. docs/operating.md explains each line.
"""

import logging
import os
import re
import sys
import threading
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, Literal

import msgspec
import structlog
from structlog.stdlib import ProcessorFormatter

from dialoog.telemetry import metrics

Event = MutableMapping[str, Any]
Form = Literal["text", "json"]
Level = Literal["debug", "info", "warning", "error"]

WORD = re.compile(r"[A-Za-z_][\w.]{0,79}")
NUMBER = re.compile(r"\d{1,9}")
SHAPES: Mapping[str, re.Pattern[str]] = {
    "event": re.compile(r"[A-Za-z][\w ,;:.'()/-]{0,119}"),
    "time": re.compile(r"[\d:.TZ-]{20,30}"),
    "level": WORD,
    "error": WORD,
    "code": re.compile(r"[A-Z0-9_]{1,40}"),
    "place": re.compile(r"[\w./-]{1,120}:\d{1,6}"),
    "endpoint": WORD,
    "desk": WORD,
    "kind": WORD,
    "dialogue": re.compile(r"[\w-]{12}"),
    "words": NUMBER,
    "names": NUMBER,
    "contacts": NUMBER,
    "entries": NUMBER,
    "method": re.compile(r"[A-Z]{3,10}"),
    "status": re.compile(r"\d{3}"),
    "seconds": re.compile(r"\d{1,9}(\.\d{1,6})?"),
    "times": NUMBER,
    "pid": NUMBER,
    "library": WORD,
    "template": re.compile(r"[\w %.,:;'\"()/=+*{}\[\]!-]{1,200}"),
    "version": re.compile(r"[\w.+-]{1,40}"),
    "mode": WORD,
    "database": WORD,
    "address": re.compile(r"https?://[\w.:\[\]-]{1,200}"),
    "left_out": re.compile(r"[\w,]{1,200}"),
}
"""The fields that a line may have. None can hold a sentence, a name or an address of a person."""
ORDER = ("time", "level", "event")

structlog.configure(
    processors=[structlog.stdlib.filter_by_level, ProcessorFormatter.wrap_for_formatter],
    wrapper_class=structlog.stdlib.BoundLogger,
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
log: structlog.stdlib.BoundLogger = structlog.get_logger("dialoog")
"""Dialoog's only logger."""


def configure(form: Form = "text", level: Level = "info") -> None:
    """Sends all lines to stderr in this form: Dialoog's from `level` on, those of libraries from `warning` on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(form))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("dialoog").setLevel(level.upper())
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a full disk under the log itself is no reason for a traceback


def formatter(form: Form) -> logging.Formatter:
    return ProcessorFormatter(
        processors=[_describe_fault, _add_context, _drop_unknown_fields, _renderer(form)],
        foreign_pre_chain=[_library_event],
        pass_foreign_args=True,
        use_get_message=False,
    )


def report_uncaught(report: Callable[[BaseException | None], object]) -> None:
    """Calls `report` for each uncaught exception, where Python would print a traceback with what its variables held."""
    sys.excepthook = lambda _kind, fault, _trace: report(fault)
    sys.unraisablehook = lambda unraisable: report(unraisable.exc_value)
    threading.excepthook = lambda uncaught: report(uncaught.exc_value)


def place(error: BaseException) -> str:
    """File and line where `error` was raised."""
    trace = error.__traceback__
    assert trace is not None
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{_short(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"


def _short(file: str) -> str:
    """The last two parts of a path: enough to find the file, nothing about this machine."""
    return "/".join(re.sub(r"[^\w./-]", "_", file).rsplit("/", 2)[-2:])


def _library_event(_logger: Any, _method: str, event: Event) -> Event:
    """Keeps the template of a library's message, never its arguments: those may be anything."""
    record: logging.LogRecord = event["_record"]
    arguments = event.pop("positional_args", ())
    fields: Event = {"_record": record, "_from_structlog": False, "exc_info": event.get("exc_info")}
    if record.name.partition(".")[0] == "dialoog":
        return {**fields, "event": str(record.msg) % arguments if arguments else str(record.msg)}
    fields["event"], fields["library"] = "library message", record.name
    fields["place"] = f"{_short(record.pathname)}:{record.lineno}"
    return {**fields, "template": str(record.msg)} if arguments else fields


def _describe_fault(_logger: Any, _method: str, event: Event) -> Event:
    fault = event.pop("fault", None) or event.pop("exc_info", None)
    fault = fault[1] if isinstance(fault, tuple) else fault
    if isinstance(fault, BaseException):
        event["error"] = type(fault).__name__
        if fault.__traceback__ is not None:
            event["place"] = place(fault)
        cause = getattr(fault, "orig", None) or fault
        for name in ("sqlite_errorname", "pgcode", "smtp_code"):
            if code := getattr(cause, name, None):
                event["code"] = code
    for unused in ("exc_info", "stack_info"):
        event.pop(unused, None)
    return event


def _add_context(_logger: Any, _method: str, event: Event) -> Event:
    """Adds time, level and process, and counts the line."""
    record: logging.LogRecord = event["_record"]
    metrics.log_lines(record.levelname.lower()).inc()
    event["time"] = structlog.processors.TimeStamper(fmt="iso", utc=True)(None, "", {})["timestamp"]
    event["level"] = record.levelname.lower()
    event["pid"] = os.getpid()
    return event


def _drop_unknown_fields(_logger: Any, _method: str, event: Event) -> Event:
    """Drops every field without a shape, or that does not fit it."""
    fields, left_out = {}, []
    for name, value in event.items():
        if name.startswith("_") or value is None:
            continue
        value = round(value, 6) if isinstance(value, float) else value
        shape = SHAPES.get(name)
        if shape is not None and shape.fullmatch(str(value)):
            fields[name] = value if isinstance(value, int | float) else str(value)
        else:
            left_out.append(name if WORD.fullmatch(name) else "unnamed")
    fields.setdefault("event", "unloggable event")
    if left_out:
        fields["left_out"] = ",".join(sorted(left_out))[:200]
    return {**{name: fields.pop(name) for name in ORDER if name in fields}, **fields}


def _renderer(form: Form) -> Any:
    if form == "json":
        return lambda _logger, _method, event: msgspec.json.encode(event).decode()
    return _as_text


def _as_text(_logger: Any, _method: str, event: Event) -> str:
    head = f"{event.pop('time')} {event.pop('level'):7} {event.pop('event')}"
    event.pop("pid", None)
    return " ".join((head, *(f"{name}={value}" for name, value in event.items())))


class NullStream:
    """Discards the lines of the server libraries: they hold codes and addresses."""

    def write(self, _line: str) -> None:
        pass

    info = debug = error = exception = writelines = write

    def flush(self) -> None:
        pass


NULL_STREAM = NullStream()
