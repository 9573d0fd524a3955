"""The login accounts of a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plutio_async._core.call import Operation
from plutio_async._resources.listing import Listing

from ..models.profile import Profile

if TYPE_CHECKING:
    from ._filters import ProfilesListing
else:
    ProfilesListing = Listing

_LIST = Operation("profiles_list", "GET", "/profiles", idempotent=True)


class ProfilesResource(ProfilesListing):
    """The login accounts of a workspace.

    ``list`` answers with the profiles that match. Profiles can only be read. Their ids stand in fields such as
    `contributors`, `participants`, `members` and `mentions`, and by one of two sources in `assignedTo`.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "profiles"
    model = Profile
    _listing = _LIST
