"""The log: one line per event, with fields, and never what somebody said, typed or held (R15).

`log.error("nothing can be committed", fault=error)` is all that a caller writes: of a fault only its type, its place and
the database's own code are kept. Libraries' lines go the same way. The last guard lets through only fields that are
named here, each only in its shape; what else was given is left out, and the line says so. What each line means and what
to do about it is in docs/operating.md.
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
SHAPES: Mapping[str, re.Pattern[str]] = {
    "event": re.compile(r"[A-Za-z][\w ,;:.'()/-]{0,119}"),
    "time": re.compile(r"[\d:.TZ-]{20,30}"),
    "level": WORD,
    "error": WORD,
    "code": re.compile(r"[A-Z0-9_]{1,40}"),
    "place": re.compile(r"[\w./-]{1,120}:\d{1,6}"),
    "endpoint": WORD,
    "desk": WORD,
    "method": re.compile(r"[A-Z]{3,10}"),
    "status": re.compile(r"\d{3}"),
    "seconds": re.compile(r"\d{1,9}(\.\d{1,6})?"),
    "times": re.compile(r"\d{1,9}"),
    "pid": re.compile(r"\d{1,9}"),
    "library": WORD,
    "template": re.compile(r"[\w %.,:;'\"()/=+*{}\[\]!-]{1,200}"),
    "version": re.compile(r"[\w.+-]{1,40}"),
    "mode": WORD,
    "database": WORD,
    "address": re.compile(r"https?://[\w.:\[\]-]{1,200}"),
    "left_out": re.compile(r"[\w,]{1,200}"),
}
"""Every field that a line may have. Nothing here can hold a sentence, a name or an address of a person."""
ORDER = ("time", "level", "event")

structlog.configure(
    processors=[structlog.stdlib.filter_by_level, ProcessorFormatter.wrap_for_formatter],
    wrapper_class=structlog.stdlib.BoundLogger,
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
log: structlog.stdlib.BoundLogger = structlog.get_logger("dialoog")
"""The one logger of ours."""


def begin(form: Form = "text", level: Level = "info") -> None:
    """From here on everything goes to stderr, one line each, in this form; libraries speak from `warning` on."""
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
        processors=[_tell_faults, _sign, _guard, _line_of(form)],
        foreign_pre_chain=[_of_a_library],
        pass_foreign_args=True,
        use_get_message=False,
    )


def speak_for_python(died: Callable[[BaseException | None], object]) -> None:
    """What Python would print with all that it held is told to `died`."""
    sys.excepthook = lambda _kind, fault, _trace: died(fault)
    sys.unraisablehook = lambda lost: died(lost.exc_value)
    threading.excepthook = lambda lost: died(lost.exc_value)


def place(error: BaseException) -> str:
    """Where something that was raised went wrong: file and line, without a word of what somebody said."""
    trace = error.__traceback__
    assert trace is not None
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{_short(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"


def _short(file: str) -> str:
    """The last two parts: enough to find it, nothing about this machine."""
    return "/".join(re.sub(r"[^\w./-]", "_", file).rsplit("/", 2)[-2:])


def _of_a_library(_logger: Any, _method: str, event: Event) -> Event:
    """What a library says is kept as the sentence it fills in, never with what it fills in: that may be anything."""
    record: logging.LogRecord = event["_record"]
    filled_in = event.pop("positional_args", ())
    fields: Event = {"_record": record, "_from_structlog": False, "exc_info": event.get("exc_info")}
    if record.name.partition(".")[0] == "dialoog":
        return {**fields, "event": str(record.msg) % filled_in if filled_in else str(record.msg)}
    fields["event"], fields["library"] = "library message", record.name
    fields["place"] = f"{_short(record.pathname)}:{record.lineno}"
    return {**fields, "template": str(record.msg)} if filled_in else fields


def _tell_faults(_logger: Any, _method: str, event: Event) -> Event:
    fault = event.pop("fault", None) or event.pop("exc_info", None)
    fault = fault[1] if isinstance(fault, tuple) else fault
    if isinstance(fault, BaseException):
        event["error"] = type(fault).__name__
        if fault.__traceback__ is not None:
            event["place"] = place(fault)
        beneath = getattr(fault, "orig", None) or fault
        code = getattr(beneath, "sqlite_errorname", None) or getattr(beneath, "pgcode", None)
        if code:
            event["code"] = code
    for unused in ("exc_info", "stack_info"):
        event.pop(unused, None)
    return event


def _sign(_logger: Any, _method: str, event: Event) -> Event:
    """When, how grave, and in which process."""
    record: logging.LogRecord = event["_record"]
    metrics.log_lines(record.levelname.lower()).inc()
    event["time"] = structlog.processors.TimeStamper(fmt="iso", utc=True)(None, "", {})["timestamp"]
    event["level"] = record.levelname.lower()
    event["pid"] = os.getpid()
    return event


def _guard(_logger: Any, _method: str, event: Event) -> Event:
    """The last one: a field that is not known, or not in its shape, is left out."""
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


def _line_of(form: Form) -> Any:
    if form == "json":
        return lambda _logger, _method, event: msgspec.json.encode(event).decode()
    return _as_text


def _as_text(_logger: Any, _method: str, event: Event) -> str:
    head = f"{event.pop('time')} {event.pop('level'):7} {event.pop('event')}"
    event.pop("pid", None)
    return " ".join((head, *(f"{name}={value}" for name, value in event.items())))


class NullStream:
    """What servers have to say they say to nobody: requests hold codes and addresses."""

    def write(self, _line: str) -> None:
        pass

    info = debug = error = exception = writelines = write

    def flush(self) -> None:
        pass


NULL_STREAM = NullStream()
