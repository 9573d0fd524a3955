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
from plutio_async._core.json_text import TooDeep, bounded, parse_json
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
    expected, secret = Secret(secret), None  # so that no frame of an error below has it
    given, headers = Secret(headers), ()
    check_settings(expected, envelope, max_bytes)
    return read(body, given, expected, envelope, max_bytes)


def check_settings(secret: Secret, envelope: object, max_bytes: object) -> None:
    """Raises ``ConfigurationError`` for what cannot work. An empty secret would accept everybody."""
    if not _is_secret(secret):
        raise ConfigurationError("secret= takes the name of a header and its value in ASCII: ('x-secret', '…')")
    if envelope is not None and envelope not in get_args(Envelope):
        raise ConfigurationError(f"envelope={envelope!r} does not exist; give one of {', '.join(get_args(Envelope))}")
    check_count("max_bytes", max_bytes)


def read(
    body: bytes | bytearray | memoryview | str,
    headers: Secret,
    secret: Secret,
    envelope: Envelope | None,
    max_bytes: int,
) -> Event:
    """As ``receive``, for checked settings, and with the headers and the secret hidden."""
    if (wrong := _wrong_with(headers, secret)) is not None:
        raise WrongSecret(wrong)
    content = body.encode(errors="surrogatepass") if isinstance(body, str) else bytes(body)
    if len(content) > max_bytes:
        raise DeliveryTooLarge(f"the body has {len(content)} bytes, and max_bytes={max_bytes}")
    try:
        return _event(bounded(parse_json(content)), _without(headers, secret), envelope)
    except TooDeep as error:
        raise UnreadableDelivery(f"the body {error}") from None
    except ValueError as error:
        raise UnreadableDelivery(f"the body is no JSON: {error}") from None


def _is_secret(secret: Secret) -> bool:
    pair = secret()
    if pair is None:
        return True
    texts = pair if isinstance(pair, tuple) and len(pair) == 2 else ()
    return bool(texts) and all(isinstance(text, str) and text.strip() and text.isascii() for text in texts)


def _wrong_with(headers: Secret, secret: Secret) -> str | None:
    """What is wrong with the secret, if anything. Takes as long for a wrong value as for the right one."""
    if secret() is None:
        return None
    name, value = secret()
    given = _lower(headers()).get(name.lower())
    if hmac.compare_digest((given or "").encode(errors="surrogatepass"), value.encode()):
        return None
    return f"the header {name!r} is missing" if given is None else f"the header {name!r} has another value"


def _without(headers: Secret, secret: Secret) -> Secret:
    """The other headers: the secret is no name of an event."""
    names = {secret()[0].lower()} if secret() else set()
    return Secret({name: value for name, value in _lower(headers()).items() if name not in names})


def _lower(headers: Headers) -> dict[str, str]:
    return {_text(name).lower(): _text(value) for name, value in dict(headers).items()}


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _event(raw: Any, headers: Secret, envelope: Envelope | None) -> Event:
    found = recognise(raw, headers(), envelope)
    if found is None:
        return Event(None, None, None, None, raw, _key(None, raw))
    name, data = found
    entity, _, action = name.partition(".")
    model = model_of(entity)
    return Event(name, entity, action, None if model is None else model.from_dict(data), raw, _key(name, data))


def _key(name: str | None, data: Any) -> str:
    """A hash that the order of the fields does not change."""
    return hashlib.sha256(json.dumps([name, data], sort_keys=True).encode()).hexdigest()
