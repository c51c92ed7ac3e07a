"""The tables of the row engine, and those of the registry that the rules ask."""

from __future__ import annotations

from typing import Final

from cabinet.contour.ledger.schema import ROLLUP_COUNTS
from tests.row_engine.field_columns import FIELD_NAMES, SOUGHT

_WHOLE: Final = {"amount_kop", "occurred_at"}
_fields, _sought = (
    ", ".join(f"{name} {'BIGINT' if name in _WHOLE else 'TEXT'}" for name in names) for names in (FIELD_NAMES, SOUGHT)
)
_counts = ", ".join(f"{name} BIGINT NOT NULL" for name in ROLLUP_COUNTS)
_by_type = ", ".join(f"open_{kind}_kop BIGINT NOT NULL DEFAULT 0" for kind in ("bet", "refund", "payout"))
TABLES: Final = (
    """CREATE TABLE operators (
        edrpou TEXT NOT NULL, name TEXT NOT NULL, record_no TEXT NOT NULL, status TEXT NOT NULL,
        entered_at BIGINT, head_since TEXT NOT NULL, created_at BIGINT NOT NULL, PRIMARY KEY (edrpou)
    ) WITHOUT ROWID""",
    """CREATE TABLE licences (
        edrpou TEXT NOT NULL, number TEXT NOT NULL, kind INTEGER, vertical TEXT NOT NULL, issued TEXT NOT NULL,
        expires TEXT NOT NULL, state TEXT NOT NULL, paid_years INTEGER, fee_recorded_at BIGINT NOT NULL,
        entered_at BIGINT, PRIMARY KEY (edrpou, number)
    ) WITHOUT ROWID""",
    """CREATE TABLE brands (
        edrpou TEXT NOT NULL, brand_id TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (edrpou, brand_id)
    ) WITHOUT ROWID""",
    """CREATE TABLE sites (
        edrpou TEXT NOT NULL, site_id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
        brand_id TEXT NOT NULL, licence_no TEXT NOT NULL, added BIGINT NOT NULL, PRIMARY KEY (edrpou, site_id)
    ) WITHOUT ROWID""",
    """CREATE TABLE sources (
        edrpou TEXT NOT NULL, source_id TEXT NOT NULL, name TEXT NOT NULL, brands TEXT NOT NULL,
        sites TEXT NOT NULL, PRIMARY KEY (edrpou, source_id)
    ) WITHOUT ROWID""",
    """CREATE TABLE games (
        edrpou TEXT NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
        licence_no TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT, PRIMARY KEY (edrpou, kind, code)
    ) WITHOUT ROWID""",
    """CREATE TABLE people (
        person_id TEXT NOT NULL, edrpou TEXT NOT NULL, rnokpp TEXT NOT NULL, name TEXT NOT NULL,
        role TEXT NOT NULL, rights TEXT NOT NULL, until BIGINT, granted_by TEXT, granted_at BIGINT NOT NULL,
        first_login_at BIGINT, ended_at BIGINT, ended_by TEXT, end_reason TEXT, PRIMARY KEY (person_id)
    ) WITHOUT ROWID""",
    """CREATE TABLE entries (
        edrpou TEXT NOT NULL, seq BIGINT NOT NULL, kind TEXT NOT NULL, received_at BIGINT NOT NULL,
        attempt_id TEXT, bytes BLOB NOT NULL, leaf BLOB, PRIMARY KEY (edrpou, seq)
    )""",
    """CREATE TABLE payloads (
        attempt_id TEXT NOT NULL, bytes BLOB NOT NULL, withheld BOOLEAN NOT NULL, findings BLOB NOT NULL,
        PRIMARY KEY (attempt_id)
    )""",
    f"""CREATE TABLE attempts (
        attempt_id TEXT NOT NULL, edrpou TEXT NOT NULL, seq BIGINT NOT NULL, received_at BIGINT NOT NULL,
        source TEXT NOT NULL, outcome TEXT NOT NULL, soms_tx_id TEXT, commitment TEXT NOT NULL,
        codes TEXT NOT NULL, {_fields}, late BOOLEAN NOT NULL, corrects TEXT, "by" TEXT, batch_id TEXT,
        amends TEXT, amended TEXT, unreversed BOOLEAN NOT NULL DEFAULT FALSE, judged BIGINT NOT NULL DEFAULT 0,
        PRIMARY KEY (attempt_id)
    ) WITHOUT ROWID""",
    f"""CREATE TABLE rejections (
        edrpou TEXT NOT NULL, seq BIGINT NOT NULL, attempt_id TEXT NOT NULL, state TEXT NOT NULL,
        grp TEXT NOT NULL, codes TEXT NOT NULL, first_code TEXT NOT NULL, pointer TEXT NOT NULL,
        source TEXT NOT NULL, received_at BIGINT NOT NULL, {_sought}, corrected_by TEXT,
        case_state TEXT NOT NULL, assignee TEXT, case_version BIGINT NOT NULL, root_tx TEXT, root_grp TEXT,
        root_attempt TEXT, root_accepted INTEGER, ggr_kop BIGINT NOT NULL, PRIMARY KEY (edrpou, seq)
    ) WITHOUT ROWID""",
    f"""CREATE TABLE rejection_roots (
        edrpou TEXT NOT NULL, grp TEXT NOT NULL, root_grp TEXT NOT NULL, open BIGINT NOT NULL,
        open_kop BIGINT NOT NULL, ready BIGINT NOT NULL, {_by_type}, PRIMARY KEY (edrpou, grp, root_grp)
    ) WITHOUT ROWID""",
    f"""CREATE TABLE rejection_groups (
        edrpou TEXT NOT NULL, grp TEXT NOT NULL, code TEXT NOT NULL, pointer TEXT NOT NULL,
        source TEXT NOT NULL, open BIGINT NOT NULL, total BIGINT NOT NULL, open_kop BIGINT NOT NULL,
        first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL, recurred_at BIGINT, case_state TEXT NOT NULL,
        assignee TEXT, case_version BIGINT NOT NULL, {_by_type},
        PRIMARY KEY (edrpou, grp)
    ) WITHOUT ROWID""",
    """CREATE TABLE rejection_days (
        edrpou TEXT NOT NULL, grp TEXT NOT NULL, day TEXT NOT NULL, n BIGINT NOT NULL,
        PRIMARY KEY (edrpou, grp, day)
    ) WITHOUT ROWID""",
    """CREATE TABLE rejection_blocks (
        edrpou TEXT NOT NULL, grp TEXT NOT NULL, block BIGINT NOT NULL, open BIGINT NOT NULL,
        total BIGINT NOT NULL, PRIMARY KEY (edrpou, grp, block)
    ) WITHOUT ROWID""",
    """CREATE TABLE source_numbers (
        edrpou TEXT NOT NULL, source TEXT NOT NULL, seq_no BIGINT NOT NULL, PRIMARY KEY (edrpou, source)
    ) WITHOUT ROWID""",
    f"""CREATE TABLE rollups (
        edrpou TEXT NOT NULL, step TEXT NOT NULL, slice TEXT NOT NULL, start BIGINT NOT NULL, key TEXT NOT NULL,
        {_counts}, PRIMARY KEY (edrpou, step, slice, start, key)
    ) WITHOUT ROWID""",
    """CREATE TABLE gaps (
        edrpou TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL, first_number BIGINT NOT NULL,
        last_number BIGINT NOT NULL, found_at BIGINT NOT NULL, PRIMARY KEY (edrpou, source, kind, first_number)
    ) WITHOUT ROWID""",
    "CREATE INDEX attempts_by_related ON attempts (edrpou, related_tx_id, seq)",
    "CREATE INDEX attempts_by_amended ON attempts (edrpou, amended) WHERE amended IS NOT NULL",
    "CREATE INDEX attempts_by_soms ON attempts (edrpou, soms_tx_id)",
    "CREATE INDEX attempts_by_tx ON attempts (edrpou, operator_tx_id, seq)",
    "CREATE INDEX rejections_by_attempt ON rejections (attempt_id)",
    "CREATE INDEX rejections_by_group ON rejections (edrpou, grp, state, seq)",
    "CREATE INDEX rejections_by_state ON rejections (edrpou, state, seq)",
    "CREATE INDEX rejections_by_time ON rejections (edrpou, received_at, seq)",
)
