"""The whole contour, put together: folder, authorities, ledger, desks and their endpoints."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from cabinet.contour.about import AboutEndpoints
from cabinet.contour.access.endpoints import LoginEndpoints, PeopleEndpoints
from cabinet.contour.access.login import LoginDesk
from cabinet.contour.access.mandates import Mandates
from cabinet.contour.access.sessions import Sessions
from cabinet.contour.access.signature_checks import Qes
from cabinet.contour.access.step_up import StepUp
from cabinet.contour.condition import Condition
from cabinet.contour.folder import DataFolder
from cabinet.contour.handling import Handler, handlers_of
from cabinet.contour.intake.batches import Intake
from cabinet.contour.intake.encryption_keys import RecipientKeys
from cabinet.contour.intake.endpoints import IntakeEndpoints
from cabinet.contour.intake.senders import Senders
from cabinet.contour.keys.endpoints import CredentialEndpoints
from cabinet.contour.keys.grants import Credentials
from cabinet.contour.keys.keys import CredentialKeys
from cabinet.contour.keys.rotation import Rotation
from cabinet.contour.keys.uses import KeyUses
from cabinet.contour.ledger.endpoints import LogEndpoints
from cabinet.contour.ledger.kept_checkpoints import KeptCheckpoints
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.ledger.store import LedgerStore
from cabinet.contour.reconciliation.endpoints import ReconciliationEndpoints
from cabinet.contour.registry.endpoints import RegistryEndpoints
from cabinet.contour.rejections.endpoints import RejectionEndpoints
from cabinet.contour.sample.endpoints import SampleEndpoints
from cabinet.contour.sample.replay import Replay
from cabinet.contour.sample.replay_keys import ReplayKeys
from cabinet.contour.statistics.endpoints import StatisticsEndpoints
from cabinet.contour.statistics.own_rates import rates_of
from cabinet.contour.trust.authority import Authority, server_certificate, spki
from cabinet.contour.trust.certificate_status import CertificateStatuses
from cabinet.contour.trust.endpoints import IdentityEndpoints, TimeStampEndpoints, TrustFaultEndpoints
from cabinet.contour.trust.identities import Identities
from cabinet.contour.trust.list_trust import ListTrust
from cabinet.contour.trust.ocsp_responder import OcspResponder
from cabinet.contour.trust.published_list import Published, PublishedList
from cabinet.contour.trust.revocation_lists import RevocationLists
from cabinet.contour.trust.services import TrustServices
from cabinet.contour.trust.time_stamps import TimeStamps
from cabinet.contract.about import Limits
from cabinet.contract.clock import ShiftedClock, SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.profile import PerimeterProfile
from cabinet.contract.states import Environment, Implementation
from cabinet.profile.trusted_lists import ListFolder
from cabinet.proof.notes import NoteSigner
from cabinet.qes.answers import Answers
from cabinet.wire.fetching import HostFetch

__all__ = ["Perimeter", "open_ledger"]

_NOTE_NAME = "soms-test-contour"
_ENVIRONMENT = "environment.json"
_TRUST_HOST = "127.0.0.1"
_TRUST_SECONDS = 2.0
"""For one answer of our own listener on this very machine; of services far away the wire's own limit is meant."""


def open_ledger(
    folder: DataFolder, store: LedgerStore, kept: KeptCheckpoints | None, *, indexed: bool = True
) -> Ledger:
    """Open the ledger of a contour's folder, whose environment is known.

    Raises:
        KnownError: ``FOLDER_DAMAGED``, also where it is behind the checkpoints that are kept beside it; or as
            :func:`~cabinet.contour.statistics.own_rates.rates_of` does.
    """
    signer = NoteSigner(f"{_NOTE_NAME}/log", folder.ed25519_key("checkpoint.key"))
    environment = folder.read(_ENVIRONMENT, lambda data: Environment(json.loads(data)))
    return Ledger(store, signer, f"{_NOTE_NAME}/{environment.value}", kept, indexed=indexed, rates=rates_of(folder))


