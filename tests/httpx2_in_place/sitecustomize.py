"""Puts httpx2 in the place of httpx in each Python that has this folder on its path.

So in the workers of xdist, in plugins, and in the programs and test runs that tests start. It waits for the first import
of httpx, so that what does not use httpx starts as usual.
"""

import sys
from importlib.machinery import PathFinder
from importlib.util import find_spec


class _FirstImport:
    """Calls ``alias_httpx()`` just before httpx or httpcore is imported for the first time."""

    def find_spec(self, name, path=None, target=None):
        if name not in ("httpx", "httpcore") or PathFinder.find_spec("httpx2") is None:
            return None
        sys.meta_path.remove(self)
        import httpx2

        httpx2.alias_httpx()
        del sys.modules[name]  # which alias_httpx() set, and which is imported right now
        return find_spec(name)


sys.meta_path.insert(0, _FirstImport())
