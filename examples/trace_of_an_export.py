"""Exports tasks from the sandbox, and shows the trace of it. ``--svg FILE`` draws it, as in ``docs/observing.md``."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

import anyio
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from plutio_async import Plutio
from plutio_async.otel import OpenTelemetry
from plutio_async.testing import Fault, Sandbox

ROW, LEFT, RIGHT, TOP = 22, 250, 100, 34
WIDTH = 1000
COLOURS = {"user": "#8a8f98", "call": "#a9c7f5", "attempt": "#2f6fdb", "failed": "#d6453d"}


async def export() -> Sequence[ReadableSpan]:
    """The spans of an export: pages read ahead, a failure and a 429, after which all calls wait."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    sandbox = Sandbox()
    sandbox.seed(tasks=[{"title": f"task {number}"} for number in range(200)])
    weather = [Fault.latency(0.06, jitter=0.06), Fault.latency(0.05, path="/oauth/token")]
    sandbox.plan([*weather, Fault.server_error(503, nth=3), Fault.too_many_requests(1, nth=7)], seed=2)
    async with Plutio.sandbox(sandbox, observer=OpenTelemetry(tracer_provider=provider)) as plutio:
        with provider.get_tracer("example").start_as_current_span("export tasks"):
            async for _ in plutio.tasks.iterate(page_size=25, read_ahead=3):
                pass
    return exporter.get_finished_spans()


def rows(spans: Iterable[ReadableSpan]) -> Iterator[tuple[int, ReadableSpan]]:
    """Each span after its parent, in the order of their starts, with its depth."""
    children: dict[int | None, list[ReadableSpan]] = {}
    for span in sorted(spans, key=lambda span: span.start_time or 0):
        children.setdefault(span.parent.span_id if span.parent else None, []).append(span)

    def below(parent: int | None, depth: int) -> Iterator[tuple[int, ReadableSpan]]:
        for span in children.get(parent, ()):
            assert span.context is not None
            yield depth, span
            yield from below(span.context.span_id, depth + 1)

    return below(None, 0)


def seconds(span: ReadableSpan) -> tuple[float, float]:
    """When a span began, and how long it took."""
    assert span.start_time is not None
    assert span.end_time is not None
    return span.start_time / 1e9, (span.end_time - span.start_time) / 1e9


def details(span: ReadableSpan) -> str:
    """The duration, and what is not as usual."""
    attributes = span.attributes or {}
    shown = [f"{seconds(span)[1] * 1000:.0f} ms"]
    if error := attributes.get("error.type"):
        shown.append(str(error))
    if retries := attributes.get("plutio.retry.count"):
        shown.append(f"retries: {retries}")
    waited = attributes.get("plutio.wait.budget", 0.0)
    if isinstance(waited, float) and waited > 0.01:
        shown.append(f"waited for the budget: {waited * 1000:.0f} ms")
    return ", ".join(shown)


def colour(span: ReadableSpan) -> str:
    if span.attributes and "error.type" in span.attributes:
        return COLOURS["failed"]
    if span.kind is SpanKind.CLIENT:
        return COLOURS["attempt"]
    return COLOURS["call" if span.name.startswith("plutio ") else "user"]


def drawn(spans: Sequence[ReadableSpan]) -> str:
    """The trace as SVG: a row for each span, its bar where it was under way."""
    lines = list(rows(spans))
    begin, whole = seconds(lines[0][1])
    scale = (WIDTH - LEFT - RIGHT) / whole
    height = TOP + ROW * len(lines) + 8
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"',
        ' font-family="sans-serif" font-size="12">',
        "<title>The trace of an export</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for tick in range(int(whole * 5) + 1):
        x = LEFT + tick / 5 * scale
        parts.append(f'<line x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{height - 8}" stroke="#e3e6ea"/>')
        parts.append(f'<text x="{x:.1f}" y="{TOP - 14}" fill="#6b7280" text-anchor="middle">{tick * 200} ms</text>')
    for number, (depth, span) in enumerate(lines):
        began, took = seconds(span)
        x, y, width = LEFT + (began - begin) * scale, TOP + ROW * number, max(2.0, took * scale)
        parts.append(f'<text x="{8 + 14 * depth}" y="{y + 15}" fill="#1f2328">{escape(span.name)}</text>')
        parts.append(f'<rect x="{x:.1f}" y="{y + 4}" width="{width:.1f}" height="14" rx="2" fill="{colour(span)}"/>')
        parts.append(_label(x, width, y + 15, details(span)))
    return "\n".join([*parts, "</svg>", ""])


def _label(x: float, width: float, y: int, text: str) -> str:
    """Right of the bar if there is room, else left of it, or in it."""
    size = 6.3 * len(text)
    if x + width + size < WIDTH:
        return f'<text x="{x + width + 5:.1f}" y="{y}" fill="#4b5563">{escape(text)}</text>'
    if x - size > LEFT:
        return f'<text x="{x - 5:.1f}" y="{y}" fill="#4b5563" text-anchor="end">{escape(text)}</text>'
    return f'<text x="{x + 6:.1f}" y="{y}" fill="#1f2328">{escape(text)}</text>'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--svg", type=Path, metavar="FILE", help="draw the trace")
    options = parser.parse_args()
    anyio.run(export)  # loads what the first call of a process loads
    spans = anyio.run(export)
    if options.svg:
        options.svg.write_text(drawn(spans), encoding="utf-8")
    for depth, span in rows(spans):
        print(f"{'  ' * depth}{span.name}: {details(span)}")


if __name__ == "__main__":
    main()
