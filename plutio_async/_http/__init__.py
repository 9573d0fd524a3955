"""The transport: requests and responses, connection pool, streams, deadlines, proxies. Only here is httpx imported."""
