"""What to write instead of the operators and keywords that other libraries have."""

from __future__ import annotations

import re
from collections.abc import Mapping


def _by_name(names: Mapping[str, str]) -> dict[str, str]:
    return {name: right for right, wrong in names.items() for name in wrong.split()}


_OPERATORS = _by_name(
    {
        "{field} == …": "eq exact equal equals date",
        "{field} != …": "ne neq not noteq notequal notequals isnot",
        "{field} < …": "lt before lessthan",
        "{field} <= …": "lte le",
        "{field} > …": "gt after greaterthan",
        "{field} >= …": "gte ge",
        "{field}.between(low, high)": "between range year month",
        "{field}.in_([…])": "in isin oneof anyof",
        "{field}.not_in([…])": "nin notin noneof",
        "{field}.contains('…')": "contains icontains like ilike search",
        "~{field}.contains('…')": "notcontains notlike notilike",
        "{field}.starts_with('…')": "startswith prefix",
        "{field}.starts_with('…', ignore_case=True)": "istartswith",
        "{field}.regex('…$')": "endswith suffix",
        "{field}.regex('…$', ignore_case=True)": "iendswith",
        "{field}.regex('^…$', ignore_case=True)": "iexact",
        "{field}.regex('…')": "regex regexp rlike match matches fullmatch",
        "{field}.regex('…', ignore_case=True)": "iregex",
        "{field} == None or {field} != None": "is isnull isnone null none",
        "{field}.exists()": "exists",
        "{field}.size(…)": "size len length count",
        "{field} == …, also for an item of a list": "has any",
        "({field} == …) & ({field} == …)": "all",
        "{field}.elem_match(…)": "elemmatch",
        "sort='{path}_asc'": "asc",
        "sort='{path}_desc' or sort='-{path}'": "desc",
    }
)

_KEYWORDS = _by_name(
    {
        "write list(skip=…, limit=…) for one page, iterate() for all": "page pagenumber offset start skip",
        "write list(limit=…), iterate(page_size=…) or iterate().to_list(max=…)": (
            "limit perpage pagesize size top take first max maxresults count"
        ),
        "write sort='due_date_desc' or sort='-due_date' in list(), iterate() and pages()": (
            "sort sortby order orderby ordering"
        ),
        "write a condition as q=, such as q=F.title.contains('…')": "query where filter filters search text params",
        "write q=F.custom('…') == …": "custom",
        "each record comes with all its fields": "fields select columns only",
        "write plutio.expand(records, …)": "expand include populate",
        "write get_many(ids)": "ids",
        "write iterate({name}=…)": "cursor progress readahead pagecap",
        "write changes({name}=…)": "since deleted",
        "write watch(every=…)": "every",
        "write plutio.with_options(retries=…)": "retry maxretries",
        "write plutio.for_business(…)": "business businessid workspace",
    }
)

_OPTIONS = {"timeout", "maxwait", "retries", "coalesce", "headers"}


def operator(field: str, name: str, path: str = "") -> str:
    """``write F.due_date < …`` for ``lt`` or ``$lt``; ``""`` for a name that is no operator elsewhere."""
    right = _OPERATORS.get(_plain(name), "")
    return f"write {right.format(field=field, path=path)}" if right and (path or "{path}" not in right) else ""


def keyword(name: str) -> str:
    """Where an argument of other methods or libraries belongs; ``""`` for any other name."""
    return _KEYWORDS.get(_plain(name), "").format(name=name) or option(name)


def option(name: str) -> str:
    """Where an option of the client belongs; ``""`` for any other name."""
    return f"write plutio.with_options({name}=…)" if _plain(name) in _OPTIONS else ""


def written(path: str) -> str:
    """A field as it is written: ``F.name.first``, ``F('contact_emails.0.kind')``."""
    is_name = all(part.isidentifier() and not part.startswith("_") for part in path.split("."))
    return f"F.{path}" if is_name else f"F({path!r})"


def _plain(name: str) -> str:
    return re.sub(r"[$_]", "", name).lower()
