"""What workers share on a server: budget and token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from plutio_async._auth.leased_store import account_key
from plutio_async._core.clock import Clock
from plutio_async.redis._link import Link
from plutio_async.redis.budget import RedisBudget
from plutio_async.redis.inbox_store import RedisInboxStore
from plutio_async.redis.token_store import RedisTokenStore

if TYPE_CHECKING:
    from coredis import Redis

__all__ = ["SharedRedis"]


class SharedRedis:
    """A Redis or Valkey server that workers share: ``Plutio(..., shared=SharedRedis(url, on_outage=…))``.

    Args:
        server: A URL such as ``redis://host:6379/0``, or a ``coredis`` client whose block is open.
        key: All the server's keys begin with it. Each API client has its own keys.
        period: As that of :class:`~plutio_async.redis.RedisBudget`, as are all others.

    Raises:
        ConfigurationError: a setting cannot work, or the ``redis`` extra is missing.
    """

    def __init__(
        self,
        server: str | Redis[Any],
        *,
        key: str = "plutio",
        period: float = 3600.0,
        capacity: int | None = None,
        reserve: int | None = None,
        max_wait: float | None = None,
        on_outage: Literal["closed", "local share"] = "closed",
        workers: int | None = None,
        outage_wait: float = 5.0,
        in_flight: float = 60.0,
        timeout: float = 2.0,
    ) -> None:
        self._name = Link(server, timeout).name
        self._server = server
        self._key = key
        self._timeout = timeout
        self._options: dict[str, Any] = {"period": period, "capacity": capacity, "reserve": reserve}
        self._options |= {"max_wait": max_wait, "on_outage": on_outage, "workers": workers}
        self._options |= {"outage_wait": outage_wait, "in_flight": in_flight}

    def __repr__(self) -> str:
        return f"<SharedRedis {self._key!r} at {self._name}>"

    def budget(self, account: str, limit: int | None = None, clock: Clock | None = None) -> RedisBudget:  # noqa: ARG002
        """The calls of an API client, over all workers. Counted by the server's clock."""
        key = f"{self._key}:budget:{account_key(account)}"
        calls = 1000 if limit is None else limit
        return RedisBudget(self._server, calls, key=key, timeout=self._timeout, **self._options)

    def inbox(self) -> RedisInboxStore:
        """The events of webhooks that were handled, for ``Inbox``."""
        return RedisInboxStore(self._server, key=f"{self._key}:inbox", timeout=self._timeout)

    def tokens(self, clock: Clock | None = None) -> RedisTokenStore:  # noqa: ARG002
        """The tokens. One worker at a time fetches the token of an API client, while the others wait."""
        return RedisTokenStore(self._server, key=f"{self._key}:token", timeout=self._timeout)
