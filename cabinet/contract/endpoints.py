"""The one table of endpoints (CONTRACT: "One source"), gathered from the resources' files.

Routing of the contour, the client's paths, the OpenAPI document and the test of rights all come from it. An
endpoint without a rule does not exist: whatever is not in the table is answered 404.
"""

from __future__ import annotations

from cabinet.contract import (
    about,
    accepted,
    assignees,
    cases,
    correction_sets,
    credentials,
    id_lists,
    intake,
    log,
    login,
    people,
    reconciliation,
    registry,
    rejection_closings,
    rejection_counts,
    rejection_export,
    rejection_lines,
    rejections,
    statistics,
    step_up,
    taxes,
    testdata,
    time_stamp,
)
from cabinet.contract.endpoint import AnyEndpoint, Endpoint

__all__ = ["ENDPOINTS", "endpoint"]

_RESOURCES = (
    about,
    assignees,
    accepted,
    cases,
    correction_sets,
    credentials,
    id_lists,
    intake,
    log,
    login,
    people,
    registry,
    reconciliation,
    rejection_closings,
    rejection_counts,
    rejection_export,
    rejection_lines,
    rejections,
    statistics,
    step_up,
    taxes,
    testdata,
    time_stamp,
)
ENDPOINTS: tuple[AnyEndpoint, ...] = tuple(
    found for resource in _RESOURCES for found in vars(resource).values() if isinstance(found, Endpoint)
)

_BY_NAME = {e.name: e for e in ENDPOINTS}


def endpoint(name: str) -> AnyEndpoint:
    """Return the endpoint of that name."""
    return _BY_NAME[name]
