"""``python -m plutio_async.testing``: serves a sandbox on a port."""

from __future__ import annotations

import sys

try:
    from plutio_async.testing._command import main
except ModuleNotFoundError as error:
    sys.exit(f"{error.name} is missing; install it: pip install 'plutio-async[testing]'")

if __name__ == "__main__":
    sys.exit(main())
