"""Entries of the calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.event import Event

if TYPE_CHECKING:
    from ..models.profile import Profile
    from ..models.project import Project
    from ._filters import EventsListing
else:
    EventsListing = Listing

_LIST = Operation("events_list", "GET", "/events", idempotent=True)
_CREATE = Operation("events_create", "POST", "/events", idempotent=False)
_UPDATE = Operation("events_update", "PUT", "/events", idempotent=True)
_DELETE = Operation("events_delete", "DELETE", "/events", idempotent=True)


class EventsResource(Creates[Event], EventsListing):
    """Entries of the calendar.

    ``list`` answers with the events that match. For a span of time, compare `startDate` inside `q` with ISO strings.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "events"
    model = Event
    _listing = _LIST

    async def create(
        self,
        *,
        title: str,
        start_date: datetime | date | str,
        description_plain: str | None = UNSET,
        description_html: str | None = UNSET,
        end_date: datetime | date | str | None = UNSET,
        is_all_day: bool | None = UNSET,
        participants: Sequence[str | Profile] | None = UNSET,
        project_id: str | Project | None = UNSET,
        location: str | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Event:
        """Create an event.

        Makes an event and answers with it. `title` and `startDate` are needed. What length an event without `endDate`
        gets is unknown.

        Args:
            title: What the event is called.
            start_date: When it begins.
            description_plain: The description as plain text.
            description_html: The description as HTML.
            end_date: When it ends.
            is_all_day: Whether it takes the whole day.
            participants: The profile ids of those who take part.
            project_id: The id of the project that it belongs to.
            location: Where it takes place. Named by one connector only. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "start_date": start_date,
            "description_plain": description_plain,
            "description_html": description_html,
            "end_date": end_date,
            "is_all_day": is_all_day,
            "participants": participants,
            "project_id": project_id,
            "location": location,
        }
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(Event), body)

    async def update(
        self,
        id: str | Event,
        *,
        title: str | None = UNSET,
        description_plain: str | None = UNSET,
        description_html: str | None = UNSET,
        start_date: datetime | date | str | None = UNSET,
        end_date: datetime | date | str | None = UNSET,
        is_all_day: bool | None = UNSET,
        participants: Sequence[str | Profile] | None = UNSET,
        project_id: str | Project | None = UNSET,
        location: str | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Event:
        """Update an event.

        Changes the given fields of one event and answers with it. A field that is left out stays as it is. The call was
        not observed.

        Args:
            title: What the event is called.
            description_plain: The description as plain text.
            description_html: The description as HTML.
            start_date: When it begins.
            end_date: When it ends.
            is_all_day: Whether it takes the whole day.
            participants: The profile ids of those who take part.
            project_id: The id of the project that it belongs to.
            location: Where it takes place. Named by one connector only. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "description_plain": description_plain,
            "description_html": description_html,
            "start_date": start_date,
            "end_date": end_date,
            "is_all_day": is_all_day,
            "participants": participants,
            "project_id": project_id,
            "location": location,
        }
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(Event, body), body)

    async def delete(self, id: str | Event) -> Event:
        """Delete an event.

        Deletes one event. The call was not observed, and the shape of the answer is unknown.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Event, body), body)
