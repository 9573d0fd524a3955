"""The command line ``plutio``. Needs the extra ``cli``."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs the command of this process, and returns its exit code."""
    try:
        from plutio_async.cli import app

        return app.main(sys.argv[1:])
    except KeyboardInterrupt:  # while it starts
        return 130
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("cyclopts", "rich"):
            raise
        sys.stderr.write("plutio: the command line needs more packages: pip install 'plutio-async[cli]'\n")
        return 1
