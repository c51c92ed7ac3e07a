"""Which perimeter answers, and by which rules. Alone, since the first paint shows it and needs no other state."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Environment", "Implementation"]


class Environment(StrEnum):
    """Which rules and data a perimeter keeps."""

    TEST = "test"
    PRODUCTION = "production"


class Implementation(StrEnum):
    """Who answers: our contour, or the state's perimeter (which is not public)."""

    TEST_CONTOUR = "test-contour"
    STATE = "state"
