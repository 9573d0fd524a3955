"""Deliveries of webhooks as events."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from attrs import field, frozen

from plutio_async._core.checks import check_count
from plutio_async._core.errors import ConfigurationError, DeliveryTooLarge, UnreadableDelivery, WrongSecret
from plutio_async._core.json_text import parse_json
from plutio_async._core.secret import Secret
from plutio_async._models.model import Model
from plutio_async.webhooks._entities import model_of
from plutio_async.webhooks._envelopes import Envelope, recognise

MAX_BYTES = 8 * 1024 * 1024
Headers = Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]]


@frozen
class Event:
    """A record was created, changed or deleted.

    Attributes:
        name: Such as ``task.edit``; ``None`` if the envelope is unknown.
        entity: Such as ``task``; people are ``contact``.
        action: ``create``, ``edit`` or ``remove``; another word if Plutio sends one.
        record: The record, such as a ``Task``; ``None`` if the envelope or the entity is unknown.
        raw: The whole body, as parsed JSON.
        key: The same for repeated deliveries of an event: a hash of its name and of its record, which has the id and
            ``updatedAt``; of ``raw`` if the envelope is unknown.
    """

    name: str | None
    entity: str | None
    action: str | None
    record: Model | None
    raw: Any
    key: str = field(repr=False)


def receive(
    body: bytes | bytearray | memoryview | str,
    headers: Headers,
    secret: tuple[str, str] | None = None,
    *,
    envelope: Envelope | None = None,
    max_bytes: int = MAX_BYTES,
) -> Event:
    """The event in a delivery of a webhook.

    Plutio publishes neither the envelope around the record nor a signature. So each plausible envelope is recognised
    by its shape, and an unknown one gives an event with all of ``raw``.

    Args:
        body: The body of the request.
        headers: Its headers, a mapping or pairs. An envelope may name the event in a header.
        secret: A header that Plutio sends, as you set it there, and its value: ``("x-secret", "…")``.
        envelope: Accepts this one only: ``"wrapped"``, ``"split"``, ``"keyed"``, ``"flat"`` or ``"bare"``.
        max_bytes: The longest body.

    Raises:
        WrongSecret: the header with the secret is missing or has another value.
        DeliveryTooLarge: the body is longer than ``max_bytes``.
        UnreadableDelivery: the body is no JSON.
        ConfigurationError: ``secret`` or another argument cannot work.
    """
    expected, secret = _check_secret(secret), None  # so that no frame of an error below has it
    _check(envelope, max_bytes)
    given = _lower(headers)
    wrong = None if expected is None else _wrong_with(given, expected)
    if expected is not None:
        given.pop(expected[0], None)
    del headers
    if wrong is not None:
        raise WrongSecret(wrong)
    content = body.encode(errors="surrogatepass") if isinstance(body, str) else bytes(body)
    if len(content) > max_bytes:
        raise DeliveryTooLarge(f"the body has {len(content)} bytes, and max_bytes={max_bytes}")
    try:
        return _event(parse_json(content), given, envelope)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise UnreadableDelivery(f"the body is no JSON: {reason}") from None


def _check_secret(secret: object) -> tuple[str, Secret] | None:
    """The header in lower case and its value. Raises ``ConfigurationError``: an empty one would accept everybody."""
    if secret is None:
        return None
    pair = secret if isinstance(secret, tuple) and len(secret) == 2 else (None, None)
    if not all(isinstance(text, str) and text.strip() and text.isascii() for text in pair):
        raise ConfigurationError("secret= takes the name of a header and its value in ASCII: ('x-secret', '…')")
    return str(pair[0]).lower(), Secret(pair[1])


def check_settings(secret: object, envelope: object, max_bytes: object) -> None:
    """Raises ``ConfigurationError`` for arguments with which ``receive`` cannot work."""
    _check_secret(secret)
    _check(envelope, max_bytes)


def _check(envelope: object, max_bytes: object) -> None:
    if envelope is not None and envelope not in get_args(Envelope):
        raise ConfigurationError(f"envelope={envelope!r} does not exist; give one of {', '.join(get_args(Envelope))}")
    check_count("max_bytes", max_bytes)


def _wrong_with(headers: Mapping[str, str], expected: tuple[str, Secret]) -> str | None:
    """What is wrong with the secret, if anything. Takes as long for a wrong value as for the right one."""
    name, value = expected
    given = headers.get(name)
    if hmac.compare_digest((given or "").encode(errors="surrogatepass"), value().encode()):
        return None
    return f"the header {name!r} is missing" if given is None else f"the header {name!r} has another value"


def _lower(headers: Headers) -> dict[str, str]:
    return {_text(name).lower(): _text(value) for name, value in dict(headers).items()}


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _event(raw: Any, headers: Mapping[str, str], envelope: Envelope | None) -> Event:
    found = recognise(raw, headers, envelope)
    if found is None:
        return Event(None, None, None, None, raw, _key(None, raw))
    name, data = found
    entity, _, action = name.partition(".")
    model = model_of(entity)
    return Event(name, entity, action, None if model is None else model.from_dict(data), raw, _key(name, data))


def _key(name: str | None, data: Any) -> str:
    """A hash that the order of the fields does not change."""
    return hashlib.sha256(json.dumps([name, data], sort_keys=True).encode()).hexdigest()
