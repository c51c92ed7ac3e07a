"""A text as a QR code (ISO/IEC 18004), by the encoder that the PDF library brings along; no second one is needed."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["MOST_BYTES", "qr_rows"]

MOST_BYTES: Final = 500
"""Of more, squares on paper of the size that there is would be too small for a telephone."""


def qr_rows(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the code's squares, row by row, dark ones true; without the quiet zone of four squares around it.

    A fifteenth of it may be unreadable (level M). Empty where the text has more than :data:`MOST_BYTES` of UTF-8.
    """
    from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

    data = text.encode()
    if len(data) > MOST_BYTES:
        return ()
    code: Any = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(data))
    code.make()
    size = code.getModuleCount()
    return tuple(tuple(bool(code.isDark(row, column)) for column in range(size)) for row in range(size))
