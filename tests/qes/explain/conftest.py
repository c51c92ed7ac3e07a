from __future__ import annotations

import pytest

from tests.qes.explain.kit import World


@pytest.fixture
def world() -> World:
    return World()
