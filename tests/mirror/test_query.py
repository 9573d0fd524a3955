"""Queries read, end in time, and say what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from plutio_async.errors import InvalidInput
from plutio_async.mirror import Mirror

pytestmark = pytest.mark.integration

READS_ONLY = "a query of a mirror reads its tables, and does nothing else; give a SELECT"
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("DELETE FROM records", READS_ONLY),
        ("DELETE FROM tasks", READS_ONLY),
        ("UPDATE meta SET value = 0", READS_ONLY),
        ("INSERT INTO records VALUES (1, 2, 3, 4)", READS_ONLY),
        ("DROP TABLE records", READS_ONLY),
        ("CREATE TEMP TABLE x (y)", READS_ONLY),
        ("ATTACH '/tmp/other.db' AS other", READS_ONLY),
        ("PRAGMA user_version = 7", READS_ONLY),
        ("VACUUM INTO '/tmp/copy.db'", READS_ONLY),
        ("BEGIN", READS_ONLY),
        ("SELECT load_extension('x')", "not authorized to use function: load_extension"),
        ("SELECT readfile('/etc/passwd')", "no such function: readfile"),
        ("SELECT 1; DELETE FROM records", "You can only execute one statement at a time"),
        ("SELECT * FROM task", "no such table: task; did you mean 'tasks'?"),
        ("SELECT * FROM nothing_like_it", "there are archive, block_groups"),
        ("SELECT titel FROM tasks", "no such column: titel; did you mean 'title'?"),
        ("SELECT t.titel FROM tasks t", "no such column: t.titel; did you mean 'title'?"),
        ("SELECT custom.Size FROM projects", 'write it in double quotes: "custom.Size"'),
        ("SELECT ?", "Incorrect number of bindings"),
        ("SELEC 1", 'near "SELEC": syntax error'),
        ("", "the query is empty; give a SELECT"),
        ("SELECT zeroblob(900000000)", "the query makes a value that is too large"),
    ],
)
def test_what_a_query_may_not(mirror: Mirror, query: str, message: str) -> None:
    content = mirror.select("SELECT * FROM records").rows
    with pytest.raises(InvalidInput) as caught:
        mirror.query(query)
    assert message in str(caught.value)
    assert mirror.select("SELECT * FROM records").rows == content
    assert not Path("/tmp/copy.db").exists()


def test_a_query_that_never_ends_is_stopped(mirror: Mirror) -> None:
    with pytest.raises(InvalidInput, match=r"the query was stopped after 0.05 seconds; let it read less"):
        mirror.query(ENDLESS, seconds=0.05)


def test_too_many_rows_are_refused_or_cut(mirror: Mirror) -> None:
    with pytest.raises(InvalidInput, match="the query gives more than 3 rows; add a LIMIT"):
        mirror.query("SELECT id FROM tasks", max_rows=3)
    assert len(mirror.query("SELECT id FROM tasks", max_rows=28)) == 28
    found = mirror.select("SELECT id FROM tasks", max_rows=3)
    assert (len(found.rows), found.cut, found.columns) == (3, True, ("id",))


def test_parameters(mirror: Mirror) -> None:
    by_name = mirror.query("SELECT :a AS a, :b AS b", {"a": 1, "b": "x"})
    assert by_name == [{"a": 1, "b": "x"}]
    assert mirror.query("SELECT ? AS a", [None]) == [{"a": None}]
