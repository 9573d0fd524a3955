"""What the resources of a client and of each of its views send their calls through."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve

from plutio_async._client.parts import Parts
from plutio_async._core.call import Call
from plutio_async._core.clock import Clock
from plutio_async._pagination.page import PageCaps
from plutio_async._pipeline.options import Options
from plutio_async._resources.sender import Sender

if TYPE_CHECKING:
    from plutio_async._client.custom_fields import CustomFields
    from plutio_async._custom_fields.schema import Schema
    from plutio_async._pagination.reader import Spawn
    from plutio_async._resources.sender import GetBatched

T = TypeVar("T")


class ClientSender(Sender):
    """Sends calls with some options over the parts of a client."""

    def __init__(self, parts: Parts, options: Options) -> None:
        self.parts = parts
        self.options = options

    async def send(self, call: Call[T]) -> T:
        parts, options = self.parts, self.options
        parts.guard.check()
        with parts.pipeline.calls:
            try:
                if options.coalesce and call.operation.method == "GET":
                    result = await parts.share(call, options)
                else:
                    result = await parts.pipeline.send(call, options)
            finally:
                if call.operation.method != "GET":
                    parts.coalescer.forget_reads()
        parts.schemas_of(options.business).bind(result)
        return result

    @property
    def business(self) -> str | None:
        return self.options.business

    @property
    def spawn(self) -> Spawn:
        return self.parts.tasks.spawn

    @property
    def clock(self) -> Clock:
        return self.parts.pipeline.clock

    @property
    def get_batched(self) -> GetBatched | None:
        if not self.options.coalesce:
            return None
        self.parts.guard.check()
        self.parts.pipeline.calls.check()
        return partial(self.parts.coalescer.get, self.options)

    def with_options(self, **changes: Any) -> ClientSender:
        """The same with other options."""
        return ClientSender(self.parts, evolve(self.options, **changes))

    def in_background(self) -> ClientSender:
        return self.with_options(priority="background")

    def spare(self) -> int | None:
        return self.parts.pipeline.budget.remaining

    def page_caps(self, resource: str) -> PageCaps:
        return self.parts.page_caps[resource]

    @cached_property
    def custom_fields(self) -> CustomFields:
        from plutio_async._client.custom_fields import CustomFields  # loads generated code

        return CustomFields(self, self.parts.schemas_of(self.options.business))

    async def custom_schema(self) -> Schema:
        return await self.custom_fields.schema()

    @property
    def keeps_custom_fields(self) -> bool:
        return self.parts.settings.keeps_custom_fields
