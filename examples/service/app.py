"""A service on Plutio: tasks as a list and as a stream, new tasks, and a webhook that archives what is completed.

    uvicorn examples.service.app:app --workers 4

The environment has the settings of ``Plutio.from_env()``, ``WEBHOOK_SECRET``, ``CALLS_AN_HOUR`` if it is not 1,000, and
``REDIS_URL``, which several workers need to share the budget, the token and the inbox.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import Annotated, Any

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
from plutio_async.redis import RedisBudget, RedisInboxStore, RedisTokenStore
from plutio_async.webhooks import Event, Inbox

SERVER = os.environ.get("REDIS_URL")
LIMIT = int(os.environ.get("CALLS_AN_HOUR", "1000"))
MAX_WAIT = 5.0
"""Seconds that a request waits for a free call. Then it is a 503 that says when to try again."""

TIMEOUT = 10.0
"""Seconds that an exchange with the Redis server may take."""

store = None if SERVER is None else RedisInboxStore(SERVER, timeout=TIMEOUT)
inbox = Inbox(store)


@asynccontextmanager
async def client() -> AsyncIterator[Plutio]:
    async with AsyncExitStack() as stack:
        shared: dict[str, Any] = {"budget": LIMIT}
        if SERVER is not None and store is not None:
            await stack.enter_async_context(store)
            shared["budget"] = await stack.enter_async_context(RedisBudget(SERVER, LIMIT, timeout=TIMEOUT))
            shared["token_store"] = await stack.enter_async_context(RedisTokenStore(SERVER, timeout=TIMEOUT))
        yield await stack.enter_async_context(Plutio.from_env(max_wait=MAX_WAIT, max_connections=20, **shared))


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
