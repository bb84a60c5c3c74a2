"""Log lines as JSON on standard error, one object a line, without personal data."""

import logging
import logging.config
import re
from typing import Any

import structlog

# What must never be written, whoever passes it.
PERSONAL = frozenset(
    {"address", "body", "cookies", "email", "ip", "name", "password", "phone", "query_string", "telephone", "username"}
)


_ROW = re.compile(
    r"^((?:DETAIL|CONTEXT): ).*(?:\n(?!Traceback|  File |\w[\w.]*(?:Error|Exception)\b|$).*)*", re.MULTILINE
)


def drop_personal(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Take out every field that would name a person."""
    return {key: value for key, value in event.items() if key not in PERSONAL}


def drop_rows(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Take out of a traceback what PostgreSQL says of the row it refused: that is names and texts of people."""
    if "exception" in event:
        event["exception"] = _ROW.sub(r"\g<1>…", event["exception"])
    return event


def logging_for(level: str) -> None:
    """Set up logging for the process."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_personal,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    final = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        drop_rows,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    formatter = {"()": structlog.stdlib.ProcessorFormatter, "foreign_pre_chain": shared, "processors": final}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": formatter},
            "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["out"], "level": level},
            "loggers": {
                # Chatter of libraries that says nothing an operator can act on.
                "celery.app.trace": {"level": "WARNING"},
                "celery.worker.strategy": {"level": "WARNING"},
                "fontTools": {"level": "WARNING"},
                "pikepdf": {"level": "WARNING"},
                "weasyprint": {"level": "ERROR"},
                "asyncio": {"level": "WARNING"},
                # It writes down what a page is given whenever a name is missing: a ballot with its code, for one.
                "django.template": {"level": "INFO"},
            },
        }
    )
