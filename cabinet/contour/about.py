"""What anybody may ask of the contour: who answers, whether it takes transactions, its limits."""

from __future__ import annotations

from cabinet.contour.call import OpenCall
from cabinet.contour.condition import Condition
from cabinet.contour.handling import handles
from cabinet.contract import about
from cabinet.contract.about import CONTRACT_VERSION, About, Limits, Status
from cabinet.contract.endpoint import Nothing
from cabinet.contract.states import Environment, Implementation

__all__ = ["AboutEndpoints"]


class AboutEndpoints:
    """``/about``, ``/status`` and ``/limits``."""

    def __init__(self, condition: Condition, environment: Environment) -> None:
        self._condition = condition
        self._environment = environment

    @handles(about.ABOUT)
    def answerer(self, call: OpenCall[Nothing]) -> About:
        """Say who answers."""
        return About(
            implementation=Implementation.TEST_CONTOUR,
            environment=self._environment,
            contract_version=CONTRACT_VERSION,
            server_time=call.now,
        )

    @handles(about.STATUS)
    def status(self, call: OpenCall[Nothing]) -> Status:
        """Say whether transactions are taken."""
        return self._condition.status(call.now)

    @handles(about.LIMITS)
    def limits(self, _: OpenCall[Nothing]) -> Limits:
        """Say which thresholds are in force."""
        return self._condition.limits
