"""The error answers of the API."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from plutio_async.testing._api.wire import Answer, json_answer

_PAGE = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n'
    "<body>\n<pre>{reason}</pre>\n</body>\n</html>\n"
)


class Refusal(Exception):
    """The request is answered with an error; raised anywhere on its way."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers or {}

    def answer(self) -> Answer:
        """The usual body: ``code`` and ``message``."""
        return json_answer(self.status, self.body(), self.headers)

    def body(self) -> dict[str, Any]:
        return {"code": self.status, "message": self.message}


class OauthRefusal(Refusal):
    """A refusal in the shape of the API's OAuth library."""

    def __init__(self, status: int, name: str, message: str) -> None:
        super().__init__(status, message)
        self.name = name

    def body(self) -> dict[str, Any]:
        return {
            "statusCode": self.status,
            "status": self.status,
            "code": self.status,
            "message": self.message,
            "name": self.name,
        }


class HtmlRefusal(Refusal):
    """A page where JSON is promised, as the live API sends for a write without a JSON content type."""

    def answer(self) -> Answer:
        page = _PAGE.format(reason=HTTPStatus(self.status).phrase)
        return Answer(self.status, page.encode(), {"content-type": "text/html; charset=utf-8", **self.headers})


def not_found() -> Refusal:
    """No record has the id."""
    return Refusal(404, "Not found")
