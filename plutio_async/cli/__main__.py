"""``python -m plutio_async.cli``: the same as ``plutio``."""

from __future__ import annotations

import sys

from plutio_async.cli import main

sys.exit(main())
