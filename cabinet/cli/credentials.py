"""``cabinet credentials``: on the operator's server, look at a key, put a new one in use, renew the certificate."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cabinet.cli.messages import print_error, ukrainian
from cabinet.contract.errors import KnownError
from cabinet.journal.trace import set_up

if TYPE_CHECKING:
    from cabinet.sender.credential import SenderCredential

__all__ = ["run"]


def run(arguments: Sequence[str]) -> int:
    """Do one of the three; status 0 also when nothing was due."""
    parser = argparse.ArgumentParser(prog="cabinet credentials", description="Keys of a machine, on its own server.")
    words = parser.add_subparsers(dest="word", required=True)
    show = words.add_parser("show", help="which keys are in use, and until when")
    renew = words.add_parser("renew", help="renew the transport certificate when it is due (for a timer)")
    renew.add_argument("--now", action="store_true", help="even when it is not due")
    install = words.add_parser("install", help="put keys that were handed over in use; a running sender follows")
    install.add_argument("fresh", type=Path, help="folder of the hand-over")
    for word in (show, renew, install):
        word.add_argument("--credential", type=Path, required=True, metavar="DIR", help="folder in use")
    given = parser.parse_args(arguments)
    set_up()
    try:
        if given.word == "install":
            _install(given.fresh, given.credential)
        elif given.word == "renew":
            _renew(given.credential, even_early=given.now)
        from cabinet.sender.credential import open_credential

        _print(open_credential(given.credential))
    except KnownError as error:
        return print_error(error)
    return 0


def _install(fresh: Path, folder: Path) -> None:
    from cabinet.profile.folder_lock import alone_in
    from cabinet.profile.key_swap import KEY_FILES, read_about, swap_keys

    about = read_about(fresh)
    contents = {
        member: (fresh / about[member]).read_bytes() for member in KEY_FILES if (fresh / about[member]).is_file()
    }
    if not contents:
        raise KnownError("CREDENTIAL_FOLDER_INVALID", path=str(fresh))
    with alone_in(folder, lambda: print_error(KnownError("KEY_FOLDER_BUSY", path=str(folder)))):
        swap_keys(folder, about.get("credentialId", ""), contents)


def _renew(folder: Path, *, even_early: bool) -> None:
    from cabinet.contract.clock import SystemClock
    from cabinet.sender.credential import open_credential
    from cabinet.sender.machine import MachineClient

    client = MachineClient(open_credential(folder), SystemClock())
    try:
        if even_early:
            client.renew()
        elif not client.renew_when_due():
            print("Поновлення ще не на часі." if ukrainian() else "Renewal is not due yet.")
    finally:
        client.close()


def _print(credential: SenderCredential) -> None:
    from cabinet.contract.moment import kyiv_words
    from cabinet.sender.renewal import term_of

    uk, term = ukrainian(), term_of(credential)
    print(f"{'Джерело' if uk else 'Source'}: {credential.source}, {credential.environment.value}")
    print(f"{'Сертифікат дійсний до' if uk else 'Certificate valid until'}: {kyiv_words(term.end)}")
    print(f"{'Ключ підпису' if uk else 'Signing key'}: {credential.signing_key_id}")
