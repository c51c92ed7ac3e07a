"""Who may be given a case: asked once a session, and put in order by what is typed of a name."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import TYPE_CHECKING

from cabinet.contract.rights import Right, Role
from cabinet.desks.office import Loader

if TYPE_CHECKING:
    from cabinet.contract.assignees import Assignee, Assignees

__all__ = ["AssigneesDesk", "nearest"]


class AssigneesDesk(Loader["Assignees"]):
    """People who may work on cases, for whoever may ask."""

    def learn(self) -> None:
        """Ask, where this person may; what was known stays until the answer is here."""
        if self.office.logged_in and Right.CASES_ASSIGNED in self.office.session.person.rights:
            self.renew()

    def question(self) -> Callable[[], Assignees]:
        """Ask for all of them."""
        session = self.office.session

        def ask() -> Assignees:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).assignees()

        return ask

    @property
    def people(self) -> list[Assignee]:
        """Those who are known, whoever is logged in first."""
        if self.state.data is None or not self.office.logged_in:
            return []
        me = self.office.session.person.name
        return sorted(self.state.data.items, key=lambda of: of.name != me)

    def only(self, role: Role) -> str | None:
        """Return the name of the only one of a role; None where there is another, or none."""
        names = [of.name for of in self.people if of.role is role]
        return names[0] if len(names) == 1 else None


def nearest(people: list[Assignee], typed: str) -> list[Assignee]:
    """Return them by how near their names are to what is typed; nothing typed leaves the order as it is.

    First names that begin with it, then those of which a word does, then those that have it inside, then by likeness.
    """
    wanted = " ".join(typed.split()).casefold()
    if not wanted:
        return people

    def distance(of: Assignee) -> tuple[int, float]:
        name = of.name.casefold()
        if name.startswith(wanted):
            return 0, 0
        if any(word.startswith(wanted) for word in name.split()):
            return 1, 0
        if wanted in name:
            return 2, 0
        likest = max(difflib.SequenceMatcher(None, wanted, word).ratio() for word in [name, *name.split()])
        return 3, -likest

    return sorted(people, key=distance)
