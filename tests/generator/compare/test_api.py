"""What changed in the public Python API of a package, made up for each case."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.compare.api import api_changes
from generator.compare.change import Change

pytestmark = pytest.mark.integration

FILES = {
    "__init__.py": """
TYPE_CHECKING = False
if TYPE_CHECKING:
    from plutio_async._client import Base as Root, Plutio
    from plutio_async.errors import PlutioError
__all__ = ["Plutio", "PlutioError", "Root"]
""",
    "_client.py": """
from typing import Any
def helper(x): ...
class Base:
    def close(self) -> None: ...
class Plutio(Base):
    def request(self, method: str, *, timeout: float = 5) -> str: ...
    def _private(self, x): ...
""",
    "errors.py": "class PlutioError(Exception):\n    code: int\n",
    "models.py": "from plutio_async._generated.models import *\n",
    "_generated/__init__.py": "",
    "_generated/models/__init__.py": """
TYPE_CHECKING = False
if TYPE_CHECKING:
    from .task import Mood as Mood, Task as Task
__all__ = ["Mood", "Task"]
""",
    "_generated/models/task.py": (
        "from enum import Enum\nclass Task:\n    title: str\n    due: str\nclass Mood(Enum):\n    HAPPY = 'happy'\n"
    ),
    "resources.py": "from plutio_async._generated.resources import *\n",
    "_generated/resources/__init__.py": """
TYPE_CHECKING = False
if TYPE_CHECKING:
    from .tasks import TasksResource as TasksResource
__all__ = ["TasksResource"]
""",
    "_generated/resources/tasks.py": """
from typing import Never
class TasksResource:
    async def create(self, *, title: str, due: str = "", **unknown: Never) -> None: ...
""",
}


def package(folder: Path, **edits: str) -> Path:
    for name, text in {**FILES, **edits}.items():
        path = folder / "plutio_async" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def changes(folder: Path, file: str, old: str, new: str) -> list[Change]:
    """The changes after an edit of one file."""
    assert old in FILES[file]
    edited = {file: FILES[file].replace(old, new)}
    return api_changes(package(folder / "before"), package(folder / "after", **edited))


CASES = {
    "a method is gone": ("_client.py", "def request", "def ask", ["Breaking `plutio_async.Plutio.request`: is gone", "Added `plutio_async.Plutio.ask`: is new"]),
    "an inherited method": ("_client.py", "def close", "def end", ["Breaking `plutio_async.Base.close`: is gone", "Added `plutio_async.Root.end`: is new"]),
    "an argument is gone": ("_client.py", ", *, timeout: float = 5", "", ["Breaking `plutio_async.Plutio.request(timeout)`: the argument is gone"]),
    "an argument is needed": ("_client.py", "float = 5", "float", ["Breaking `plutio_async.Plutio.request(timeout)`: the argument is required now"]),
    "a keyword is gone": ("_generated/resources/tasks.py", ', due: str = ""', "", ["Breaking `plutio_async.resources.TasksResource.create(due)`: the argument is gone"]),
    "a new keyword": ("_generated/resources/tasks.py", ", due", ", note: str = '', due", []),
    "a field is gone": ("_generated/models/task.py", "    due: str\n", "", ["Breaking `plutio_async.models.Task.due`: is gone"]),
    "a field has another name": (
        "_generated/models/task.py", "    due: str\n", "    _renamed = {'due': 'due_date'}\n    due_date: str\n",
        ["Changed `plutio_async.models.Task.due`: was renamed to due_date; the former name works for one release"],
    ),
    "a method has another name": (
        "_generated/resources/tasks.py", "async def create", "_renamed_methods = {'create': 'make'}\n    async def make",
        ["Changed `plutio_async.resources.TasksResource.create`: was renamed to make; the former name works for one release"],
    ),
    "an argument has another name": (
        "_generated/resources/tasks.py", "async def create(self, *, title: str, due:", "_renamed_fields = {'due': 'due_date'}\n    async def create(self, *, title: str, due_date:",
        ["Changed `plutio_async.resources.TasksResource.create(due)`: was renamed to due_date; the former name works for one release"],
    ),
    "a value has another name": (
        "_generated/models/task.py", "Mood(Enum):\n    HAPPY = 'happy'", "Mood(Enum, renamed={'HAPPY': 'GLAD'}):\n    GLAD = 'glad'",
        ["Changed `plutio_async.models.Mood.HAPPY`: was renamed to GLAD; the former name works for one release"],
    ),
    "an argument has another type": (
        "_client.py", "timeout: float", "timeout: str",
        ["Changed `plutio_async.Plutio.request(timeout)`: the type is str, and was float"],
    ),
    "a result has another type": ("_client.py", ") -> str: ...", ") -> int: ...", ["Changed `plutio_async.Plutio.request`: the type is int, and was str"]),
    "an attribute has another type": ("errors.py", "code: int", "code: str", ["Changed `plutio_async.PlutioError.code`: the type is str, and was int"]),
    "a field has another type": ("_generated/models/task.py", "due: str", "due: int", []),
    "a name is gone": ("__init__.py", '"PlutioError", ', "", ["Breaking `plutio_async.PlutioError`: is no longer public"]),
    "an error's attribute": ("errors.py", "code", "status", ["Breaking `plutio_async.PlutioError.code`: is gone", "Added `plutio_async.PlutioError.status`: is new"]),
    "another name for a class": ("__init__.py", "Base as Root", "Base as Other", ["Breaking `plutio_async.Root`: is gone"]),
    "a new class": ("errors.py", "class", "class New:\n    def go(self): ...\nclass", ["Added `plutio_async.errors.New`: is new"]),
    "a special method": ("errors.py", "    code", "    def __len__(self): ...\n    code", []),
    "private names": ("_client.py", "def _private(self, x): ...", "def _other(self): ...", []),
    "private functions": ("_client.py", "def helper(x): ...", "", []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_callers_can_reach_is_compared(case: str, tmp_path: Path) -> None:
    """By its public name, once, although several modules have it."""
    file, old, new, expected = CASES[case]
    assert [
        f"{change.category} {change}"
        for change in sorted(changes(tmp_path, file, old, new), key=lambda each: each.category != "Breaking")
    ] == expected


def test_a_public_module_comes_and_goes(tmp_path: Path) -> None:
    """It is one change."""
    with_redis = package(tmp_path / "a", **{"redis.py": "class RedisBudget: ...\n"})
    without = package(tmp_path / "b")
    assert [str(change) for change in api_changes(with_redis, without)] == ["`plutio_async.redis`: the module is gone"]
    assert [str(change) for change in api_changes(without, with_redis)] == ["`plutio_async.redis`: the module is new"]
