"""A former name works for one release, warns with the new one, and is not shown."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from .calls import TITLE, Api, operation, sent, things
from .conftest import Generate

pytestmark = [pytest.mark.anyio, pytest.mark.integration]

RENAMED = """
title:
  type: string
  description: The title.
  x-deprecated-name: headLine
mood:
  $ref: "#/components/schemas/Mood"
"""
MOOD = """
Mood:
  type: string
  description: A mood.
  x-extensible-enum:
    - glad
    - sad
  x-deprecated-name:
    happy: glad
"""


async def test_a_former_argument_is_sent_by_its_new_name(generate: Generate) -> None:
    """Not together with the new one."""
    api = Api({"_id": "t"})
    resource = things(generate(RENAMED, MOOD), api)
    with pytest.warns(
        DeprecationWarning, match=r"things\.update\(\)\.head_line is now things\.update\(\)\.title"
    ) as seen:
        await resource.update("t", head_line="a")
    assert sent(api)[3] == {"_id": "t", "title": "a"}
    assert seen[0].filename == __file__
    with pytest.raises(TypeError, match="unexpected keyword argument 'head_line'"):
        await resource.update("t", title="a", head_line="b")


async def test_a_former_field_reads_the_new_one(generate: Generate) -> None:
    """It is no attribute for completion, and a name that never was stays an error."""
    thing = importlib.import_module(f"{generate(RENAMED, MOOD).__name__}.models").Thing(id="t", title="a")
    with pytest.warns(DeprecationWarning, match=r"Thing\.head_line is now Thing\.title; the former name goes") as seen:
        assert thing.head_line == "a"
    assert seen[0].filename == __file__
    assert "head_line" not in dir(thing)
    with pytest.raises(AttributeError, match="Thing has no attribute 'headline'"):
        _ = thing.headline


async def test_a_former_value_is_the_new_one(generate: Generate) -> None:
    """A value that never was stays an error."""
    mood: Any = importlib.import_module(f"{generate(RENAMED, MOOD).__name__}.models").Mood
    with pytest.warns(DeprecationWarning, match=r"Mood\.HAPPY is now Mood\.GLAD") as seen:
        assert mood.HAPPY is mood.GLAD
    assert seen[0].filename == __file__
    assert "HAPPY" not in dir(mood)
    with pytest.raises(AttributeError, match="Mood has no attribute 'ANGRY'"):
        _ = mood.ANGRY


async def test_a_former_method_calls_the_new_one(generate: Generate) -> None:
    """It is no attribute for completion, and a name that never was stays an error."""
    call = operation("polish", "post", "/things/polish", "ThingUpdate").replace(
        "x-evidence: observed", "x-evidence: observed\n    x-deprecated-name: things_shine"
    )
    api = Api({"_id": "t"})
    resource = things(generate(TITLE, paths=call), api)
    with pytest.warns(DeprecationWarning, match=r"things\.shine is now things\.polish") as seen:
        await resource.shine("t", title="a")
    assert seen[0].filename == __file__
    assert sent(api)[1] == "/things/polish"
    assert "shine" not in dir(resource)
    with pytest.raises(AttributeError, match="things has no attribute 'shin'"):
        _ = resource.shin
