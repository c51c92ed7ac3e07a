"""Tables of the ledger, by SQLAlchemy Core, so that SQLite and PostgreSQL get the same.

``entries``, ``payloads`` and ``attempts`` are only ever inserted into. The rest marked *index* is derived from them
and can be built again; it is what makes reading fast. Times are microseconds since 1970 UTC, sums are kopecks.
"""

from __future__ import annotations

import zlib
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.schema import CreateIndex, CreateTable

__all__ = ["METADATA", "ROLLUP_COUNTS", "schema_mark"]

METADATA = MetaData()


def _text(name: str, *, key: bool = False, null: bool = False) -> Column[Any]:
    return Column(name, Text, primary_key=key, nullable=null)


def _number(name: str, *, key: bool = False, null: bool = False) -> Column[Any]:
    return Column(name, BigInteger, primary_key=key, nullable=null, autoincrement=False)


def _table(name: str, *columns: Column[Any] | Index) -> Table:
    return Table(name, METADATA, *columns, sqlite_with_rowid=name in {"payloads", "entries"})


_table("settings", _text("name", key=True), _text("value"))
_table("issued_identities", _text("serial", key=True), _number("at"))
_table("revoked_identities", _text("serial", key=True), _number("at"), _text("reason"))
_table(
    "operators",
    _text("edrpou", key=True),
    _text("name"),
    _text("record_no"),
    _text("status"),
    _number("entered_at", null=True),
    _text("head_since"),
    _number("created_at"),
)
_table(
    "licences",
    _text("edrpou", key=True),
    _text("number", key=True),
    Column("kind", Integer),
    _text("vertical"),
    _text("issued"),
    _text("expires"),
    _text("state"),
    Column("paid_years", Integer),
    _number("fee_recorded_at"),
    _number("entered_at", null=True),
)
_table("brands", _text("edrpou", key=True), _text("brand_id", key=True), _text("name"))
_table(
    "sites",
    _text("edrpou", key=True),
    _text("site_id", key=True),
    _text("name"),
    _text("kind"),
    _text("brand_id"),
    _text("licence_no"),
    _number("added"),
)
_table(
    "sources",
    _text("edrpou", key=True),
    _text("source_id", key=True),
    _text("name"),
    _text("brands"),
    _text("sites"),
)
_table(
    "games",
    _text("edrpou", key=True),
    _text("kind", key=True),
    _text("code", key=True),
    _text("name"),
    _text("licence_no"),
    _text("valid_from"),
    _text("valid_to", null=True),
)
# one row a mandate, never taken away; the newest of a person decides
_table(
    "people",
    _text("person_id", key=True),
    _text("edrpou"),
    _text("rnokpp"),
    _text("name"),
    _text("role"),
    _text("rights"),
    _number("until", null=True),
    _text("granted_by", null=True),
    _number("granted_at"),
    _number("first_login_at", null=True),
    _number("ended_at", null=True),
    _text("ended_by", null=True),
    _text("end_reason", null=True),
    Index("people_by_number", "edrpou", "rnokpp", "granted_at"),
)
_table(
    "mandate_documents",
    _text("person_id", key=True),
    Column("statement", LargeBinary, nullable=False),
    Column("cms", LargeBinary, nullable=False),
    _number("stamped_at"),
)
_table(
    "credentials",
    _text("credential_id", key=True),
    _text("edrpou"),
    _text("name"),
    _text("source_id"),
    _text("environment"),
    _text("scopes"),
    _number("until"),
    _number("created_at"),
    _text("created_by"),
    _text("addresses"),
    _number("revoked_at", null=True),
    _text("revoked_by", null=True),
    _text("revoke_reason", null=True),
    _number("suspended_at", null=True),
    _text("suspended_by", null=True),
    _text("suspend_reason", null=True),
    Column("replayed", Boolean, nullable=False),
)
_table(
    "incidents",
    _text("credential_id", key=True),
    _number("at", key=True),
    _text("kind"),
    _text("by_name"),
    _text("note"),
)
_table(
    "credential_keys",
    _text("key_id", key=True),
    _text("credential_id"),
    _text("purpose"),
    _text("algorithm"),
    Column("spki", LargeBinary, nullable=False),
    _number("not_before"),
    _number("not_after"),
    _number("created_at"),
    _number("last_at", null=True),
    _text("last_address", null=True),
    _text("last_endpoint", null=True),
    _number("uses"),
    _number("errors"),
    _number("activated_at", null=True),
    _number("retire_at", null=True),
    _number("revoked_at", null=True),
    _text("certificate", null=True),
    _text("renewed_by", null=True),
    _text("csr_sha256"),
)
# index: calls by key, sender and UTC hour
_table(
    "key_usage",
    _text("key_id", key=True),
    _text("address", key=True),
    _number("hour", key=True),
    _number("first_at"),
    _number("last_at"),
    _number("n"),
    _number("errors"),
)
_table(
    "entries",
    _text("edrpou", key=True),
    _number("seq", key=True),
    _text("kind"),
    _number("received_at"),
    _text("attempt_id", null=True),
    Column("bytes", LargeBinary, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
)
_table(
    "payloads",
    _text("attempt_id", key=True),
    Column("bytes", LargeBinary, nullable=False),
    Column("withheld", Boolean, nullable=False),
    Column("findings", LargeBinary, nullable=False),
)
_table(
    "attempts",
    _text("attempt_id", key=True),
    _text("edrpou"),
    _number("seq"),
    _number("received_at"),
    _text("source"),
    _text("outcome"),
    _text("soms_tx_id", null=True),
    _text("commitment"),
    _text("codes"),
    _text("operator_tx_id", null=True),
    _text("type", null=True),
    _text("licence_no", null=True),
    _text("brand_id", null=True),
    _text("site_id", null=True),
    _number("amount_kop", null=True),
    _number("occurred_at", null=True),
    _text("related_tx_id", null=True),
    _text("player_ref", null=True),
    _text("round_id", null=True),
    Column("late", Boolean, nullable=False),
    _text("corrects", null=True),
    _text("by", null=True),
    Column("batch_id", Text, nullable=True),
    Index("attempts_by_tx", "edrpou", "operator_tx_id", "seq"),
    Index("attempts_by_related", "edrpou", "related_tx_id", "seq"),
    Index("attempts_by_soms", "edrpou", "soms_tx_id"),
)
# index: rejected attempts, what has become of them, and all that a filter may ask
_table(
    "rejections",
    _text("edrpou", key=True),
    _number("seq", key=True),
    _text("attempt_id"),
    _text("state"),
    _text("grp"),
    _text("codes"),
    _text("first_code"),
    _text("pointer"),
    _text("source"),
    _number("received_at"),
    _text("operator_tx_id", null=True),
    _text("type", null=True),
    _text("licence_no", null=True),
    _text("brand_id", null=True),
    _text("site_id", null=True),
    _number("amount_kop", null=True),
    _number("occurred_at", null=True),
    _text("corrected_by", null=True),
    _text("case_state"),
    _text("assignee", null=True),
    _number("case_version"),
    Index("rejections_by_state", "edrpou", "state", "seq"),
    Index("rejections_by_group", "edrpou", "grp", "state", "seq"),
    Index("rejections_by_time", "edrpou", "received_at", "seq"),
    Index("rejections_by_attempt", "attempt_id"),
)
# index: rejections of one cause (code × field × source)
_table(
    "rejection_groups",
    _text("edrpou", key=True),
    _text("grp", key=True),
    _text("code"),
    _text("pointer"),
    _text("source"),
    _number("open"),
    _number("total"),
    _number("open_kop"),
    _number("first_seen"),
    _number("last_seen"),
    _number("recurred_at", null=True),
    _text("case_state"),
    _text("assignee", null=True),
    _number("case_version"),
)
# index: rejections of a group by the Kyiv day they came
_table(
    "rejection_days",
    _text("edrpou", key=True),
    _text("grp", key=True),
    _text("day", key=True),
    _number("n"),
)
# index: how many rejections lie in each block of entries, so that a page's place is found without counting rows;
# an empty group stands for all
_table(
    "rejection_blocks",
    _text("edrpou", key=True),
    _text("grp", key=True),
    _number("block", key=True),
    _number("open"),
    _number("total"),
)
# what people have decided about a rejection (attempt) or a cause (group)
_table(
    "case_events",
    _text("edrpou", key=True),
    _text("subject", key=True),
    _number("version", key=True),
    _number("at"),
    _text("by_name"),
    _text("state"),
    _text("assignee", null=True),
    _text("note"),
)
# index: what accepted refunds and payouts have taken of a bet
_table(
    "bets",
    _text("edrpou", key=True),
    _text("operator_tx_id", key=True),
    _number("refunded_kop"),
    _text("payout_attempt", null=True),
)
# index: people's corrections, for the platform's feed
_table(
    "corrections",
    _text("edrpou", key=True),
    _number("seq", key=True),
    _text("attempt_id"),
    _text("of_attempt_id"),
    _text("by_name"),
)
_table(
    "batches",
    _text("edrpou", key=True),
    _text("source", key=True),
    _text("batch_id", key=True),
    _text("content_sha256"),
    _text("prev_content_sha256", null=True),
    _number("batch_seq"),
    _number("received_at"),
    Column("answer", LargeBinary, nullable=False),
    Index("batches_by_predecessor", "edrpou", "source", "prev_content_sha256"),
    Index("batches_by_time", "edrpou", "source", "received_at"),
    Index("batches_by_number", "edrpou", "source", "batch_seq"),
    Index("batches_by_content", "edrpou", "source", "content_sha256"),
)
_table("source_numbers", _text("edrpou", key=True), _text("source", key=True), _number("seq_no"))
_table(
    "commands",
    _text("who", key=True),
    _text("endpoint", key=True),
    _text("idempotency_key", key=True),
    _text("body_sha256"),
    Column("status", Integer),
    Column("answer", LargeBinary, nullable=False),
    _number("at"),
)
# How far each replay of the sample operator's play has come, and which of its rejected lines will yet be corrected.
_table(
    "replays",
    _number("seed", key=True),
    _number("since", key=True),
    _number("until", key=True),
    _number("transactions", key=True),
    Column("day", Integer),
    Column("sent_batches", Integer),
    _text("counts"),
)
_table(
    "replay_fixes",
    _text("attempt_id", key=True),
    _number("due"),
    _number("number"),
    _text("code"),
    _text("original_sha256"),
    _text("value"),
    Index("replay_fixes_by_due", "due", "number"),
)
_table("checkpoints", _text("edrpou", key=True), _number("size", key=True), _text("note"))

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
)
# index: figures per UTC hour and per Kyiv day ("step"), in total and of each slice by itself
_table(
    "rollups",
    _text("edrpou", key=True),
    _text("step", key=True),
    _text("slice", key=True),
    _number("start", key=True),
    _text("key", key=True),
    *(_number(name) for name in ROLLUP_COUNTS),
)


def schema_mark() -> int:
    """Return a number of 31 bits, never 0, that changes with every change of a table, so that none is overlooked."""
    parts = [str(CreateTable(table)) for table in METADATA.sorted_tables]
    parts += sorted(str(CreateIndex(index)) for table in METADATA.sorted_tables for index in table.indexes)
    return (zlib.crc32("".join(parts).encode()) & 0x7FFFFFFF) or 1
