"""A service on Plutio: tasks as a list and as a stream, new tasks, and a webhook that archives what is completed.

    uvicorn examples.service.app:app --workers 4

The environment has the settings of ``Plutio.from_env()``, ``WEBHOOK_SECRET``, ``CALLS_AN_HOUR`` if it is not 1,000, and
``PLUTIO_SHARED``, where workers share the budget, the token and the inbox: a file such as ``plutio.db``, or a server
such as ``redis://localhost:6379/0``.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated

from fastapi import Body, FastAPI
from pydantic import BaseModel

from plutio_async import Plutio
from plutio_async.fastapi import (
    CancelOnDisconnect,
    NdjsonResponse,
    PlutioClient,
    add_error_handlers,
    lifespan_of,
    router,
)
from plutio_async.models import Task
from plutio_async.webhooks import Event, Inbox

LIMIT = int(os.environ.get("CALLS_AN_HOUR", "1000"))
MAX_WAIT = 5.0
"""Seconds that a request waits for a free call. Then it is a 503 that says when to try again."""

inbox = Inbox(os.environ.get("PLUTIO_SHARED"))


@asynccontextmanager
async def client() -> AsyncIterator[Plutio]:
    async with inbox, Plutio.from_env(budget=LIMIT, max_wait=MAX_WAIT, max_connections=20) as plutio:
        yield plutio


app = FastAPI(title="Tasks", lifespan=lifespan_of(client))
app.add_middleware(CancelOnDisconnect)
add_error_handlers(app, pass_on=[404])


class Budget(BaseModel):
    worker: int
    limit: int
    remaining: int | None
    resets_at: datetime | None


@app.get("/budget")
async def budget(plutio: PlutioClient) -> Budget:
    calls = plutio.budget
    return Budget(worker=os.getpid(), limit=calls.limit, remaining=calls.remaining, resets_at=calls.resets_at)


@app.get("/tasks")
async def tasks(plutio: PlutioClient, limit: int = 20) -> list[Task]:
    return await plutio.tasks.list(limit=limit)


@app.get("/tasks.ndjson")
async def export(plutio: PlutioClient) -> NdjsonResponse:
    return NdjsonResponse(plutio.tasks.iterate())


@app.get("/tasks/{id}")
async def task(plutio: PlutioClient, id: str) -> Task:
    return await plutio.tasks.get(id)


@app.post("/tasks", status_code=201)
async def create(plutio: PlutioClient, title: Annotated[str, Body(embed=True)]) -> Task:
    return await plutio.tasks.create(title=title)


@inbox.on("task.edit")
async def archive(event: Event, plutio: Plutio) -> None:
    if isinstance(event.record, Task) and event.record.status == "completed":
        await plutio.tasks.archive(event.record.id)


app.include_router(router(inbox, ("x-secret", os.environ.get("WEBHOOK_SECRET", "open sesame"))))
