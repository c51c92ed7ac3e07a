"""Our icons look as QtSvg draws their files: every one, at every size and scale of the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from cabinet.assets import resources_root
from cabinet.ui.icon_shapes import shapes
from cabinet.ui.icons import pixmap

NAMES = sorted(path.stem for path in (resources_root() / "icons").glob("*.svg"))
COLOR = QColor(0, 64, 128)
_SLIGHT = 6
"""Of 255: how far edges may differ, since QtSvg draws a curve in its own pieces."""


def by_svg(name: str, size: int, ratio: float) -> QImage:
    svg = (resources_root() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    svg = svg.replace("currentColor", COLOR.name()).replace(
        'stroke-width="2"', f'stroke-width="{2.25 if size <= 12 else 1.75}"'
    )
    picture = QImage(round(size * ratio), round(size * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        QSvgRenderer(QByteArray(svg.encode())).render(painter)
    return picture.convertToFormat(QImage.Format.Format_ARGB32)


def opacities(picture: QImage) -> list[int]:
    return [picture.pixelColor(x, y).alpha() for y in range(picture.height()) for x in range(picture.width())]


@pytest.mark.parametrize("name", NAMES)
def test_it_looks_as_its_file(qapp: QApplication, name: str) -> None:
    for size, ratio in ((12, 1.0), (16, 1.0), (16, 1.25), (20, 1.5), (24, 2.0)):
        ours = opacities(pixmap(name, size, COLOR, ratio).toImage())
        theirs = opacities(by_svg(name, size, ratio))
        assert max(abs(a - b) for a, b in zip(ours, theirs, strict=True)) <= _SLIGHT, (size, ratio)
        assert max(ours) > 200


def test_what_no_icon_has_is_not_guessed() -> None:
    with pytest.raises(FileNotFoundError):
        shapes("nobody")
