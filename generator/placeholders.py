"""What the placeholders of ``conventions.yaml`` stand for in one file."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from generator.errors import PlaceError
from generator.names import field_name
from generator.origins import Document

PLACEHOLDER = re.compile(r"\{(\w*)\}")

TAG_KEYS = ("name", "description", "externalDocs", "x-documented-as", "x-record", "x-nouns")
NOUNS = ("one", "many")


class Placeholders(dict[str, str]):
    """The placeholders by name, each with its text in a file."""

    KNOWN: ClassVar = ("tag", "resource", "path", "record", "one", "many", "a", "A")

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file

    def __missing__(self, name: str) -> str:
        raise PlaceError(self.file, ("tags",), f"a file with operations needs one tag, which gives {{{name}}}")

    def put_into(self, text: str) -> str:
        """A text with its placeholders replaced."""
        return PLACEHOLDER.sub(lambda match: self[match[1]], text)


def placeholders_of(part: Document, file: str) -> Placeholders:
    """The placeholders that a file's tag gives. The keys of the tag that are for them alone are taken out.

    Raises:
        PlaceError: a tag has an unknown key, or names a record whose schema is not in the file.
    """
    found = Placeholders(file)
    tags = part.get("tags", [])
    if not isinstance(tags, list):
        raise PlaceError(file, ("tags",), "tags must hold a list")
    for number, tag in enumerate(tags):
        _check_tag(tag, file, number)
    if len(tags) == 1:
        name, record, nouns = tags[0]["name"], tags[0].pop("x-record", None), tags[0].pop("x-nouns", {})
        resource = field_name(name)
        found |= {"tag": name, "resource": resource, "path": f"/{resource.replace('_', '-')}"}
        if record is not None:
            _check_record(record, part, file)
            found |= _of_record(record, {"many": name.lower(), **nouns})
    return found


def _of_record(record: str, nouns: dict[str, str]) -> dict[str, str]:
    one = nouns.get("one", re.sub(r"(?<!^)(?=[A-Z])", " ", record).lower())
    article = "an" if one[0] in "aeiou" else "a"
    return {"record": record, "one": one, "many": nouns["many"], "a": article, "A": article.capitalize()}


def _check_record(record: Any, part: Document, file: str) -> None:
    if not isinstance(record, str) or record not in part.get("components", {}).get("schemas", {}):
        raise PlaceError(file, ("tags", 0, "x-record"), f"x-record is {record}, but this file has no such schema")


def _check_tag(tag: Any, file: str, number: int) -> None:
    place = ("tags", number)
    if not isinstance(tag, dict) or not _is_word(tag.get("name")):
        raise PlaceError(file, place, "a tag must be a mapping with a name")
    for key in tag:
        if key not in TAG_KEYS:
            raise PlaceError(file, (*place, key), f"{key} is unknown; a tag can have {', '.join(TAG_KEYS)}")
    nouns = tag.get("x-nouns", {})
    if not isinstance(nouns, dict) or not nouns.keys() <= set(NOUNS) or not all(map(_is_word, nouns.values())):
        raise PlaceError(file, (*place, "x-nouns"), "x-nouns must hold one, many, or both, each with a word")


def _is_word(noun: Any) -> bool:
    return isinstance(noun, str) and noun.strip() != ""
