"""The served sandbox against the bundled description, by schemathesis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from plutio_async.testing import Sandbox, Switches
from plutio_async.testing._api.catalogue import catalogue
from plutio_async.testing._serve import serving

pytestmark = pytest.mark.slow


def without_business(document: Mapping[str, Any]) -> dict[str, Any]:
    """The description without the `Business` header, which each call here has."""
    described: dict[str, Any] = deepcopy(dict(document))
    described["components"]["securitySchemes"].pop("business")
    for requirement in described["security"]:
        requirement.pop("business")
    return described


schema = schemathesis.openapi.from_dict(without_business(catalogue().document))
schema.config.phases.coverage.enabled = True

# What the API refuses although the description cannot say so: a sort in another grammar, comments without their
# parent, files without a handle, a write without a content type. 404 and the like are allowed as they come.
schema.config.checks.positive_data_acceptance.expected_statuses = ["2xx", "400", "401", "403", "404"]


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, requests.Session]]:
    """The documented behaviour: 405 for an unknown method, archive of tasks."""
    switches = Switches(unknown_route=405, tasks_archive="works")
    sandbox = Sandbox(limit=None, strict=True, switches=switches)
    sandbox.seed_workspace()
    with serving(sandbox) as base:
        form = {
            "grant_type": "client_credentials",
            "client_id": sandbox.client_id,
            "client_secret": sandbox.client_secret,
        }
        token = httpx.post(f"{base}/oauth/token", data=form).json()["accessToken"]
        with requests.Session() as session:
            session.headers.update({"Authorization": f"Bearer {token}", "Business": sandbox.business})
            yield base, session


@schema.parametrize()
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_served_sandbox_matches_the_description(case: schemathesis.Case, served: tuple[str, requests.Session]) -> None:
    """Every generated call, right or wrong, is answered as the description allows."""
    base, session = served
    case.call_and_validate(base_url=base, headers=session.headers, session=session)
