"""Query parameters of a call become keywords of its methods."""

from __future__ import annotations

import inspect

import pytest

from .calls import TITLE, Api, operation, sent, things
from .conftest import Generate

pytestmark = [pytest.mark.anyio, pytest.mark.integration]

REQUIRED = """
- name: ofKind
  in: query
  required: {required}
  {more}
  description: Which kind.
  schema:
    type: string
- name: since
  in: query
  schema:
    type: string
"""


@pytest.mark.parametrize(
    ("required", "more", "of_one"),
    [("true", "", {"of_kind": "a"}), ("false", "x-required-to-list: true", {})],
)
async def test_a_required_parameter_is_a_required_keyword(
    generate: Generate, required: str, more: str, of_one: dict[str, str]
) -> None:
    """Of everything that lists; of what asks for one by its id, unless only lists need it."""
    api = Api([{"_id": "t"}], [{"_id": "t"}])
    resource = things(generate(TITLE, parameters=REQUIRED.format(required=required, more=more)), api)
    for method in (resource.list, resource.iterate, resource.pages):
        parameter = inspect.signature(method).parameters["of_kind"]
        assert (parameter.default, parameter.annotation) == (inspect.Parameter.empty, "str")
        with pytest.raises(TypeError, match="of_kind"):
            await method()
    assert "of_kind: Which kind." in (inspect.getdoc(resource) or "")
    await resource.list(of_kind="a")
    assert sent(api)[2] == {"ofKind": "a"}
    with pytest.raises(TypeError, match="of_kind" if of_one else "since"):
        await resource.get("t", **({} if of_one else {"since": "x"}))
    assert (await resource.get("t", **of_one)).id == "t"
    assert sent(api)[2] == {"_id": "t"} | ({"ofKind": "a"} if of_one else {})


async def test_what_is_read_by_another_call_takes_its_parameters_too(generate: Generate) -> None:
    """One that is required must be there, others may be left out, and more can be given."""
    read = operation("tally", "get", "/things/tally").replace(
        "    x-idempotent: false\n",
        """    x-idempotent: true
    parameters:
      - name: ofKind
        in: query
        required: true
        schema:
          type: string
      - name: maxAge
        in: query
        schema:
          type: integer
""",
    )
    api = Api({}, {})
    resource = things(generate(TITLE, paths=read), api)
    with pytest.raises(TypeError, match="of_kind"):
        await resource.tally()
    await resource.tally(of_kind="a")
    assert sent(api) == ("GET", "/things/tally", {"ofKind": "a"}, None)
    await resource.tally(of_kind="a", max_age=3, more="x")
    assert sent(api)[2] == {"ofKind": "a", "maxAge": "3", "more": "x"}
