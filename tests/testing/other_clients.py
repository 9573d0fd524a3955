"""Three clients in the style of public ones, with plain httpx. They know nothing of this package.

They make the requests that these projects make, with the same headers, bodies and assumptions about the answers:

- `PathClient`: thecreativelabs/plutio-mcp, first version. Ids in the path, `sort=-field`, bulk calls of every resource.
- `BulkClient`: the same project later. Every change of a record is a bulk call with one id.
- `CollectionClient`: jackmates/plutio-mcp and jackmates/n8n-nodes-plutio. Ids in the body or in `_id`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import quote

import httpx


class PathClient:
    def __init__(self, base: str, client_id: str, client_secret: str) -> None:
        self._web = httpx.AsyncClient()
        self._base = base
        self._form = {"client_id": client_id, "client_secret": client_secret, "grant_type": "client_credentials"}
        self._headers: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        token = await self._fetch_token()
        assert datetime.fromisoformat(token["accessTokenExpiresAt"]) > datetime.now(UTC)
        [business] = token["client"]["businesses"]
        self._headers = {"Authorization": f"Bearer {token['accessToken']}", "Business": business}
        self._headers["Accept"] = "application/json"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._web.aclose()

    async def _fetch_token(self, **headers: str) -> dict[str, Any]:
        answer = await self._web.post(f"{self._base}/oauth/token", data=self._form, headers=headers)
        return answer.raise_for_status().json()

    async def request(self, method: str, path: str, query: Mapping[str, Any] | None = None, body: Any = None) -> Any:
        """Objects in the query are JSON. A call without a body has no content type."""
        given = {name: json.dumps(value) if isinstance(value, dict) else value for name, value in (query or {}).items()}
        sent = {} if body is None else {"json": body}
        answer = await self._web.request(method, f"{self._base}/{path}", params=given, headers=self._headers, **sent)
        if answer.is_error:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json()

    async def list(self, path: str, **query: Any) -> list[dict[str, Any]]:
        rows = await self.request("GET", path, query)
        assert isinstance(rows, list)
        return rows

    async def create(self, path: str, **fields: Any) -> dict[str, Any]:
        return await self.request("POST", path, body=fields)

    async def get(self, path: str, record_id: str) -> dict[str, Any]:
        return await self.request("GET", f"{path}/{quote(record_id)}")

    async def update(self, path: str, record_id: str, **fields: Any) -> Any:
        return await self.request("PUT", f"{path}/{quote(record_id)}", body=fields)

    async def delete(self, path: str, record_id: str) -> Any:
        return await self.request("DELETE", f"{path}/{quote(record_id)}")

    async def archive(self, path: str, record_id: str) -> Any:
        return await self.request("POST", f"{path}/archive", body={"_id": record_id})

    async def bulk_update(self, path: str, ids: list[str], **fields: Any) -> Any:
        return await self.request("PUT", f"{path}/bulk", body={"_ids": ids, **fields})

    async def bulk_delete(self, path: str, ids: list[str]) -> Any:
        return await self.request("DELETE", f"{path}/bulk", body={"_ids": ids})

    async def bulk_archive(self, path: str, ids: list[str]) -> Any:
        return await self.request("POST", f"{path}/bulk/archive", body={"_ids": ids})


class BulkClient(PathClient):
    async def update(self, path: str, record_id: str, **fields: Any) -> Any:
        return await self.bulk_update(path, [record_id], **fields)

    async def delete(self, path: str, record_id: str) -> Any:
        return await self.bulk_delete(path, [record_id])

    async def archive(self, path: str, record_id: str, archived: bool = True) -> Any:
        return await self.request("POST", f"{path}/bulk/archive", body={"_ids": [record_id], "isArchived": archived})


class CollectionClient(PathClient):
    async def __aenter__(self) -> Self:
        token = await self._fetch_token(Business="example")
        assert int(token["expires_in"]) > 60
        self._headers = {"authorization": f"Bearer {token['access_token']}", "business": "example"}
        self._headers["content-type"] = "application/json"
        return self

    async def list_all(self, path: str, page_size: int = 100, **query: Any) -> list[dict[str, Any]]:
        """Reads pages until one is shorter than the limit."""
        rows: list[dict[str, Any]] = []
        while True:
            page = await self.list(path, **query, skip=len(rows), limit=page_size)
            rows += page
            if len(page) < page_size:
                return rows

    async def get(self, path: str, record_id: str) -> dict[str, Any]:
        """Accepts an array or a single object."""
        found = await self.request("GET", path, {"_id": record_id})
        return found[0] if isinstance(found, list) else found

    async def update(self, path: str, record_id: str, **fields: Any) -> Any:
        return await self.request("PUT", path, body={"_id": record_id, **fields})

    async def delete(self, path: str, record_id: str) -> Any:
        return await self.request("DELETE", path, body={"_id": record_id})

    async def act(self, path: str, action: str, record_id: str, **fields: Any) -> Any:
        """`archive`, `move` or `copy`."""
        return await self.request("POST", f"{path}/{action}", body={"_id": record_id, **fields})
