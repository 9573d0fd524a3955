"""Placeholder of the lead's; the query helper overwrites this file with the real builder."""
import json
from typing import Any
QueryLike = Any
class F: ...
def compile_query(q, names): return q if q is None or isinstance(q, str) else json.dumps(q)
def compile_filters(filters, names): return [((names.wire(k) or k) if names else k, str(v)) for k, v in filters.items()]
