"""The entries of an inbox of webhooks, for the workers of several machines."""

from __future__ import annotations

import math
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from plutio_async.redis._link import Link, Script, check_key

if TYPE_CHECKING:
    from coredis import Redis

__all__ = ["RedisInboxStore"]

# The value of a key is its owner, or this word once it is done: no owner has it, as owners are hexadecimal numbers.
_CLAIM = Script("""
-- ARGV: owner, lease in ms
local entry = redis.call('GET', KEYS[1])
if not entry then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 'claimed'
end
return entry == 'done' and 'done' or 'busy'
""")

_RENEW = Script("""
-- ARGV: owner, lease in ms
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
""")

_COMMIT = Script("""
-- ARGV: owner, seconds to keep in ms
local entry = redis.call('GET', KEYS[1])
if entry and entry ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], 'done', 'PX', ARGV[2])
return 1
""")

_RELEASE = Script("""
-- ARGV: owner
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
return 1
""")


class RedisInboxStore:
    """Keeps the entries of a ``plutio_async.webhooks.Inbox``, for all workers. They are hashes, without your data.

    Use it in an ``async with`` block, in one event loop after another. Each step is one script, and
    leases end by the server's clock.

    Args:
        server: A URL such as ``redis://host:6379/0``, or a ``coredis`` client whose block is open.
        key: All the server's keys begin with it.
        timeout: Seconds that an exchange with the server may take.

    Raises:
        ConfigurationError: a setting cannot work, or the ``redis`` extra is missing.
    """

    def __init__(self, server: str | Redis[Any], *, key: str = "plutio:inbox", timeout: float = 2.0) -> None:
        check_key(key)
        self._link = Link(server, timeout)
        self._key = key

    def __repr__(self) -> str:
        return f"<RedisInboxStore {self._key!r} at {self._link.name}>"

    async def __aenter__(self) -> Self:
        await self._link.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._link.close()

    async def claim(self, key: str, owner: str, lease: float) -> Literal["claimed", "busy", "done"]:
        """Claims the key for some seconds if no one else has, and it is not done.

        Raises:
            ConnectionFailed, ConfigurationError: the server cannot be reached, or refuses.
            ClientStateError: the store is not open.
        """
        state: Literal["claimed", "busy", "done"] = _text(await self._ask(_CLAIM, key, owner, _ms(lease)))
        return state

    async def renew(self, key: str, owner: str, lease: float) -> bool:
        """Extends the owner's claim. ``False`` if the owner has none. Raises as :meth:`claim`."""
        return bool(await self._ask(_RENEW, key, owner, _ms(lease)))

    async def commit(self, key: str, owner: str, keep: float) -> bool:
        """Marks the key as done, unless another owner has claimed it or it is done. Raises as :meth:`claim`."""
        return bool(await self._ask(_COMMIT, key, owner, _ms(keep)))

    async def release(self, key: str, owner: str) -> None:
        """Removes the owner's claim, if it has one. Raises as :meth:`claim`."""
        await self._ask(_RELEASE, key, owner)

    async def _ask(self, script: Script, key: str, *args: str) -> Any:
        self._link.check("RedisInboxStore")
        return await self._link.ask(script, [f"{self._key}:{{{key}}}"], args)


def _text(answer: Any) -> Any:
    return answer.decode() if isinstance(answer, bytes) else answer


def _ms(seconds: float) -> str:
    return str(math.ceil(seconds * 1000))
