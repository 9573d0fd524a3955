"""Spans and metrics of calls, by OpenTelemetry's conventions for HTTP clients. Needs the ``otel`` extra.

``Plutio.from_env(observer=OpenTelemetry())`` switches them on. What they are is in ``docs/observing.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import Token
from urllib.parse import urlsplit

from attrs import define

try:
    from opentelemetry import context, metrics, propagate, trace
    from opentelemetry.context import Context
    from opentelemetry.trace import Span, SpanKind, Status, StatusCode
except ModuleNotFoundError as _error:
    raise ImportError(f"{_error.name} is missing; install plutio-async[otel]", name=_error.name) from _error

from plutio_async._core import VERSION
from plutio_async._pipeline.observing import ObservedCall, Observer, Outcome

__all__ = ["OpenTelemetry"]

Attributes = dict[str, str | int]

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY"})
_SCHEMA = "https://opentelemetry.io/schemas/1.44.0"
"""The version of the conventions that the names are of."""
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
"""The buckets that the conventions prescribe for durations."""
_WAITS = (0.005, 0.1, 1, 5, 15, 60, 300, 900, 1800, 3600)


@define
class _Open:
    """A span that is current in the task of its call, until it ends."""

    span: Span
    token: Token[Context]

    def end(self, outcome: Outcome) -> None:
        failure = _error_type(outcome)
        if failure is not None:
            self.span.set_attribute("error.type", failure)
            if failure != "cancelled":  # which is what the caller wanted
                self.span.set_status(Status(StatusCode.ERROR))
        self.span.end()
        context.detach(self.token)


class OpenTelemetry(Observer):
    """Makes a span of each call and of each of its attempts, and counts and measures them.

    Args:
        propagate: Sends the context of the trace to the API, in headers such as ``traceparent``.
        tracer_provider: The provider of the spans; the global one by default.
        meter_provider: The provider of the metrics; the global one by default.
    """

    def __init__(
        self,
        *,
        propagate: bool = False,
        tracer_provider: trace.TracerProvider | None = None,
        meter_provider: metrics.MeterProvider | None = None,
    ) -> None:
        self._propagate = propagate
        self._tracer = trace.get_tracer("plutio_async", VERSION, tracer_provider, _SCHEMA)
        self._metrics = _Metrics(metrics.get_meter("plutio_async", VERSION, meter_provider, _SCHEMA))
        self._calls: dict[ObservedCall, _Open] = {}
        self._attempts: dict[ObservedCall, _Open] = {}

    def call_started(self, call: ObservedCall, /) -> None:
        self._calls[call] = self._open(
            f"plutio {call.operation}", SpanKind.INTERNAL, {"plutio.operation": call.operation}
        )

    def call_ended(self, call: ObservedCall, outcome: Outcome, /) -> None:
        opened = self._calls.pop(call)
        for cause in ("budget", "token"):
            opened.span.set_attribute(f"plutio.wait.{cause}", call.waited.get(cause, 0.0))
        opened.span.set_attribute("plutio.retry.count", call.attempt - 1)
        opened.end(outcome)

    def attempt_started(self, call: ObservedCall, /) -> Mapping[str, str] | None:
        attributes = {**_common(call), "url.full": f"{call.base_url}{call.path or '/REDACTED'}"}
        name = call.method
        if _method(call) != call.method:
            attributes["http.request.method_original"], name = call.method, "HTTP"
        if call.attempt > 1:
            attributes["http.request.resend_count"] = call.attempt - 1
            self._metrics.retries.add(1, {"plutio.operation": call.operation})
        self._attempts[call] = self._open(f"{name} {call.path or ''}".strip(), SpanKind.CLIENT, attributes)
        headers: dict[str, str] = {}
        if self._propagate:
            propagate.inject(headers)
        return headers

    def attempt_ended(self, call: ObservedCall, outcome: Outcome, /) -> None:
        opened = self._attempts.pop(call)
        opened.span.set_attributes(_answered(outcome))
        self._metrics.attempt(call, outcome)  # while the span is current, for exemplars
        opened.end(outcome)

    def wait_began(self, call: ObservedCall, cause: str, /) -> None:
        self._metrics.waiting.add(1, {"plutio.wait.reason": cause})

    def wait_ended(self, call: ObservedCall, cause: str, outcome: Outcome, /) -> None:
        self._metrics.waiting.add(-1, {"plutio.wait.reason": cause})
        self._metrics.waits.record(outcome.seconds, {"plutio.wait.reason": cause})

    def call_coalesced(self, operation: str, /) -> None:
        self._metrics.coalesced.add(1, {"plutio.operation": operation})

    def _open(self, name: str, kind: SpanKind, attributes: Attributes) -> _Open:
        span = self._tracer.start_span(name, kind=kind, attributes=attributes)
        return _Open(span, context.attach(trace.set_span_in_context(span)))


class _Metrics:
    """The instruments of a meter."""

    def __init__(self, meter: metrics.Meter) -> None:
        self._duration = meter.create_histogram(
            "http.client.request.duration",
            "s",
            "Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=_SECONDS,
        )
        self.waits = meter.create_histogram(
            "plutio.wait.duration",
            "s",
            "Duration of a wait for the budget, a token or the next attempt.",
            explicit_bucket_boundaries_advisory=_WAITS,
        )
        self.waiting = meter.create_up_down_counter("plutio.callers.waiting", "{caller}", "Callers that wait now.")
        self._left = meter.create_gauge("plutio.budget.remaining", "{call}", "Calls left, as of the last attempt.")
        self.retries = meter.create_counter("plutio.retries", "{attempt}", "Attempts after the first of a call.")
        self._throttles = meter.create_counter("plutio.throttles", "{answer}", "Answers with the status 429.")
        self.coalesced = meter.create_counter("plutio.coalesced_calls", "{call}", "Calls saved by coalescing.")

    def attempt(self, call: ObservedCall, outcome: Outcome) -> None:
        attributes = _common(call) | _answered(outcome)
        if (failure := _error_type(outcome)) is not None:
            attributes["error.type"] = failure
        self._duration.record(outcome.seconds, attributes)
        whose: Attributes = {"plutio.client": call.client}
        if call.workspace is not None:
            whose["plutio.workspace"] = call.workspace
        self._left.set(call.calls_left, whose)
        if outcome.status == 429:
            self._throttles.add(1, {"plutio.operation": call.operation})


def _common(call: ObservedCall) -> Attributes:
    """The attributes of an attempt that its span and its metric have."""
    server = urlsplit(call.base_url)
    attributes: Attributes = {
        "http.request.method": _method(call),
        "server.address": server.hostname or "",
        "server.port": server.port or (443 if server.scheme == "https" else 80),
    }
    return attributes if call.path is None else {**attributes, "url.template": call.path}


def _answered(outcome: Outcome) -> Attributes:
    """The attributes of an answer, if there is one."""
    found: dict[str, str | int | None] = {
        "http.response.status_code": outcome.status,
        "network.protocol.version": outcome.http_version,
    }
    return {name: value for name, value in found.items() if value is not None}


def _method(call: ObservedCall) -> str:
    """The conventions want few values."""
    return call.method if call.method in _METHODS else "_OTHER"


def _error_type(outcome: Outcome) -> str | None:
    failed = outcome.status is not None and outcome.status >= 400
    return outcome.reason or (str(outcome.status) if failed else None)
