"""The options of ``select`` and ``multi`` fields: labels in Python, ids in the API."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from plutio_async._core.errors import CustomFieldError
from plutio_async._core.words import did_you_mean
from plutio_async._models.json_form import wrong_type

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}


@frozen
class Option:
    """An option. ``name`` is its label."""

    id: str
    name: str


class Options:
    """The options of a field."""

    def __init__(self, options: Iterable[Option], whose: str) -> None:
        self._options = tuple(options)
        self._labels = {option.id: option.name for option in self._options}
        self._whose = whose

    def __iter__(self) -> Iterator[Option]:
        return iter(self._options)

    @property
    def labels(self) -> list[str]:
        """The labels in order."""
        return [option.name for option in self._options]

    def label(self, id: str) -> str:
        """The label of an option; the id itself if there is no such option."""
        return self._labels.get(id, id)

    def id(self, label: object) -> str:
        """The id of the option with a label or an id.

        Raises:
            TypeError: the label is no text.
            CustomFieldError: no option has the label, or several have it.
        """
        if not isinstance(label, str):
            raise wrong_type("the label of an option", label)
        named = [option.id for option in self._options if option.name == label]
        if len(named) == 1:
            return named[0]
        if label in self._labels:
            return label
        raise name_error(label, self._labels, what="option", whose=self._whose)

    def matching(self, pattern: str, flags: str) -> list[str]:
        """The ids of the options whose labels match a regular expression, with flags such as ``i``."""
        expression = re.compile(pattern, sum(_FLAGS[flag] for flag in flags))
        return [option.id for option in self._options if expression.search(option.name)]


def name_error(name: object, names: Mapping[str, str], *, what: str, whose: str) -> CustomFieldError:
    """The error for a name that none or several of the items have. ``names`` are their names by id."""
    if ids := tuple(id for id, known in names.items() if known == name):
        message = f"{whose} has {len(ids)} {what}s {name!r}: use the id instead, one of {', '.join(ids)}"
        return CustomFieldError(message, choices=ids)
    choices = tuple(dict.fromkeys(names.values()))
    if choices:
        hint = did_you_mean(name, choices)
        hint = f"{f'{hint} There' if hint else 'there'} are: {', '.join(map(repr, choices))}"
    else:
        hint = "there are none"
    return CustomFieldError(f"{whose} has no {what} {name!r}; {hint}", choices=choices)
