"""Records as a stream of JSON lines."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from contextlib import aclosing
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from plutio_async._core.json_text import json_text
from plutio_async._models.model import Model
from plutio_async._models.pydantic_schema import Names, current_names
from plutio_async.fastapi._disconnect import run_until_disconnect


class NdjsonResponse(Response):
    """Records as JSON lines, each sent when it is there: ``return NdjsonResponse(plutio.tasks.iterate())``.

    An error before the first record is answered as in any route. A later one breaks the response off, which clients
    see as an incomplete one. A client that disconnects cancels the calls.

    Args:
        records: Models, or what JSON can hold.
        names: ``"api"`` or ``"python"``; the default is the setting of ``model_names()``.
        status_code: The status.
        headers: More headers.
    """

    media_type = "application/x-ndjson"

    def __init__(
        self,
        records: AsyncIterable[Model | Any],
        *,
        names: Names | None = None,
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status_code=status_code, headers=headers)
        del self.headers["content-length"]
        self._records = records
        self._names: Names | None = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Sends the response, then runs the background tasks."""
        await run_until_disconnect(lambda _, send: self._stream(send), receive, send)
        if self.background is not None:
            await self.background()

    async def _stream(self, send: Send) -> None:
        async with aclosing(self._lines()) as lines:
            line = await anext(lines, None)
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            while line is not None:
                await send({"type": "http.response.body", "body": line, "more_body": True})
                line = await anext(lines, None)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _lines(self) -> AsyncGenerator[bytes]:
        names: Names = self._names or current_names()
        iterator = aiter(self._records)
        try:
            async for record in iterator:
                text = json_text(record.to_dict(names=names) if isinstance(record, Model) else record)
                yield f"{text}\n".encode(errors="backslashreplace")  # half of a surrogate pair, as JSON escapes it
        finally:
            if (close := getattr(iterator, "aclose", None)) is not None:
                await close()
