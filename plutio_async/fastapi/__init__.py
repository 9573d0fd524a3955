"""The client in FastAPI apps. Needs the ``fastapi`` extra.

app = FastAPI(lifespan=plutio_async.fastapi.lifespan)

@app.get("/tasks")
async def tasks(plutio: PlutioClient) -> list[Task]:
    return await plutio.tasks.list()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plutio_async._core import lazy

if TYPE_CHECKING:
    from plutio_async._models.pydantic_schema import model_names
    from plutio_async.fastapi._client import PlutioClient, get_plutio, lifespan, lifespan_of
    from plutio_async.fastapi._disconnect import CancelOnDisconnect
    from plutio_async.fastapi._problems import add_error_handlers
    from plutio_async.fastapi._streaming import NdjsonResponse
    from plutio_async.fastapi._webhooks import router

__all__ = [
    "CancelOnDisconnect",
    "NdjsonResponse",
    "PlutioClient",
    "add_error_handlers",
    "get_plutio",
    "lifespan",
    "lifespan_of",
    "model_names",
    "router",
]

_HOMES = {
    "CancelOnDisconnect": "._disconnect",
    "NdjsonResponse": "._streaming",
    **dict.fromkeys(("PlutioClient", "get_plutio", "lifespan", "lifespan_of"), "._client"),
    "add_error_handlers": "._problems",
    "model_names": ".._models.pydantic_schema",
    "router": "._webhooks",
}

if not TYPE_CHECKING:
    __getattr__ = lazy(__name__, _HOMES, extra="fastapi")


def __dir__() -> list[str]:
    return __all__
