"""The transport: requests and responses, connection pool, streams, deadlines, proxies."""
