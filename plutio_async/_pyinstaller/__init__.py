"""Tells PyInstaller, by an entry point of the package, where the hook is that collects what the package needs."""

from pathlib import Path


def hook_dirs() -> list[str]:
    """The folder of the hook."""
    return [str(Path(__file__).parent)]
