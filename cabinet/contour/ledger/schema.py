"""Tables of the ledger, version by version: a version is a list of statements that is never edited afterwards.

An operator's log is ``blocks``, ``frames``, ``long_lines`` and ``tiles``: only ever added to, but for the last frame,
which grows until it is full. What is marked *index* is derived from them and can be built again; it is what makes
reading fast. A ``place`` is a log's number before 40 bits of an entry's, frame's or tile's. Times are microseconds
since 1970 UTC, sums are kopecks.

The statements are literal SQL that SQLite and PostgreSQL both take; what the engines call differently is put in
(:class:`Words`). Columns of a transaction's fields come from :mod:`cabinet.contract.transaction`, each in the version
that its record names.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from cabinet.contour.ledger.field_columns import FIELD_COLUMNS

__all__ = ["FIRST_VERSION", "ROLLUP_COUNTS", "Words", "versions"]

ROLLUP_COUNTS = (
    "accepted",
    "with_warnings",
    "rejected",
    "pending",
    "late",
    "bets",
    "refunds",
    "payouts",
    "bet_kop",
    "refund_kop",
    "payout_kop",
    "stuck_kop",
    "on_time",
    "lag_ms",
    "stuck_operations_kop",
    "pit_kop",
    "levy_kop",
)
_FIRST_COUNTS: Final = ROLLUP_COUNTS[:14]


FIRST_VERSION: Final = 3
"""Versions 1 and 2 kept a row for each entry, payload and attempt; nothing reads them any more."""


class Words(NamedTuple):
    """What an engine calls its own way: bytes, rows in the order of their primary key, a whole number as that key."""

    bytes: str
    by_key: str
    key: str


_VERSIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        """CREATE TABLE settings (
            name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name)
        ){by_key}""",
        """CREATE TABLE issued_identities (
            serial TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (serial)
        ){by_key}""",
        """CREATE TABLE revoked_identities (
            serial TEXT NOT NULL, at BIGINT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (serial)
        ){by_key}""",
        """CREATE TABLE operators (
            edrpou TEXT NOT NULL, name TEXT NOT NULL, record_no TEXT NOT NULL, status TEXT NOT NULL,
            entered_at BIGINT, head_since TEXT NOT NULL, created_at BIGINT NOT NULL, PRIMARY KEY (edrpou)
        ){by_key}""",
        """CREATE TABLE licences (
            edrpou TEXT NOT NULL, number TEXT NOT NULL, kind INTEGER, vertical TEXT NOT NULL, issued TEXT NOT NULL,
            expires TEXT NOT NULL, state TEXT NOT NULL, paid_years INTEGER, fee_recorded_at BIGINT NOT NULL,
            entered_at BIGINT, PRIMARY KEY (edrpou, number)
        ){by_key}""",
        """CREATE TABLE brands (
            edrpou TEXT NOT NULL, brand_id TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (edrpou, brand_id)
        ){by_key}""",
        """CREATE TABLE sites (
            edrpou TEXT NOT NULL, site_id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
            brand_id TEXT NOT NULL, licence_no TEXT NOT NULL, added BIGINT NOT NULL, PRIMARY KEY (edrpou, site_id)
        ){by_key}""",
        """CREATE TABLE sources (
            edrpou TEXT NOT NULL, source_id TEXT NOT NULL, name TEXT NOT NULL, brands TEXT NOT NULL,
            sites TEXT NOT NULL, PRIMARY KEY (edrpou, source_id)
        ){by_key}""",
        """CREATE TABLE games (
            edrpou TEXT NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
            licence_no TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT, PRIMARY KEY (edrpou, kind, code)
        ){by_key}""",
        # one row a mandate, never taken away; the newest of a person decides
        """CREATE TABLE people (
            person_id TEXT NOT NULL, edrpou TEXT NOT NULL, rnokpp TEXT NOT NULL, name TEXT NOT NULL,
            role TEXT NOT NULL, rights TEXT NOT NULL, until BIGINT, granted_by TEXT, granted_at BIGINT NOT NULL,
            first_login_at BIGINT, ended_at BIGINT, ended_by TEXT, end_reason TEXT, PRIMARY KEY (person_id)
        ){by_key}""",
        "CREATE INDEX people_by_number ON people (edrpou, rnokpp, granted_at)",
        """CREATE TABLE mandate_documents (
            person_id TEXT NOT NULL, statement {bytes} NOT NULL, cms {bytes} NOT NULL, stamped_at BIGINT NOT NULL,
            PRIMARY KEY (person_id)
        ){by_key}""",
        """CREATE TABLE credentials (
            credential_id TEXT NOT NULL, edrpou TEXT NOT NULL, name TEXT NOT NULL, source_id TEXT NOT NULL,
            environment TEXT NOT NULL, scopes TEXT NOT NULL, until BIGINT NOT NULL, created_at BIGINT NOT NULL,
            created_by TEXT NOT NULL, addresses TEXT NOT NULL, revoked_at BIGINT, revoked_by TEXT,
            revoke_reason TEXT, suspended_at BIGINT, suspended_by TEXT, suspend_reason TEXT,
            replayed BOOLEAN NOT NULL, PRIMARY KEY (credential_id)
        ){by_key}""",
        """CREATE TABLE incidents (
            credential_id TEXT NOT NULL, at BIGINT NOT NULL, kind TEXT NOT NULL, by_name TEXT NOT NULL,
            note TEXT NOT NULL, PRIMARY KEY (credential_id, at)
        ){by_key}""",
        """CREATE TABLE credential_keys (
            key_id TEXT NOT NULL, credential_id TEXT NOT NULL, purpose TEXT NOT NULL, algorithm TEXT NOT NULL,
            spki {bytes} NOT NULL, not_before BIGINT NOT NULL, not_after BIGINT NOT NULL,
            created_at BIGINT NOT NULL, last_at BIGINT, last_address TEXT, last_endpoint TEXT, uses BIGINT NOT NULL,
            errors BIGINT NOT NULL, activated_at BIGINT, retire_at BIGINT, revoked_at BIGINT, certificate TEXT,
            renewed_by TEXT, csr_sha256 TEXT NOT NULL, PRIMARY KEY (key_id)
        ){by_key}""",
        # index: calls by key, sender and UTC hour
        """CREATE TABLE key_usage (
            key_id TEXT NOT NULL, address TEXT NOT NULL, hour BIGINT NOT NULL, first_at BIGINT NOT NULL,
            last_at BIGINT NOT NULL, n BIGINT NOT NULL, errors BIGINT NOT NULL, PRIMARY KEY (key_id, address, hour)
        ){by_key}""",
        # one row an operator: how many entries, the last tick given to ids, how many entries are indexed, and the
        # newest signed checkpoint
        """CREATE TABLE logs (
            log {key}, edrpou TEXT NOT NULL UNIQUE, secret {bytes} NOT NULL, size BIGINT NOT NULL,
            tick BIGINT NOT NULL, indexed BIGINT NOT NULL, checkpoint TEXT NOT NULL
        )""",
        # lines that came together; its place is the first one's
        """CREATE TABLE blocks (
            first {key}, log BIGINT NOT NULL, n BIGINT NOT NULL, tick BIGINT NOT NULL, received_at BIGINT NOT NULL,
            source TEXT NOT NULL, by_name TEXT
        )""",
        "CREATE UNIQUE INDEX blocks_by_tick ON blocks (log, tick)",
        # the exact bytes of 128 entries' lines, and notes of those that are not plain, both compressed
        """CREATE TABLE frames (place {key}, lines {bytes} NOT NULL, notes {bytes})""",
        # a line too long for its frame
        """CREATE TABLE long_lines (place {key}, bytes {bytes} NOT NULL)""",
        # 256 hashes of the tree (C2SP tlog-tiles); only full ones
        """CREATE TABLE tiles (place {key}, hashes {bytes} NOT NULL)""",
        # index: which entry stands for an operator's transaction id, by a hash of it
        """CREATE TABLE taken (k {key}, place BIGINT NOT NULL)""",
        # index: ids whose hash another id holds
        """CREATE TABLE taken_twins (
            k BIGINT NOT NULL, place BIGINT NOT NULL, PRIMARY KEY (k, place)
        ){by_key}""",
        # index: what was accepted or held and refers to an entry, by that one's place: refunds and payouts of a bet,
        # the reversal of a transaction, the replacement of a reversal
        """CREATE TABLE referrers (
            bet BIGINT NOT NULL, seq BIGINT NOT NULL, PRIMARY KEY (bet, seq)
        ){by_key}""",
        # index: rejected attempts, what has become of them, and all that a filter may ask
        """CREATE TABLE rejections (
            edrpou TEXT NOT NULL, seq BIGINT NOT NULL, attempt_id TEXT NOT NULL, state TEXT NOT NULL,
            grp TEXT NOT NULL, codes TEXT NOT NULL, first_code TEXT NOT NULL, pointer TEXT NOT NULL,
            source TEXT NOT NULL, received_at BIGINT NOT NULL, {fields}, corrected_by TEXT, closed_at BIGINT,
            case_state TEXT NOT NULL, assignee TEXT, case_version BIGINT NOT NULL, PRIMARY KEY (edrpou, seq)
        ){by_key}""",
        "CREATE INDEX rejections_by_attempt ON rejections (attempt_id)",
        "CREATE INDEX rejections_by_group ON rejections (edrpou, grp, state, seq)",
        "CREATE INDEX rejections_by_state ON rejections (edrpou, state, seq)",
        "CREATE INDEX rejections_by_tx ON rejections (edrpou, operator_tx_id, seq)",
        "CREATE INDEX rejections_by_related ON rejections (edrpou, related_tx_id, seq)",
        "CREATE INDEX rejections_by_time ON rejections (edrpou, received_at, seq)",
        # index: rejections of one cause (code × field × source)
        """CREATE TABLE rejection_groups (
            edrpou TEXT NOT NULL, grp TEXT NOT NULL, code TEXT NOT NULL, pointer TEXT NOT NULL,
            source TEXT NOT NULL, open BIGINT NOT NULL, total BIGINT NOT NULL, open_kop BIGINT NOT NULL,
            first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL, recurred_at BIGINT, case_state TEXT NOT NULL,
            assignee TEXT, case_version BIGINT NOT NULL, PRIMARY KEY (edrpou, grp)
        ){by_key}""",
        # index: rejections of a group by the Kyiv day they came
        """CREATE TABLE rejection_days (
            edrpou TEXT NOT NULL, grp TEXT NOT NULL, day TEXT NOT NULL, n BIGINT NOT NULL,
            PRIMARY KEY (edrpou, grp, day)
        ){by_key}""",
        # index: how many rejections lie in each block of entries, so that a page's place is found without counting
        # rows; an empty group stands for all
        """CREATE TABLE rejection_blocks (
            edrpou TEXT NOT NULL, grp TEXT NOT NULL, block BIGINT NOT NULL, open BIGINT NOT NULL,
            total BIGINT NOT NULL, PRIMARY KEY (edrpou, grp, block)
        ){by_key}""",
        # what people have decided about a rejection (attempt) or a cause (group), in its order, and how many entries
        # the log had then
        """CREATE TABLE case_events (
            edrpou TEXT NOT NULL, subject TEXT NOT NULL, version BIGINT NOT NULL, number BIGINT NOT NULL,
            size BIGINT NOT NULL, at BIGINT NOT NULL, by_name TEXT NOT NULL, state TEXT NOT NULL, assignee TEXT,
            note TEXT NOT NULL, PRIMARY KEY (edrpou, subject, version)
        ){by_key}""",
        "CREATE UNIQUE INDEX case_events_by_number ON case_events (edrpou, number)",
        # index: people's corrections, for the platform's feed
        """CREATE TABLE corrections (
            edrpou TEXT NOT NULL, seq BIGINT NOT NULL, attempt_id TEXT NOT NULL, of_attempt_id TEXT NOT NULL,
            by_name TEXT NOT NULL, PRIMARY KEY (edrpou, seq)
        ){by_key}""",
        """CREATE TABLE batches (
            number {key}, edrpou TEXT NOT NULL, source TEXT NOT NULL, batch_id TEXT NOT NULL,
            content_sha256 {bytes} NOT NULL, prev_content_sha256 {bytes}, batch_seq BIGINT NOT NULL,
            received_at BIGINT NOT NULL, first_seq BIGINT NOT NULL, n BIGINT NOT NULL, replayed {bytes}
        )""",
        "CREATE UNIQUE INDEX batches_by_id ON batches (edrpou, source, batch_id)",
        # digests are looked up by how they begin: a batch of one line is half of what it leaves behind
        "CREATE INDEX batches_by_content ON batches (substr(content_sha256, 1, 8))",
        "CREATE INDEX batches_by_number ON batches (edrpou, source, batch_seq)",
        "CREATE INDEX batches_by_predecessor ON batches (substr(prev_content_sha256, 1, 8))",
        "CREATE INDEX batches_by_time ON batches (edrpou, source, received_at)",
        """CREATE TABLE source_numbers (
            edrpou TEXT NOT NULL, source TEXT NOT NULL, seq_no BIGINT NOT NULL, PRIMARY KEY (edrpou, source)
        ){by_key}""",
        """CREATE TABLE commands (
            who TEXT NOT NULL, endpoint TEXT NOT NULL, idempotency_key TEXT NOT NULL, body_sha256 TEXT NOT NULL,
            status INTEGER, answer {bytes} NOT NULL, at BIGINT NOT NULL,
            PRIMARY KEY (who, endpoint, idempotency_key)
        ){by_key}""",
        # how far each replay of the sample operator's play has come, and which of its rejected lines will yet be
        # corrected
        """CREATE TABLE replays (
            seed BIGINT NOT NULL, since BIGINT NOT NULL, until BIGINT NOT NULL, transactions BIGINT NOT NULL,
            day INTEGER, sent_batches INTEGER, counts TEXT NOT NULL, PRIMARY KEY (seed, since, until, transactions)
        ){by_key}""",
        """CREATE TABLE replay_fixes (
            attempt_id TEXT NOT NULL, due BIGINT NOT NULL, number BIGINT NOT NULL, code TEXT NOT NULL,
            original_sha256 TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (attempt_id)
        ){by_key}""",
        "CREATE INDEX replay_fixes_by_due ON replay_fixes (due, number)",
        # index: figures per UTC hour and per Kyiv day ("step"), in total and of each slice by itself
        """CREATE TABLE rollups (
            edrpou TEXT NOT NULL, step TEXT NOT NULL, slice TEXT NOT NULL, start BIGINT NOT NULL, key TEXT NOT NULL,
            {counts}, PRIMARY KEY (edrpou, step, slice, start, key)
        ){by_key}""",
        # open gaps in a source's chain of batches and in its numbers
        """CREATE TABLE gaps (
            edrpou TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL, first_number BIGINT NOT NULL,
            last_number BIGINT NOT NULL, found_at BIGINT NOT NULL, PRIMARY KEY (edrpou, source, kind, first_number)
        ){by_key}""",
        # why each log-in was let in
        """CREATE TABLE login_evidence (
            login_id TEXT NOT NULL, person_id TEXT NOT NULL, at BIGINT NOT NULL, address TEXT NOT NULL,
            statement {bytes} NOT NULL, cms {bytes} NOT NULL, revocation TEXT NOT NULL, PRIMARY KEY (login_id)
        ){by_key}""",
        "CREATE INDEX login_evidence_by_person ON login_evidence (person_id, at)",
    ),
    (
        # index: of a rejection that only says that another transaction, its root, is rejected or missing: the root's
        # id, the cause and the attempt of its rejection, and whether it is accepted by now (0 or 1)
        "ALTER TABLE rejections ADD COLUMN root_tx TEXT",
        "ALTER TABLE rejections ADD COLUMN root_grp TEXT",
        "ALTER TABLE rejections ADD COLUMN root_attempt TEXT",
        "ALTER TABLE rejections ADD COLUMN root_accepted INTEGER",
        "CREATE INDEX rejections_by_root ON rejections (edrpou, root_tx, root_accepted, seq) WHERE root_tx IS NOT NULL",
        "CREATE INDEX rejections_by_root_group ON rejections (edrpou, root_grp, seq) WHERE root_grp IS NOT NULL",
        "CREATE INDEX rejections_ready ON rejections (edrpou, root_accepted, seq) WHERE root_accepted = 1",
        # index: how many open rejections of one cause hang on rejections of another, how much, and of how many the
        # root is accepted; an empty root_grp stands for roots that no cause has
        """CREATE TABLE rejection_roots (
            edrpou TEXT NOT NULL, grp TEXT NOT NULL, root_grp TEXT NOT NULL, open BIGINT NOT NULL,
            open_kop BIGINT NOT NULL, ready BIGINT NOT NULL, PRIMARY KEY (edrpou, grp, root_grp)
        ){by_key}""",
        # whether the roots of a log's rejections were found: those of older versions are when they are opened
        "ALTER TABLE logs ADD COLUMN rooted INTEGER NOT NULL DEFAULT 0",
    ),
    (
        # index: of what is open, how much is bets, refunds and payouts; and what is stuck in rejections, in absolute
        # value
        "ALTER TABLE rejection_groups ADD COLUMN open_bet_kop BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE rejection_groups ADD COLUMN open_refund_kop BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE rejection_groups ADD COLUMN open_payout_kop BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE rejection_roots ADD COLUMN open_bet_kop BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE rejection_roots ADD COLUMN open_refund_kop BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE rejection_roots ADD COLUMN open_payout_kop BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE rollups ADD COLUMN stuck_operations_kop BIGINT NOT NULL DEFAULT 0",
        # which version of what is derived a log has: an older one is derived anew when it is opened
        "ALTER TABLE logs ADD COLUMN derived INTEGER NOT NULL DEFAULT 0",
    ),
    (
        # lists of ids that filters name: who posted one last and when, and the ids themselves
        """CREATE TABLE id_lists (
            list_id TEXT NOT NULL, edrpou TEXT NOT NULL, owner TEXT NOT NULL, posted_at BIGINT NOT NULL,
            PRIMARY KEY (list_id)
        ){by_key}""",
        "CREATE INDEX id_lists_by_owner ON id_lists (owner, posted_at)",
        """CREATE TABLE listed_ids (
            list_id TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (list_id, id)
        ){by_key}""",
    ),
    (
        # index: what GGR would gain by it
        "ALTER TABLE rejections ADD COLUMN ggr_kop BIGINT NOT NULL DEFAULT 0",
        # sets of corrections that people have signed (on a test perimeter without a signature), and what was signed
        """CREATE TABLE correction_sets (
            set_id TEXT NOT NULL, edrpou TEXT NOT NULL, rnokpp TEXT NOT NULL, by_name TEXT NOT NULL,
            at BIGINT NOT NULL, until BIGINT NOT NULL, statement {bytes}, cms {bytes}, PRIMARY KEY (set_id)
        ){by_key}""",
        # the requests of a set: what each may be, and when it came
        """CREATE TABLE correction_parts (
            set_id TEXT NOT NULL, sha256 TEXT NOT NULL, part TEXT NOT NULL, taken_at BIGINT,
            PRIMARY KEY (set_id, sha256)
        ){by_key}""",
        # corrections that people have sent without a signature, for the limit above which they sign
        """CREATE TABLE unsigned_corrections (
            number {key}, edrpou TEXT NOT NULL, rnokpp TEXT NOT NULL, at BIGINT NOT NULL, items BIGINT NOT NULL,
            kop BIGINT NOT NULL
        )""",
        "CREATE INDEX unsigned_corrections_by_person ON unsigned_corrections (edrpou, rnokpp, at)",
    ),
    (
        # index: rejections by sum and by the moment of the operation, with what the usual filters ask
        "CREATE INDEX rejections_by_amount ON rejections (edrpou, amount_kop, seq, state, grp)",
        "CREATE INDEX rejections_by_occurred ON rejections (edrpou, occurred_at, seq, state, grp)",
    ),
    (
        # index: refunds that wait for their bets, by their places
        """CREATE TABLE waiting (
            place {key}, operator_tx_id TEXT NOT NULL, bet TEXT NOT NULL, received_at BIGINT NOT NULL
        )""",
        # index: the entry that says what became of an attempt that was held, by that one's place
        """CREATE TABLE verdicts (place {key}, seq BIGINT NOT NULL)""",
    ),
    (
        # index: what is withheld from payouts, each rounded by itself; and under which rates that was, since a log with
        # others is derived anew when it is opened
        "ALTER TABLE rollups ADD COLUMN pit_kop BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE rollups ADD COLUMN levy_kop BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE logs ADD COLUMN withholding TEXT NOT NULL DEFAULT ''",
    ),
    (
        # index: which frames have transactions of a Kyiv day, by its first moment
        """CREATE TABLE frame_days (
            edrpou TEXT NOT NULL, start BIGINT NOT NULL, frame BIGINT NOT NULL, PRIMARY KEY (edrpou, start, frame)
        ){by_key}""",
    ),
    (
        # index: rejections by the moment they were closed
        "CREATE INDEX rejections_by_closing ON rejections (edrpou, closed_at) WHERE closed_at IS NOT NULL",
    ),
)


def versions(words: Words) -> tuple[tuple[str, ...], ...]:
    """Return the statements of every version, the first one's (:data:`FIRST_VERSION`) first."""
    count = 1 + max(len(_VERSIONS) - 1, *(column.since - FIRST_VERSION for column in FIELD_COLUMNS))
    blanks = {
        "fields": ", ".join(f"{c.name} {c.type}" for c in FIELD_COLUMNS if c.since == FIRST_VERSION),
        "counts": ", ".join(f"{name} BIGINT NOT NULL" for name in _FIRST_COUNTS),
        **words._asdict(),
    }
    written = (*_VERSIONS, *((),) * (count - len(_VERSIONS)))
    return tuple(
        (*(statement.format_map(blanks) for statement in statements), *_added(number))
        for number, statements in enumerate(written, FIRST_VERSION)
    )


def _added(number: int) -> list[str]:
    """Return the statements that add the fields' columns of one version after the first."""
    return [
        f"ALTER TABLE rejections ADD COLUMN {column.name} {column.type}"
        for column in FIELD_COLUMNS
        if column.since == number > FIRST_VERSION
    ]
