"""The settings of a command: from the environment, or else from a profile of ``config.toml``."""

from __future__ import annotations

import json
import os
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from plutio_async._core.private_file import PrivateFile, Refused
from plutio_async._core.secret import Secret
from plutio_async.cli.words import did_you_mean
from plutio_async.description import BASE_URL
from plutio_async.errors import ConfigurationError

if TYPE_CHECKING:
    from plutio_async import Plutio, SharedFile

DEFAULT = "default"
_NAMES = ("client_id", "client_secret", "business", "base_url")
_CREDENTIALS = _NAMES[:2]


@frozen
class Settings:
    """What a client is made of. ``sources`` names the origin of each setting that is given."""

    profile: str
    client_id: str
    client_secret: Secret = field(repr=False)
    business: str | None
    base_url: str
    sources: Mapping[str, str]

    def client(self, *, max_wait: float | None, new_token: bool = False, reserve: int | None = None) -> Plutio:
        """A client that shares its count of calls, and its token unless ``new_token``, with all other commands."""
        from plutio_async import Plutio

        shared = self._shared(max_wait=max_wait, reserve=reserve)
        try:
            return Plutio(
                self.client_id,
                self.client_secret(),
                business=self.business,
                base_url=self.base_url,
                budget=shared.budget(self._account) if new_token else None,
                shared=None if new_token else shared,
                app_name="plutio-cli",
            )
        except ConfigurationError as error:
            if str(shared.path) not in str(error):
                raise
            raise ConfigurationError(f"{error}. XDG_CACHE_HOME names another folder for it") from error

    async def drop_token(self) -> None:
        """Removes the token that earlier commands left for this API client."""
        await self._shared().tokens().forget(self._account)

    @property
    def _account(self) -> str:
        return f"{self.base_url.rstrip('/')}|{self.client_id}"

    def _shared(self, **options: Any) -> SharedFile:
        """What all commands of this API client share, in the cache folder."""
        from hashlib import sha256

        from plutio_async import SharedFile

        name = sha256(self._account.encode()).hexdigest()[:16]
        return SharedFile(_user_folder("XDG_CACHE_HOME", ".cache") / f"shared-{name}.db", **options)


def config_path() -> Path:
    """The file of the profiles."""
    return _user_folder("XDG_CONFIG_HOME", ".config") / "config.toml"


def state_folder() -> Path:
    """Where commands keep how far they are."""
    return _user_folder("XDG_STATE_HOME", ".local/state")


def find_settings(profile: str | None) -> Settings:
    """The settings of a profile, or the environment's where it has them.

    The id and the secret come from one place, so that the secret of one API client is never sent with another's id.

    Raises:
        ConfigurationError: there are no credentials, no such profile, or the file cannot be used.
    """
    variables = {name: os.environ.get(f"PLUTIO_{name.upper()}") for name in _NAMES}
    given = {name: value for name, value in variables.items() if value}
    name = chosen_profile(profile)
    stored = _profile(name, required=name != DEFAULT)
    if given.keys() & set(_CREDENTIALS):
        stored = {key: value for key, value in stored.items() if key not in _CREDENTIALS}
    merged = stored | given
    if missing := [key for key in _CREDENTIALS if key not in merged]:
        variables_missing = " and ".join(f"PLUTIO_{key.upper()}" for key in missing)
        raise ConfigurationError(f"there are no credentials: run `plutio login`, or set {variables_missing}")
    sources = {key: f"PLUTIO_{key.upper()}" if key in given else str(config_path()) for key in merged}
    secret = Secret(merged["client_secret"])
    base_url = merged.get("base_url", BASE_URL)
    return Settings(name, merged["client_id"], secret, merged.get("business"), base_url, sources)


def chosen_profile(name: str | None) -> str:
    """The profile that a command uses, given the one that it names."""
    return name or os.environ.get("PLUTIO_PROFILE") or DEFAULT


def stored_settings(name: str) -> Settings | None:
    """Those of a profile alone, whatever the environment has; ``None`` if it has no credentials.

    Raises:
        ConfigurationError: there is no such profile, or the file cannot be used.
    """
    stored = _profile(name, required=True)
    if not set(_CREDENTIALS) <= stored.keys():
        return None
    client_id, secret = stored["client_id"], Secret(stored["client_secret"])
    return Settings(name, client_id, secret, stored.get("business"), stored.get("base_url", BASE_URL), {})


def save_profile(name: str, settings: Mapping[str, str | None]) -> None:
    """Adds or replaces a profile; the file has the mode 0600."""
    _write({**stored_profiles(), name: {key: value for key, value in settings.items() if value}})


def remove_profile(name: str) -> None:
    """Removes a profile."""
    _write({other: settings for other, settings in stored_profiles().items() if other != name})


def _write(profiles: Mapping[str, Mapping[str, str]]) -> None:
    lines: list[str] = []
    for profile, values in profiles.items():
        lines += [f"[{_text(profile)}]", *(f"{_text(key)} = {_text(value)}" for key, value in values.items()), ""]
    path = config_path()
    try:
        PrivateFile(path, forbidden=0o077).replace("\n".join(lines).encode())
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}") from None


def _profile(name: str, *, required: bool) -> dict[str, str]:
    profiles = stored_profiles()
    if name not in profiles and required:
        hint = did_you_mean(name, profiles) or f"there are {', '.join(profiles) or 'none'}"
        raise ConfigurationError(f"{config_path()} has no profile {name!r}; {hint}")
    return profiles.get(name, {})


def stored_profiles() -> dict[str, dict[str, str]]:
    """The settings of each profile of the file, secrets included."""
    path = config_path()
    try:
        tables = tomllib.loads(PrivateFile(path, forbidden=0o077).read().decode())
    except FileNotFoundError:
        return {}
    except Refused as error:
        raise ConfigurationError(f"{path} is not safe to use: {error.strerror}; `chmod 600` it") from None
    except (OSError, ValueError) as error:  # the text of a TOML error names the line, and not its content
        raise ConfigurationError(f"{path} cannot be read: {error}") from None
    return {name: _checked(path, name, table) for name, table in tables.items()}


def _checked(path: Path, name: str, table: Any) -> dict[str, str]:
    if not isinstance(table, dict):
        raise ConfigurationError(f"{path}: {name!r} stands outside of a profile; put it below [default]")
    for key, value in table.items():
        if key not in _NAMES:
            hint = did_you_mean(key, _NAMES) or f"there are {', '.join(_NAMES)}"
            raise ConfigurationError(f"{path}: profile {name!r} has an unknown setting {key!r}; {hint}")
        if not isinstance(value, str):
            raise ConfigurationError(f"{path}: {key} of profile {name!r} must be text in quotes")
    return dict(table)


def _text(value: str) -> str:
    """A basic string of TOML, which has the escapes of JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _user_folder(variable: str, fallback: str) -> Path:
    if (named := os.environ.get(variable)) and Path(named).is_absolute():
        return Path(named) / "plutio"
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home()) / "plutio"
    if sys.platform == "darwin":
        return Path.home() / "Library" / ("Caches" if "cache" in fallback else "Application Support") / "plutio"
    return Path.home() / fallback / "plutio"
