"""How far one call has come."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from plutio_async._auth.backoff import CallKind
from plutio_async._auth.token import Token
from plutio_async._core.call import Call, CallInfo, Waited
from plutio_async._pipeline.options import Options


@define
class Attempt:
    """One attempt of a call.

    Attributes:
        number: From 1.
        was_admitted: Whether the budget granted a call before, which was given back: the next one goes to the front.
        token: The token that it is made with; ``None`` for the token call itself.
        sent: Whether it may have reached the API.
        answered: Whether JSON came back.
    """

    number: int = 1
    was_admitted: bool = False
    token: Token | None = None
    sent: bool = False
    answered: bool = False


@define
class CallState:
    """One call, its attempts and its waits. ``max_wait`` is what the current attempt may still wait."""

    call: Call[Any]
    options: Options
    began: float = 0.0
    began_at: float = 0.0
    max_wait: float | None = None
    attempt: Attempt = field(factory=Attempt)
    waited: Waited = field(factory=Waited)

    @property
    def kind(self) -> CallKind:
        """What the refusals of tokens are counted by."""
        return self.options.business, self.call.operation.method, self.call.operation.path

    def begin_attempt(self, max_wait: float | None) -> None:
        """The next attempt. One that follows an unsent one has no new ``max_wait``: it still waits to be sent."""
        if self.attempt.sent:
            self.max_wait = max_wait
        self.attempt = Attempt(self.attempt.number + 1)

    def waited_for_budget(self, seconds: float) -> None:
        self.waited = Waited(self.waited.budget + seconds, self.waited.token, self.waited.backoff)
        self.use_up(seconds)

    def waited_for_token(self, seconds: float) -> None:
        self.waited = Waited(self.waited.budget, self.waited.token + seconds, self.waited.backoff)
        self.use_up(seconds)

    def waited_for_backoff(self, seconds: float) -> None:
        self.waited = Waited(self.waited.budget, self.waited.token, self.waited.backoff + seconds)

    def use_up(self, seconds: float) -> None:
        """Takes the seconds off ``max_wait``."""
        if self.max_wait is not None:
            self.max_wait = max(0.0, self.max_wait - seconds)

    def info(self, stopped: str | None = None) -> CallInfo:
        """What an error knows of the call."""
        operation = self.call.operation
        return CallInfo(operation.method, operation.path, operation.id, self.attempt.number, self.waited, stopped)
