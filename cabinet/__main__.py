"""The words of the command line. The helper and the contour are dispatched before anything heavy is imported."""

from __future__ import annotations

import importlib
import sys
from typing import Final

from cabinet.cli.output import tolerate_any_code_page

__all__ = ["main"]

_WORDS: Final = {
    "window": ("cabinet.cli.window", "opens the cabinet (without a word, too)"),
    "demo": ("cabinet.cli.demo.command", "opens it on a test contour with an invented operator"),
    "tour": ("cabinet.cli.tour", "drives it off screen and pictures every page"),
    "helper": ("cabinet.token.helper", "serves one PKCS#11 module (used by the window)"),
    "contour": ("cabinet.cli.contour", "runs the test contour on this computer"),
    "doctor": ("cabinet.cli.doctor.command", "looks whether everything here is in order, and says what helps"),
    "credentials": ("cabinet.cli.credentials", "shows, installs and renews a machine's keys"),
    "feed": ("cabinet.cli.feed", "plays an invented operator live, for the demo and for trials"),
    "check": ("cabinet.cli.check", "judges a day file without sending it"),
    "send": ("cabinet.cli.send", "sends a day file"),
    "reconcile": ("cabinet.cli.reconcile", "compares day files with what the perimeter has of the day"),
    "audit": ("cabinet.cli.audit", "looks the whole log through, against own receipts and figures"),
    "report": ("cabinet.cli.report", "writes the report of a day or a month as a page, for people and timers"),
    "export": ("cabinet.cli.export", "writes everything that a filter of rejections shows into a file"),
    "export-child": ("cabinet.perimeter.export_child", "writes one export (used by the window)"),
    "reconcile-child": ("cabinet.perimeter.reconcile_child", "compares day files (used by the window)"),
    "audit-child": ("cabinet.perimeter.audit_child", "audits the log (used by the window)"),
    "verify": ("cabinet.cli.verify.command", "verifies a signature, a receipt, a proof or a package of evidence"),
    "trust": ("cabinet.cli.trust", "shows, imports and renews the trusted lists of signatures"),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one word. Returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    tolerate_any_code_page()
    word = given[0] if given else "window"
    if word in {"-h", "--help"}:
        sys.stdout.write("cabinet WORD [options]\n\n")
        for name, (_, meaning) in _WORDS.items():
            sys.stdout.write(f"  {name:<16} {meaning}\n")
        return 0
    if word not in _WORDS:
        sys.stderr.write(f"cabinet: unknown word {word!r}; see cabinet --help\n")
        return 2
    module = importlib.import_module(_WORDS[word][0])
    status: int = module.run(given[1:])
    return status


if __name__ == "__main__":
    sys.exit(main())
