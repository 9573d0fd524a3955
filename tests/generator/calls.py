"""A resource of a generated package, and an API that remembers its calls."""

from __future__ import annotations

import importlib
from typing import Any

from plutio_async._core.call import Call
from plutio_async._pagination.page import PageCaps
from plutio_async._resources.learned import Learned
from plutio_async.testing.clock import FakeClock

TITLE = "title:\n  type: string\ndueDate:\n  type: string\n  format: date-time\ntags:\n  type: array\n  items:\n    type: string"


def operation(
    name: str, method: str, path: str, body: str = "", answer: str = "$ref: '#/components/schemas/Thing'"
) -> str:
    request = f"""
    requestBody:
      required: true
      content:
        application/json:
          schema:
            $ref: "#/components/schemas/{body}"
"""
    return f"""
{path}:
  {method}:
    operationId: things_{name}
    tags:
      - Things
    summary: Do it
    description: It does.
    x-evidence: observed
    x-idempotent: false
{request if body else ""}
    responses:
      "200":
        description: Done.
        content:
          application/json:
            schema:
              {answer}
"""


class Api:
    """Answers each call with the next answer, and remembers the calls."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.calls: list[Call[Any]] = []

    @property
    def noted(self) -> set[str]:
        return set()

    async def send(self, call: Call[Any]) -> Any:
        self.calls.append(call)
        return call.decode(self.answers.pop(0))

    def spare(self) -> int | None:
        return None

    async def trashed(self, resource: str) -> list[str]:
        raise NotImplementedError

    def page_caps(self, resource: str) -> PageCaps:
        return PageCaps()

    def spawn(self, task: Any) -> None:
        raise AssertionError("nothing may be read ahead unasked")

    @property
    def shared(self) -> Api:
        return self

    business = get_batched = None
    learned = Learned()
    clock = FakeClock()

    def in_background(self) -> Api:
        return self


def things(package: Any, api: Api) -> Any:
    return importlib.import_module(f"{package.__name__}.resources").ThingsResource(api)


def sent(api: Api) -> tuple[str, str, Any, Any]:
    call = api.calls[-1]
    return call.operation.method, call.operation.path, dict(call.query), call.body
