"""One budget, one token and one inbox of webhooks for all workers, on Redis or Valkey. Needs the ``redis`` extra.

``async with RedisBudget(url) as budget, RedisTokenStore(url) as tokens:`` opens both, and
``Plutio.from_env(budget=budget, token_store=tokens)`` makes a client that uses them.
"""

from __future__ import annotations

from plutio_async.redis.budget import RedisBudget
from plutio_async.redis.inbox_store import RedisInboxStore
from plutio_async.redis.token_store import RedisTokenStore

__all__ = ["RedisBudget", "RedisInboxStore", "RedisTokenStore"]
