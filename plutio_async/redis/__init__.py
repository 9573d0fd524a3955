"""One budget, one token and one inbox of webhooks for all workers, on Redis or Valkey. Needs the ``redis`` extra.

``Plutio.from_env(shared=url)`` shares budget and token, ``SharedRedis`` is the same with options. ``RedisBudget`` and
``RedisTokenStore`` are the two apart.
"""

from __future__ import annotations

from plutio_async.redis.budget import RedisBudget
from plutio_async.redis.inbox_store import RedisInboxStore
from plutio_async.redis.shared import SharedRedis
from plutio_async.redis.token_store import RedisTokenStore

__all__ = ["RedisBudget", "RedisInboxStore", "RedisTokenStore", "SharedRedis"]
