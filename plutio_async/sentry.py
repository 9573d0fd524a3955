"""A breadcrumb and a span of each call for Sentry. Needs the ``sentry`` extra.

``Plutio.from_env(observer=Sentry())`` switches them on, after ``sentry_sdk.init()``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

try:
    import sentry_sdk
    from sentry_sdk.tracing import Span
except ModuleNotFoundError as _error:
    raise ImportError(f"{_error.name} is missing; install plutio-async[sentry]", name=_error.name) from _error

try:
    from sentry_sdk import traces
except ImportError:  # of versions that cannot stream spans
    traces = None  # type: ignore[assignment]

from plutio_async._pipeline.observing import ObservedCall, Observer, Outcome

if TYPE_CHECKING:
    from sentry_sdk.traces import StreamedSpan

__all__ = ["Sentry"]

_ORIGIN = "auto.http.plutio_async"


class Sentry(Observer):
    """Adds a breadcrumb for each call, and a span within the current transaction or span, if there is one."""

    def __init__(self) -> None:
        self._spans: dict[ObservedCall, Span | StreamedSpan] = {}

    def call_started(self, call: ObservedCall, /) -> None:
        parent = sentry_sdk.get_current_span()
        if isinstance(parent, Span):
            self._spans[call] = parent.start_child(op="http.client", name=_name(call), origin=_ORIGIN)
        elif traces is not None and traces.get_current_span() is not None:
            self._spans[call] = traces.start_span(
                _name(call), {"sentry.op": "http.client", "sentry.origin": _ORIGIN}, active=False
            )

    def call_ended(self, call: ObservedCall, outcome: Outcome, /) -> None:
        data = _data(call, outcome)
        level = "info" if outcome.reason in (None, "cancelled") else "warning"
        sentry_sdk.add_breadcrumb(type="http", category="plutio", message=call.title, level=level, data=data)
        span = self._spans.pop(call, None)
        if isinstance(span, Span):
            for name, value in data.items():
                span.set_data(name, value)
            if outcome.status is not None:
                span.set_http_status(outcome.status)  # which sets the status of the span, too
            if outcome.reason == "cancelled":
                span.set_status("cancelled")
            elif outcome.reason is not None and (outcome.status is None or outcome.status < 400):
                span.set_status("internal_error")
            span.finish()
        elif span is not None:
            for name, value in data.items():
                span.set_attribute(name, value)
            span.status = "ok" if level == "info" else "error"
            span.end()


def _name(call: ObservedCall) -> str:
    """As Sentry's integration of httpx forms it: with the host, and without the query."""
    return f"{call.method} {_url(call)}"


def _url(call: ObservedCall) -> str:
    return f"{call.base_url}{call.path or '/REDACTED'}"


def _data(call: ObservedCall, outcome: Outcome) -> dict[str, str | int]:
    """What the breadcrumb and the span have."""
    data: dict[str, str | int | None] = {
        "plutio.operation": call.operation,
        "method": call.method,
        "url": _url(call),
        "status_code": outcome.status,
        "reason": outcome.reason,
        "attempts": call.attempt,
        "duration_ms": round(outcome.seconds * 1000),
        "waited_ms": round(sum(call.waited.values()) * 1000),
        "calls_left": call.calls_left,
    }
    return {name: value for name, value in data.items() if value is not None}
