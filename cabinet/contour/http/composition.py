"""The whole contour, put together: folder, authorities, ledger, desks, and one handler for every endpoint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import BaseModel

from cabinet.contour.access.login import LoginDesk
from cabinet.contour.access.mandates import Mandates
from cabinet.contour.access.sessions import Sessions
from cabinet.contour.access.signature_checks import Qes
from cabinet.contour.access.step_up import StepUp
from cabinet.contour.call import Call, Machine, PersonHere, SignedAct
from cabinet.contour.folder import DataFolder
from cabinet.contour.intake.batches import Intake
from cabinet.contour.intake.encryption_keys import RecipientKeys
from cabinet.contour.intake.senders import Senders
from cabinet.contour.keys.grants import Credentials
from cabinet.contour.keys.keys import CredentialKeys
from cabinet.contour.keys.rotation import Rotation
from cabinet.contour.keys.uses import KeyUses
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.ledger.store import Rows
from cabinet.contour.rate_limit import RateLimit
from cabinet.contour.registry import record as registry
from cabinet.contour.rejections import cases
from cabinet.contour.rejections import groups as rejection_groups
from cabinet.contour.rejections import query as rejection_query
from cabinet.contour.rejections import views as rejections
from cabinet.contour.sample import testdata
from cabinet.contour.sample.replay import Replay
from cabinet.contour.sample.replay_keys import ReplayKeys
from cabinet.contour.statistics import query as statistics
from cabinet.contour.trust.authority import Authority, server_certificate, spki
from cabinet.contour.trust.certificate_status import CertificateStatuses
from cabinet.contour.trust.identities import Identities
from cabinet.contour.trust.list_trust import ListTrust
from cabinet.contour.trust.ocsp_responder import OcspResponder
from cabinet.contour.trust.published_list import Published, PublishedList
from cabinet.contour.trust.revocation_lists import RevocationLists
from cabinet.contour.trust.services import TrustServices
from cabinet.contour.trust.time_stamps import TimeStamps
from cabinet.contract.about import CONTRACT_VERSION, About, Limits, Status
from cabinet.contract.clock import ShiftedClock, SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.filter import parse_filter
from cabinet.contract.log import LogHead
from cabinet.contract.profile import PerimeterProfile
from cabinet.contract.rights import Right
from cabinet.contract.states import Environment, Implementation, PerimeterState
from cabinet.contract.testdata import Done
from cabinet.contract.transaction import CABINET_SOURCE
from cabinet.profile.trusted_lists import ListFolder
from cabinet.proof.notes import NoteSigner
from cabinet.qes.answers import Answers
from cabinet.qes.policy import LoginPolicy
from cabinet.wire.fetching import HostFetch

__all__ = ["Answered", "Handler", "Perimeter"]

Answered = BaseModel | bytes | str
Handler = Callable[[Call], Answered]
_NOTE_NAME = "soms-test-contour"
_TRUST_HOST = "127.0.0.1"
_TRUST_SECONDS = 2.0
"""For one answer of our own listener on this very machine; of services far away the wire's own limit is meant."""


