"""What the doctor looks at where nobody has chosen a perimeter and the demo is here: the demo's tokens and contour."""

from __future__ import annotations

import os
from pathlib import Path

from cabinet.cli.doctor.line import Line, well
from cabinet.cli.messages import ukrainian
from cabinet.profile.demo_note import DemoNote

__all__ = ["demo"]


def demo(note: DemoNote) -> Line:
    """Let what follows look at the demo's own tokens; returns the line that says so."""
    if note.softhsm_conf:
        os.environ["SOFTHSM2_CONF"] = note.softhsm_conf
    folder = Path(note.profile).parent.parent
    about = "профілю не вибрано, тож перевіряємо її" if ukrainian() else "no profile was chosen, so this is looked at"
    return well("demo", "Демонстрація", "Demo", f"{note.audience}, {folder}: {about}")