class Perimeter:
    """One running contour. Handlers are synchronous; the server runs them on threads."""

    def __init__(self, folder: DataFolder, host: str, port: int, environment: Environment, trust_port: int) -> None:
        self._closed = False
        self.clock = ShiftedClock(SystemClock())
        self.environment = environment
        self.folder = folder
        self.audience = f"https://{host}:{port}"
        trust_host = f"{_TRUST_HOST}:{trust_port}"
        self.trust_url = f"http://{trust_host}"
        self._check_environment()
        self.tls = Authority(folder, "tls", "TLS", self.clock)
        self.machines = Authority(folder, "credentials", "machine credentials", self.clock)
        self.qes = Authority(folder, "qes", "QES", self.clock, "Навчальний КНЕДП")
        self.certificate, self.certificate_key = server_certificate(folder, self.tls, self.clock, host)
        self.store = SqliteStore(folder.ledger())
        try:
            self._put_together(folder, environment, trust_host)
        except BaseException:
            self.store.close()
            raise

    def _put_together(self, folder: DataFolder, environment: Environment, trust_host: str) -> None:
        list_signer = NoteSigner(f"{_NOTE_NAME}/keys", folder.ed25519_key("key-list.key"))
        self.ledger = open_ledger(folder, self.store, KeptCheckpoints(folder))
        self.ledger.keep_checkpoints()
        self.sessions = Sessions(self.clock)
        self.statuses = CertificateStatuses(self.store, self.clock)
        self.identities = Identities(self.qes, self.statuses, self.clock, self.trust_url)
        self.stamps = TimeStamps(folder, self.qes, self.clock)
        responder = OcspResponder(folder, self.qes, self.statuses, self.clock)
        published = Published(self.qes.der, self.stamps.der, responder.der, self.trust_url)
        self.published_list = PublishedList(folder, published, self.clock)
        lists = RevocationLists(self.qes, self.statuses, self.clock, f"{self.trust_url}/crl/delta.crl")
        self.trust = TrustServices(self.qes, responder, lists, self.published_list)
        self.key_uses = KeyUses(self.store)
        keys = CredentialKeys(self.machines, environment, self.key_uses)
        self.credentials = Credentials(self.ledger, keys, environment, self.machines.pem)
        self.senders = Senders(keys, self.key_uses, environment)
        self.rotation = Rotation(self.ledger, keys, self.senders, self.key_uses, self.machines.pem)
        self.recipient_keys = RecipientKeys(folder, list_signer, environment, self.clock)
        self.limits = Limits()
        self.condition = Condition(self.store, self.limits)
        self.intake = Intake(self.ledger, self.senders, self.recipient_keys, self.limits, environment)
        replay_keys = ReplayKeys(
            self.store, self.credentials, self.senders, self.key_uses, self.recipient_keys, environment
        )
        self.replay = Replay(self.store, self.intake, replay_keys)
        live = x509.load_pem_x509_certificate(self.certificate.read_bytes())
        tls_sha256 = hashlib.sha256(live.public_bytes(Encoding.DER)).hexdigest()
        self._fetch = HostFetch(lambda: frozenset({trust_host}), loopback=True, seconds=_TRUST_SECONDS)
        kept = ListFolder(
            folder.path / "trusted-list", frozenset({self.published_list.pin}), f"{self.trust_url}/tl.xml"
        )
        self.list_trust = ListTrust(kept, self._fetch)
        self.checks = Qes(
            self.list_trust, self.list_trust.stamps, Answers(self._fetch), self.audience, environment, tls_sha256
        )
        self.login = LoginDesk(self.store, self.sessions, self.checks, self.clock)
        self.step_up = StepUp(self.checks, self.clock)
        self.mandates = Mandates(self.ledger, self.sessions, self.stamps)
        public = live.public_key()
        self.profile = PerimeterProfile(
            name="Тестовий контур",
            audience=self.audience,
            ca_pem=self.tls.pem,
            spki_pins=[hashlib.sha256(spki(public)).hexdigest()],  # type: ignore[arg-type]  # our own P-256 key
            note_verifier_keys=[str(self.ledger.signer.verifier), str(list_signer.verifier)],
            trusted_list_signer=self.published_list.pin,
            trusted_list_url=kept.url,
            environment=environment,
            implementation=Implementation.TEST_CONTOUR,
            file_keys_allowed=True,
            personal_certificates_allowed=self.checks.policy.personal_allowed,
            device_required=self.checks.policy.device_required,
        )

    def write_profile(self) -> Path:
        """Write the profile that a person imports; returns where."""
        return self.folder.write("profile.json", self.profile.model_dump_json(by_alias=True, indent=1).encode())

    def settle_overdue(self) -> None:
        """Settle what has waited too long for its bet; by a replay's own clock while one runs."""
        if not self.replay.runs:
            self.intake.settle_overdue(self.clock.now())

    def close(self) -> None:
        """Finish what is under way and let the folder go; a second time there is nothing to do."""
        if self._closed:
            return
        self._closed = True
        self.replay.stop()
        self.login.close()
        self._fetch.close()
        self.key_uses.flush()
        self.ledger.keep_checkpoints()
        self.store.close()
        self.folder.close()

    def handlers(self) -> dict[str, Handler]:
        """Return the handler of every endpoint by name."""
        store = self.store
        return handlers_of(
            AboutEndpoints(self.condition, self.environment),
            self.condition,
            LoginEndpoints(self.login, self.sessions, self.step_up),
            PeopleEndpoints(store, self.mandates),
            RegistryEndpoints(store, self.clock.now()),
            CredentialEndpoints(store, self.credentials, self.rotation, self.key_uses),
            IntakeEndpoints(store, self.intake, self.recipient_keys, self.condition),
            ReconciliationEndpoints(self.ledger),
            RejectionEndpoints(self.ledger, self.limits),
            StatisticsEndpoints(store, self.environment, self.ledger.rates),
            LogEndpoints(self.ledger),
            TimeStampEndpoints(self.stamps),
            SampleEndpoints(store, self.clock, self.replay),
            IdentityEndpoints(self.identities, self.statuses, self.checks),
            TrustFaultEndpoints(self.trust, self.published_list, self.list_trust),
        )

    def _check_environment(self) -> None:
        """One folder, one environment for ever: test data never becomes production data."""
        kept = self.folder.read(
            _ENVIRONMENT,
            lambda data: Environment(json.loads(data)),
            lambda: json.dumps(self.environment.value).encode(),
        )
        if kept is not self.environment:
            raise KnownError("ENVIRONMENT_OTHER", expected=self.environment.value, present=kept.value)
