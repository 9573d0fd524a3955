"""What may be repeated comes from the description: change ``x-idempotent`` there, and the client does otherwise."""

from __future__ import annotations

import importlib

import httpx
import pytest

from plutio_async import OutcomeUnknown
from tests.api import Api, answer

from .conftest import Generate

pytestmark = [pytest.mark.anyio, pytest.mark.integration]

POKE = """
/things/poke:
  post:
    operationId: things_poke
    tags:
      - Things
    summary: Poke a thing
    description: Pokes it.
    x-evidence: observed
    x-idempotent: {idempotent}
    requestBody:
      required: true
      content:
        application/json:
          schema:
            $ref: "#/components/schemas/ThingUpdate"
    responses:
      "200":
        description: The thing.
        content:
          application/json:
            schema:
              $ref: "#/components/schemas/Thing"
"""


async def test_an_idempotent_operation_is_repeated(generate: Generate) -> None:
    """After a lost answer, the same call is made again."""
    package = generate(paths=POKE.format(idempotent="true"))
    resources = importlib.import_module(f"{package.__name__}.resources")
    api = Api(httpx.ReadError("lost"), answer(200, {"_id": "t"}))
    async with api.clock.autojump(), api.client() as plutio:
        assert (await resources.ThingsResource(plutio._sender).poke("t")).id == "t"
    assert len(api.requests) == 2


async def test_another_operation_is_not_repeated(generate: Generate) -> None:
    """It is made once, and its outcome is unknown."""
    package = generate(paths=POKE.format(idempotent="false"))
    resources = importlib.import_module(f"{package.__name__}.resources")
    api = Api(httpx.ReadError("lost"), answer(200, {"_id": "t"}))
    async with api.clock.autojump(), api.client() as plutio:
        with pytest.raises(OutcomeUnknown):
            await resources.ThingsResource(plutio._sender).poke("t")
    assert len(api.requests) == 1
