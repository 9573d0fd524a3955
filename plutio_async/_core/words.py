"""Words of messages."""

from __future__ import annotations

from collections.abc import Iterable


def with_article(name: str) -> str:
    """``a Task``, ``an Invoice``."""
    return f"{'an' if name[:1].lower() in 'aeio' else 'a'} {name}"


def counted(n: int, noun: str) -> str:
    """``1 attempt``, ``3 attempts``."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def unexpected_setting(owner: str, name: str, known: Iterable[str]) -> TypeError:
    """The error for a keyword that a client or its options do not have."""
    if name in ("api_key", "apikey", "token", "access_token", "bearer_token"):
        hint = "give client_id= and client_secret=, with which the client fetches its tokens"
    else:
        hint = did_you_mean(name, known) or f"it takes {', '.join(known)}"
    return TypeError(f"{owner}() has no argument {name!r}; {hint}")


def did_you_mean(name: object, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """``did you mean 'x'?`` with the closest of the known names in any case, or ``""`` if none is close."""
    from difflib import get_close_matches  # which only a mistake needs

    if not isinstance(name, str):
        return ""
    names = {one.lower(): one for one in known}
    close = get_close_matches(name.lower(), names, n=1, cutoff=cutoff)
    return f"did you mean {names[close[0]]!r}?" if close else ""
