"""Answers the calls of tools. Knows nothing of the protocol.

What the tools need is imported by the first call, so that an assistant's program does not wait for it at its start.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, Any

from plutio_async.cli.failures import Problem, message, note
from plutio_async.cli.json_text import json_text
from plutio_async.cli.mcp.access import EVERYTHING, Access, Ask, Report, Unanswered, view_of
from plutio_async.cli.mcp.cursors import Kept, Question
from plutio_async.cli.mcp.tools import ToolSpec, tools
from plutio_async.cli.words import did_you_mean
from plutio_async.errors import OutcomeUnknown, PlutioError

if TYPE_CHECKING:
    from plutio_async import Plutio
    from plutio_async.mirror import Mirror


_LIST = re.compile(r"plutio list (\w+) --where ")
_LONGEST = 4_000
"""The most characters of an error."""


class Failed(Exception):
    """The call of a tool failed. The message is for the assistant."""


class Tools:
    """The tools of a client."""

    def __init__(self, plutio: Plutio, access: Access, mirror: Mirror | None = None) -> None:
        self.offered: dict[str, ToolSpec] = tools(access, mirror=mirror is not None)
        self._mirror = mirror
        self._plutio = plutio
        self._access = access
        self._cursors: Kept[Question] = Kept("cursor", "repeat the find without it")
        self._plans: Kept[Any] = Kept("run", "repeat the dry run; each is run once")

    async def call(self, name: str, arguments: Mapping[str, Any], report: Report, ask: Ask) -> str:
        """The answer of a tool.

        Raises:
            Failed: with what to correct, or what happened.
            Unanswered: from ``ask``.
        """
        try:
            self._check(name)
            given = {name: value for name, value in arguments.items() if value is not None}
            self.offered[name].check(given)
            return await self._run(name, view_of(self._plutio, self._access, report), given, ask)
        except (Problem, PlutioError, OSError, TypeError, ValueError) as error:
            raise Failed(_message(error)[:_LONGEST]) from error
        except Unanswered:
            raise
        except Exception as error:
            note(traceback.format_exc())
            raise Failed(f"unexpected {type(error).__name__}; the log of this server has more") from error

    def _check(self, name: str) -> None:
        if name == "sql" and self._mirror is None:
            raise Problem("sql is not offered: the user has to start this server with --mirror FILE")
        if name in (known := tools(EVERYTHING, mirror=True)):
            self._access.check(known[name].needs)
        else:
            hint = did_you_mean(name, self.offered) or f"there are {', '.join(self.offered)}"
            raise Problem(f"there is no tool {name!r}; {hint}")

    def _run(self, name: str, plutio: Plutio, arguments: dict[str, Any], ask: Ask) -> Awaitable[str]:
        from plutio_async.cli.mcp import describing, reading, writing

        match name:
            case "find":
                return reading.find(plutio, self._cursors, **arguments)
            case "get":
                return reading.get(plutio, **arguments)
            case "save":
                return writing.save(plutio, **arguments)
            case "act":
                return writing.act(plutio, self._access, ask, **arguments)
            case "bulk":
                return self._bulk(plutio, arguments, ask)
            case "sql":
                from plutio_async.cli.mcp import asking

                assert self._mirror is not None  # or it is not offered
                return asking.sql(self._mirror, **arguments)
            case "describe":
                return _ready(describing.describe(self._access, **arguments))
        return _ready(_budget(plutio))

    def _bulk(self, plutio: Plutio, arguments: dict[str, Any], ask: Ask) -> Awaitable[str]:
        from plutio_async.cli.mcp import bulk

        if "run" not in arguments:
            return bulk.plan(plutio, self._access, self._plans, **arguments)
        if len(arguments) > 1:
            raise Problem("run: does what the dry run showed; give it alone")
        run: str = arguments["run"]

        async def ask_once(question: str) -> bool | None:
            agreed = await ask(question)
            self._plans.take(run)
            return agreed

        return bulk.carry_out(plutio, self._access, ask_once, self._plans.find(run))


async def _ready(text: str) -> str:
    return text


def _budget(plutio: Plutio) -> str:
    """The calls that an assistant can have now."""
    budget = plutio.budget
    reserved = budget.reserved or 0
    resets_at = budget.resets_at
    return json_text({
        "left": max(0, budget.remaining - reserved),
        "kept_for_others": reserved,
        "limit": budget.limit,
        "resets_at": None if resets_at is None else resets_at.isoformat(timespec="seconds"),
    })  # fmt: skip


def _message(error: Exception) -> str:
    """The text for the assistant, whose arguments are those of the command line without dashes."""
    text = re.sub(r"^--(?=[a-z])|^RESOURCE(?=:)", lambda found: found[0].strip("-").lower(), message(error))
    text = _LIST.sub(r"find \1 where ", text)
    if isinstance(error, OutcomeUnknown):
        return f"outcome unknown: {text}. The write may have happened: look with find before you repeat it"
    return text
