"""``learned.toml``: what the run measured, for ``Plutio(learned=…)``."""

from __future__ import annotations

import json

from plutio_async import __version__
from plutio_async.cli.doctor.run import Run

_ABOUT = {
    "page_size": "The largest page that came. It sizes pages, and never proves that a list has ended.",
    "sort": "The grammar of `sort`: suffix is createdAt_desc, minus is -createdAt.",
    "path_ids": "Where `GET /resource/{id}` reads one record.",
}


def learned_text(run: Run) -> str:
    """The file. What was not measured is left out, and the client keeps to its defaults there."""
    lines = [f'# Measured by plutio doctor {__version__}. Load it with Plutio(learned="learned.toml").', "version = 1"]
    for name, about in _ABOUT.items():
        if name in run.learned:
            lines += ["", f"# {about}", f"{name} = {json.dumps(run.learned[name])}"]
    return "\n".join(lines) + "\n"
