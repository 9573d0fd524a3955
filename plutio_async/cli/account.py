"""``plutio login``, ``logout``, ``profiles``, ``whoami`` and ``budget``."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from plutio_async.cli.client import Connection, FormatOption, run
from plutio_async.cli.failures import Problem, note

if TYPE_CHECKING:
    from plutio_async import Plutio
    from plutio_async.cli.config import Settings

_DEFAULT = Connection()


@Parameter(name="*")
@dataclass(kw_only=True)
class ApiClient:
    """An API client of a workspace, without its secret.

    Parameters
    ----------
    client_id
        The id of the API client; asked for if not given.
    business
        The workspace's subdomain; not needed if the API client is enabled for one workspace only.
    base_url
        Another address of the API.
    """

    client_id: str | None = None
    business: str | None = None
    base_url: str | None = None


_ASKED = ApiClient()


def login(
    *,
    profile: str = "default",
    client: ApiClient = _ASKED,
    secret_stdin: bool = False,
    check: Annotated[bool, Parameter(negative="--no-check")] = True,
) -> None:
    """Store the credentials of an API client in config.toml, for this user only.

    Plutio shows them in Settings, API manager. The secret is no option, because other users can see those of a process.

    Parameters
    ----------
    profile
        The name of the profile.
    secret_stdin
        Read the secret from stdin instead of asking for it.
    check
        Make a call with the credentials first.
    """
    import anyio

    from plutio_async._core.secret import Secret
    from plutio_async.cli.config import Settings, config_path, save_profile
    from plutio_async.description import BASE_URL

    client_id = client.client_id or _asked("Client id: ", "--client-id")
    secret = Secret(sys.stdin.readline().strip() if secret_stdin else _asked_secret())
    if not secret():
        raise Problem("the client secret is empty; copy it from Settings, API manager")
    settings = Settings(profile, client_id, secret, client.business, client.base_url or BASE_URL, {})
    if check:
        anyio.run(_check, settings)
    anyio.run(settings.drop_token)  # it may be that of another secret
    save_profile(
        profile,
        {"client_id": client_id, "client_secret": secret(), "business": client.business, "base_url": client.base_url},
    )
    note(f"plutio: saved the profile {profile!r} in {config_path()}")


async def _check(settings: Settings) -> None:
    """Makes a call with a new token, since one that is cached says nothing about the secret. Raises its error."""
    async with settings.client(max_wait=60.0, new_token=True) as plutio:
        await plutio.businesses.list(limit=1)


def _asked(question: str, option: str) -> str:
    if not sys.stdin.isatty():
        raise Problem(f"{option}: is missing, and there is no terminal to ask on")
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip() or _asked(question, option)


def _asked_secret() -> str:
    from getpass import getpass

    if not sys.stdin.isatty():
        raise Problem("there is no terminal to ask on; give the secret on stdin with --secret-stdin")
    return getpass("Client secret: ", stream=sys.stderr).strip()


def logout(*, profile: str = "default") -> None:
    """Remove a profile from config.toml, and its token from this machine. The API client itself stays in Plutio.

    Parameters
    ----------
    profile
        The name of the profile.
    """
    import anyio

    from plutio_async.cli.config import config_path, remove_profile, stored_settings

    if (settings := stored_settings(profile)) is not None:
        anyio.run(settings.drop_token)
    remove_profile(profile)
    note(f"plutio: removed the profile {profile!r} from {config_path()}")


def profiles(*, format: FormatOption = None) -> None:
    """Show the profiles of config.toml, without their secrets. Makes no call."""
    from plutio_async.cli.config import chosen_profile, stored_profiles
    from plutio_async.cli.output import output

    columns = ["profile", "client_id", "business", "base_url", "used"]
    with output(format, columns) as out:
        for name, stored in stored_profiles().items():
            shown = {key: value for key, value in stored.items() if key != "client_secret"}
            out.write({"profile": name, **shown, "used": name == chosen_profile(None)})


def whoami(*, format: FormatOption = None, connection: Connection = _DEFAULT) -> None:
    """Show the API client, where its settings come from, and the workspaces that it may use. Makes a call."""
    from plutio_async.cli.config import find_settings
    from plutio_async.cli.output import output

    settings = find_settings(connection.profile)

    async def work(plutio: Plutio) -> list[dict[str, Any]]:
        return [one.to_dict(names="python") for one in await plutio.businesses.list()]

    found = run(connection, work) or []
    workspaces = [one.get("subdomain") or one.get("title") or one.get("name") or one.get("id") for one in found]
    shown = {
        "profile": settings.profile,
        "client_id": settings.client_id,
        "business": settings.business,
        "base_url": settings.base_url,
        "workspaces": workspaces,
        "sources": dict(settings.sources),
    }
    with output(format, None, known=list(shown), single=True) as out:
        out.write(shown)


def budget(*, format: FormatOption = None, connection: Connection = _DEFAULT) -> None:
    """Show the calls of this hour that are left, counted over all commands. Makes no call."""
    from plutio_async.cli.config import find_settings
    from plutio_async.cli.output import output

    counted = find_settings(connection.profile).client(max_wait=None).budget
    resets_at = counted.resets_at
    shown = {
        "limit": counted.limit,
        "remaining": counted.remaining,
        "waiting": counted.waiting,
        "resets_at": None if resets_at is None else resets_at.isoformat(timespec="seconds"),
    }
    with output(format, None, known=list(shown), single=True) as out:
        out.write(shown)
