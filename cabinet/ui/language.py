"""Ukrainian and English, read straight from the Linguist files: no compiled copy that could be stale.

Source strings are English and stand in the code as literals of :func:`tr`; ``%n`` is a number with its plural.
"""

from __future__ import annotations

import logging
import re
from functools import cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from cabinet.assets import resource
from cabinet.profile.settings import Language

__all__ = [
    "CONTEXT", "TsTranslator", "forms", "install", "language", "plural_index", "read_qt_ts", "read_ts", "tr", "tr_of",
]  # fmt: skip

_log = logging.getLogger(__name__)
CONTEXT = "cabinet"
NO_NUMBER = -1
_MESSAGE = re.compile("<source>([^<]*)</source>\\s*<translation>(.*?)</translation>", re.DOTALL)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_FORM = re.compile("<numerusform>([^<]*)</numerusform>")


def plural_index(spoken: Language, n: int) -> int:
    """Return which plural form a number takes, in the order Linguist keeps them."""
    if spoken is Language.ENGLISH:
        return 0 if n == 1 else 1
    tens, ones = n % 100, n % 10
    if ones == 1 and tens != 11:
        return 0
    return 1 if ones in {2, 3, 4} and tens not in {12, 13, 14} else 2


@cache
def read_ts(spoken: Language) -> dict[str, str]:
    """Return source string → its translation as it is written, for :func:`forms`."""
    return _read(f"i18n/cabinet_{spoken.value}.ts")


@cache
def read_qt_ts() -> dict[str, str]:
    """Return the same of Qt's own strings that its Ukrainian translation lacks."""
    return _read("i18n/qt_uk.ts")


def _read(name: str) -> dict[str, str]:
    # The file is our own and of one form, and an XML parser costs 9 ms before the first paint; a test compares them.
    words = resource(name).read_text(encoding="utf-8")
    return {_plain(source) if "&" in source else source: written for source, written in _MESSAGE.findall(words)}


@cache
def forms(written: str) -> tuple[str, ...]:
    """Return the forms of a translation: one, or one a plural. Read when shown: there are 900, and a page has 60."""
    return tuple(_plain(form) for form in _FORM.findall(written)) or (_plain(written),)


def _plain(words: str) -> str:
    if "&" in words:
        for entity, character in _ENTITIES:
            words = words.replace(entity, character)
    return words


class TsTranslator(QTranslator):
    """A translator over a Linguist file."""

    def __init__(self, spoken: Language) -> None:
        super().__init__()
        self.spoken = spoken
        self._written = read_ts(spoken)

    def isEmpty(self) -> bool:  # noqa: N802
        """Say that there is something in it: Qt would not ask otherwise."""
        return False

    def translate(
        self,
        context: bytes | bytearray | memoryview | str,
        source: bytes | bytearray | memoryview | str,
        _disambiguation: bytes | bytearray | memoryview | str | None = None,
        n: int = NO_NUMBER,
    ) -> str | None:
        """Return the string; of Qt's own only what Qt's translation lacks, else None.

        None is Qt's null string and leaves it to the next translator; an empty one would be taken for the translation.
        """
        if context == CONTEXT:
            return self.translated(str(source), n)
        if self.spoken is not Language.UKRAINIAN:
            return None
        written = read_qt_ts().get(str(source))
        return None if written is None else forms(written)[0]

    def translated(self, source: str, n: int = NO_NUMBER) -> str:
        """Return the string with its number put in."""
        written = self._written.get(source)
        form = source
        if written is not None:
            known = forms(written)
            form = known[min(plural_index(self.spoken, n), len(known) - 1)] if n >= 0 else known[0]
        return form.replace("%n", f"{n:,}".replace(",", "\u00a0")) if n >= 0 else form


_installed: list[TsTranslator] = []
_qt_words: list[QTranslator] = []


def install(spoken: Language) -> None:
    """Speak this language from now on; windows hear of it by ``LanguageChange``."""
    old = [*_installed, *_qt_words]
    _installed[:] = [TsTranslator(spoken)]
    _qt_words[:] = [_qt_translator()] if spoken is Language.UKRAINIAN else []
    for gone in old:
        QCoreApplication.removeTranslator(gone)
    # The last one is asked first.
    for translator in (*_qt_words, *_installed):
        QCoreApplication.installTranslator(translator)


def _qt_translator() -> QTranslator:
    """Return Qt's own words in Ukrainian: menus of text fields, file dialogs."""
    translator = QTranslator()
    if not translator.load("qtbase_uk", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        _log.warning("Qt's Ukrainian translation is missing: menus of text fields stay English")
    return translator


def language() -> Language:
    """Return the language that is spoken."""
    return _installed[0].spoken if _installed else Language.UKRAINIAN


def tr(source: str, n: int = NO_NUMBER) -> str:
    """Return an English literal in the language that is spoken; ``%n`` becomes ``n``."""
    return _translator().translated(source, n)


def tr_of(source: str) -> str:
    """Return in the language that is spoken a string that stands in a table on a lower floor, not at the call.

    The test of the translations reads those tables.
    """
    return _translator().translated(source)


def _translator() -> TsTranslator:
    if not _installed:
        install(Language.UKRAINIAN)
    return _installed[0]
