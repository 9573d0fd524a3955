"""One token for all workers."""

from __future__ import annotations

import json
import math
import time
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import anyio

from plutio_async._auth.credentials import Token
from plutio_async._auth.leased_store import Found, LeasedTokenStore, account_key
from plutio_async._core.checks import check_seconds
from plutio_async._core.clock import SystemClock
from plutio_async._core.errors import PlutioError
from plutio_async.redis._link import Link, Script, check_key

if TYPE_CHECKING:
    from coredis import Redis

__all__ = ["RedisTokenStore"]

_LONGEST_LIFE = 366 * 86_400.0
"""Seconds that the server keeps a token at most: it refuses a number that is too large."""

_LOAD = Script("""
-- The token, and for how many ms another worker has the lease. If none has, and the token is the unwanted one, expires
-- or is missing, this worker takes it. ARGV: worker, digest of the unwanted token, lease in ms, now, leeway
local token = redis.call('GET', KEYS[1])
if token then
  local entry = cjson.decode(token)
  if redis.sha1hex(entry.value) ~= ARGV[2] and entry.expires_at - ARGV[4] > tonumber(ARGV[5]) then
    return {token, 0}
  end
end
local renews = redis.call('GET', KEYS[2])
if renews and renews ~= ARGV[1] then
  return {token, redis.call('PTTL', KEYS[2])}
end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[3])
return {token, 0}
""")

_RELEASE = Script("""
if redis.call('GET', KEYS[2]) == ARGV[1] then
  redis.call('DEL', KEYS[2])
end
return 1
""")

_SAVE = Script(f"""
-- ARGV: worker, token, its life in ms
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
{_RELEASE.source}
""")


class RedisTokenStore(LeasedTokenStore):
    """Shares tokens among all workers. One worker at a time renews a token while the others wait.

    Use it in an ``async with`` block, in one event loop after another. The server holds the token in plain
    text until it expires: access to the server's keys is access to the API in your name. Keys hold no client id.

    Args:
        server: A URL such as ``redis://host:6379/0``, or a ``coredis`` client whose block is open.
        key: All the server's keys begin with it.
        lease: Seconds for which only one worker may renew. If it is killed, the others wait no longer than this.
        leeway: A stored token that expires within so many seconds is not used.
        timeout: Seconds that an exchange with the server may take.

    Raises:
        ConfigurationError: a setting cannot work, or the ``redis`` extra is missing.
    """

    def __init__(
        self,
        server: str | Redis[Any],
        *,
        key: str = "plutio:token",
        lease: float = 15.0,
        leeway: float = 30.0,
        timeout: float = 2.0,
    ) -> None:
        check_key(key)
        check_seconds("lease", lease, positive=True, finite=True)
        check_seconds("leeway", leeway, finite=True)
        self._link = Link(server, timeout)
        self._timeout = timeout
        self._key = key
        super().__init__(lease, SystemClock())
        self._leeway = leeway

    def __repr__(self) -> str:
        return f"<RedisTokenStore {self._key!r} at {self._link.name}>"

    async def __aenter__(self) -> Self:
        await self._link.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            # If the release fails, the lease ends by itself.
            with anyio.move_on_after(self._timeout, shield=True), suppress(PlutioError):
                for account in self._unwanted:
                    await self._link.ask(_RELEASE, self._keys(account), [self._link.worker])
        finally:
            await self._link.close()

    async def load(self, account: str) -> Token | None:
        """The account's token; ``None`` when there is none, so that this worker fetches one.

        While another worker fetches, this waits for that token, for ``lease`` seconds at most.

        Raises:
            ConnectionFailed, ConfigurationError: the server cannot be reached, or refuses.
            ClientStateError: the store is not open.
        """
        self._link.check("RedisTokenStore")
        return await super().load(account)

    async def _find_or_lease(self, account: str, unwanted: str) -> Found:
        """Looks for another token than the unwanted one, or else tries to take the lease."""
        lease, leeway = str(math.ceil(self._lease * 1000)), f"{self._leeway:f}"
        args = [self._link.worker, unwanted, lease, f"{time.time():f}", leeway]
        entry, wait = await self._link.ask(_LOAD, self._keys(account), args)
        return Found(None if entry is None else Token.from_entry(json.loads(entry)), wait / 1000)

    async def _write(self, account: str, token: Token) -> None:
        """Stores the token until it expires, and ends this worker's lease."""
        self._link.check("RedisTokenStore")
        life = max(1, math.ceil(min(token.expires_at - time.time(), _LONGEST_LIFE) * 1000))
        entry = json.dumps(token.as_entry())
        await self._link.ask(_SAVE, self._keys(account), [self._link.worker, entry, str(life)])

    def _keys(self, account: str) -> list[str]:
        name = f"{self._key}:{{{account_key(account)}}}"
        return [name, f"{name}:renews"]
