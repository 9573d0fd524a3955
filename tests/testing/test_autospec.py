"""Mocks of a client by ``unittest.mock.create_autospec``, for tests that want no server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import create_autospec

import pytest

from plutio_async import Plutio
from plutio_async._client.resource_map import RESOURCES
from plutio_async.models import Task

MAKERS: list[Callable[[], Any]] = [
    lambda: create_autospec(Plutio, instance=True),
    lambda: create_autospec(Plutio).return_value,
    lambda: create_autospec(Plutio.sandbox()),
]


@pytest.mark.parametrize("make", MAKERS, ids=["instance", "class", "client"])
@pytest.mark.anyio
async def test_a_mock_has_the_resources_and_their_methods(make: Callable[[], Any]) -> None:
    """With their signatures; what awaits is awaited."""
    plutio = make()
    plutio.tasks.create.return_value = Task(title="Brief")
    assert (await plutio.tasks.create(title="a")).title == "Brief"
    plutio.tasks.create.assert_awaited_once_with(title="a")
    assert callable(plutio.files.download)
    assert callable(plutio.custom_fields.schema)
    assert callable(plutio.time_tracks.iterate)


@pytest.mark.parametrize("make", MAKERS, ids=["instance", "class", "client"])
@pytest.mark.parametrize(
    ("use", "error"),
    [
        (lambda plutio: plutio.task, AttributeError),
        (lambda plutio: plutio.tasks.crate, AttributeError),
        (lambda plutio: plutio.tasks.get(), TypeError),
        (lambda plutio: plutio.tasks.create(titel="a"), TypeError),
    ],
)
def test_a_mock_has_nothing_else(make: Callable[[], Any], use: Callable[[Any], object], error: type[Exception]) -> None:
    """A misspelt resource, method or argument is an error."""
    with pytest.raises(error):
        use(make())


def test_the_class_of_each_resource_is_that_of_its_attribute() -> None:
    """Of the client and of its class."""
    plutio = Plutio.sandbox()
    for name in RESOURCES:
        assert getattr(Plutio, name) is type(getattr(plutio, name))