class Perimeter:
    """One running contour. Handlers are synchronous; the server runs them on threads."""

    def __init__(self, folder: DataFolder, host: str, port: int, environment: Environment, trust_port: int) -> None:
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
        signer = NoteSigner(f"{_NOTE_NAME}/log", folder.ed25519_key("checkpoint.key"))
        list_signer = NoteSigner(f"{_NOTE_NAME}/keys", folder.ed25519_key("key-list.key"))
        self.ledger = Ledger(self.store, signer, f"{_NOTE_NAME}/{environment.value}")
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
        self.machine_requests = RateLimit("requests", self.limits.requests_per_second, timedelta(seconds=1))
        self.machine_transactions = RateLimit("transactions", self.limits.transactions_per_minute, timedelta(minutes=1))
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
            note_verifier_keys=[str(signer.verifier), str(list_signer.verifier)],
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

    def close(self) -> None:
        """Finish what is under way and let the folder go."""
        self.replay.stop()
        self.login.close()
        self._fetch.close()
        self.key_uses.flush()
        self.store.close()
        self.folder.close()

    def handlers(self) -> dict[str, Handler]:
        """Return the handler of every endpoint by name."""
        return {
            "about": lambda call: About(
                implementation=Implementation.TEST_CONTOUR, environment=self.environment,
                contract_version=CONTRACT_VERSION, server_time=call.now,
            ),
            "status": self._status,
            "limits": lambda _: self.limits,
            "challenge": lambda call: self.login.challenge(_request(call), call.address),
            "login": lambda call: self.login.submit(_request(call), _jkt(call), call.address),
            "login_progress": lambda call: self.login.progress(call.path["loginId"], _jkt(call)),
            "refresh": lambda call: self.login.refresh(
                _request(call).refresh_token, _jkt(call), attended=call.attended
            ),
            "sessions": self._sessions,
            "end_sessions": lambda call: self._end(call, None),
            "end_session": lambda call: self._end(call, call.path["sessionId"]),
            "ask_act": lambda call: self.step_up.ask(_person(call), _request(call)),
            "time_stamp": lambda call: self.stamps.respond(call.body),
            "people": lambda call: self._read(lambda r: self.mandates.list(r, call.edrpou, call.now)),
            "appoint": lambda call: self.mandates.appoint(_person(call), _request(call), _act(call), call.now),
            "end_mandate": lambda call: self.mandates.end(
                _person(call), call.path["personId"], call.query.get("reason", ""), call.now
            ),
            "mandate_document": lambda call: self._read(
                lambda r: self.mandates.document(r, call.edrpou, call.path["personId"])
            ),
            "operator": lambda call: self._read(lambda r: registry.operator_record(r, call.edrpou, call.now)),
            "dictionary": lambda call: self._read(lambda r: registry.dictionary(r, call.edrpou, call.now)),
            "credentials": lambda call: self._read_keys(lambda r: self.credentials.list(r, call.edrpou, call.now)),
            "issue_credential": lambda call: self.credentials.issue(_person(call), _request(call), call.now),
            "credential": lambda call: self._read_keys(
                lambda r: self.credentials.one(r, call.edrpou, call.path["credentialId"], call.now)
            ),
            "revoke_credential": lambda call: self.credentials.revoke(
                _person(call), call.path["credentialId"], _request(call), call.now
            ),
            "suspend_credential": lambda call: self.credentials.suspend(
                _person(call), call.path["credentialId"], _request(call), call.now
            ),
            "resume_credential": lambda call: self.credentials.resume(
                _person(call), call.path["credentialId"], _request(call), call.now
            ),
            "leak_credential": lambda call: self.credentials.leak(
                _person(call), call.path["credentialId"], _request(call), call.now
            ),
            "rotate_credential": lambda call: self.rotation.rotate(
                _person(call), call.path["credentialId"], _request(call), call.now
            ),
            "retire_key": lambda call: self.rotation.retire(
                _person(call), call.path["credentialId"], _request(call), call.now
            ),
            "credential_usage": lambda call: self._read_keys(
                lambda r: self.rotation.usage(r, call.edrpou, call.path["credentialId"], call.now)
            ),
            "renew_credential": self._renew,
            "encryption_keys": lambda _: self.recipient_keys.note(),
            "submit": self._submit,
            "check": self._check,
            "submission": lambda call: self._read(
                lambda r: self.intake.submission(r, _machine(call), call.path["batchId"])
            ),
            "correct": lambda call: self.intake.correct(
                _person(call), call.body, hashlib.sha256(call.body).hexdigest()[:32], call.now
            ),
            "corrections": lambda call: self._read(lambda r: rejections.corrections(r, call.edrpou, call.query)),
            "rejections": lambda call: self._read(
                lambda r: rejections.page(r, call.edrpou, call.query, _name(call), call.now)
            ),
            "rejection_groups": lambda call: self._read(
                lambda r: rejection_groups.groups(
                    r, call.edrpou,
                    rejection_query.ask(
                        r, call.edrpou, parse_filter(call.query.get("filter", "")), _name(call), call.now
                    ),
                    call.now,
                )
            ),
            "group_case": lambda call: cases.set_group_case(
                self.ledger, _person(call), call.path["groupId"], _request(call), call.version, call.now
            ),
            "rejection_case": lambda call: cases.set_case(
                self.ledger, _person(call), call.path["attemptId"], _request(call), call.version, call.now
            ),
            "rejection": lambda call: self._read(lambda r: rejections.card(r, call.edrpou, call.path["attemptId"])),
            "statistics": self._statistics,
            "log_head": lambda call: self._read(lambda r: LogHead(size=self.ledger.committed(r, call.edrpou))),
            "checkpoint": lambda call: self._read(lambda r: self.ledger.checkpoint(r, call.edrpou)),
            "testdata_operator": lambda call: testdata.create_operator(self.store, _request(call), call.now),
            "testdata_identity": lambda call: self.identities.issue(_request(call)),
            "testdata_revoke": self._revoke_identity,
            "testdata_trust": self._misbehave,
            "testdata_policy": self._set_policy,
            "testdata_generate": lambda call: self.replay.run(_request(call), call.now),
            "testdata_generated": lambda _: self.replay.told,
            "testdata_generate_stop": lambda _: self.replay.stop(),
            "testdata_time": lambda call: testdata.set_time(self.clock, _request(call)),
        }  # fmt: skip

    def _read(self, work: Callable[[Rows], Answered]) -> Answered:
        with self.store.read() as rows:
            return work(rows)

    def _read_keys(self, work: Callable[[Rows], Answered]) -> Answered:
        """Read with every use so far written down: what is flushed later is not in the transaction's snapshot."""
        self.key_uses.flush()
        return self._read(work)

    def _sessions(self, call: Call) -> Answered:
        from cabinet.contract.login import SessionList

        person = _person(call)
        return SessionList(items=self.sessions.listed(person.edrpou, person.rnokpp, person.session_id))

    def _end(self, call: Call, session_id: str | None) -> Done:
        person = _person(call)
        if not self.sessions.end(person.edrpou, person.rnokpp, session_id):
            raise KnownError("NOT_FOUND")
        return Done(what=session_id or "all")

    def _status(self, call: Call) -> Status:
        if self.store.full:
            return Status(state=PerimeterState.FAILURE, messages=["STORAGE_FULL"], checked_at=call.now)
        return Status(state=PerimeterState.AVAILABLE, messages=[], checked_at=call.now)

    def _submit(self, call: Call) -> bytes:
        answer = self.intake.submit(_machine(call), call.body, call.address, call.now, self.machine_transactions)
        self.key_uses.flush()
        return answer

    def _renew(self, call: Call) -> Answered:
        machine = _machine(call)
        if machine.credential_id != call.path["credentialId"]:
            raise KnownError("CREDENTIAL_NOT_FOUND")
        answer = self.rotation.renew(machine, _request(call), call.now)
        self.key_uses.flush()
        return answer

    def _check(self, call: Call) -> bytes:
        source = call.machine.source_id if call.machine is not None else CABINET_SOURCE
        return self.intake.check(call.edrpou, source, call.body, call.now)

    def _statistics(self, call: Call) -> Answered:
        money = call.machine is not None or Right.STATISTICS_SUMS in _person(call).rights
        return self._read(
            lambda r: statistics.statistics(r, call.edrpou, call.query, call.now, self.environment, money=money)
        )

    def _revoke_identity(self, call: Call) -> Done:
        request = _request(call)
        self.statuses.change(request.serial, request.reason)
        return Done(what=request.serial)

    def _misbehave(self, call: Call) -> Done:
        before, faults = self.trust.faults.list, _request(call)
        self.trust.faults = faults
        what = f"ocsp {faults.ocsp}, crl {faults.crl}, list {faults.list}"
        if faults.list != before:
            if faults.list != "down":
                self.published_list.issue(faults.list)
            refused = self.list_trust.refresh(call.now)
            what += f" {refused.code}" if refused is not None else ""
        return Done(what=what)

    def _set_policy(self, call: Call) -> Done:
        wanted = _request(call)
        policy = LoginPolicy(device_required=wanted.device_required, personal_allowed=wanted.personal_allowed)
        self.checks.policy = policy
        return Done(what=f"device required {policy.device_required}, personal allowed {policy.personal_allowed}")

    def _check_environment(self) -> None:
        """One folder, one environment for ever: test data never becomes production data."""
        kept = self.folder.read(
            "environment.json",
            lambda data: Environment(json.loads(data)),
            lambda: json.dumps(self.environment.value).encode(),
        )
        if kept is not self.environment:
            raise KnownError("ENVIRONMENT_OTHER", expected=self.environment.value, present=kept.value)


def _request(call: Call) -> Any:
    """Return the body that the gate has read into the endpoint's own model."""
    return call.request


def _person(call: Call) -> PersonHere:
    if call.person is None:
        raise LookupError("the gate lets only people here")
    return call.person


def _name(call: Call) -> str | None:
    return call.person.name if call.person is not None else None


def _act(call: Call) -> SignedAct:
    if call.act is None:
        raise LookupError("the gate asks for a signature here")
    return call.act


def _machine(call: Call) -> Machine:
    if call.machine is None:
        raise LookupError("the gate lets only machines here")
    return call.machine


def _jkt(call: Call) -> str:
    if call.jkt is None:
        raise LookupError("the gate asks for a proof here")
    return call.jkt
