"""The store's tables, version by version: a version is a list of statements that is never edited afterwards."""

from __future__ import annotations

from typing import Final

__all__ = ["VERSIONS"]

VERSIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        """CREATE TABLE checkpoints (
            id INTEGER PRIMARY KEY,
            origin TEXT NOT NULL,
            signer TEXT NOT NULL,
            size INTEGER NOT NULL,
            root BLOB NOT NULL,
            note TEXT NOT NULL,
            first_seen INTEGER NOT NULL,
            last_seen INTEGER NOT NULL,
            UNIQUE (origin, size, root, signer)
        ) STRICT""",
        """CREATE TABLE alarms (
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL,
            had INTEGER NOT NULL REFERENCES checkpoints,
            offered INTEGER NOT NULL REFERENCES checkpoints,
            raised_at INTEGER NOT NULL,
            UNIQUE (code, had, offered)
        ) STRICT""",
        "CREATE TABLE filters (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT",
    ),
    (
        """CREATE TABLE acts (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            audience TEXT NOT NULL,
            edrpou TEXT NOT NULL,
            person TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            facts TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE act_chunks (
            act INTEGER NOT NULL REFERENCES acts ON DELETE CASCADE,
            place INTEGER NOT NULL,
            key TEXT NOT NULL,
            count INTEGER NOT NULL,
            lines BLOB NOT NULL,
            follows TEXT NOT NULL,
            answer BLOB,
            PRIMARY KEY (act, place)
        ) STRICT""",
    ),
    ("CREATE TABLE drafts (attempt_id TEXT PRIMARY KEY, body TEXT NOT NULL, saved_at INTEGER NOT NULL) STRICT",),
    (
        # of all people of a computer at once, and nothing ever wrote it
        "DROP TABLE filters",
        """CREATE TABLE views (
            audience TEXT NOT NULL,
            edrpou TEXT NOT NULL,
            person TEXT NOT NULL,
            place INTEGER NOT NULL,
            name TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (audience, edrpou, person, place)
        ) STRICT""",
        """CREATE TABLE recent_filters (
            audience TEXT NOT NULL,
            edrpou TEXT NOT NULL,
            person TEXT NOT NULL,
            text TEXT NOT NULL,
            used_at INTEGER NOT NULL,
            PRIMARY KEY (audience, edrpou, person, text)
        ) STRICT""",
    ),
    (
        """CREATE TABLE exports (
            audience TEXT NOT NULL,
            edrpou TEXT NOT NULL,
            out TEXT NOT NULL,
            job BLOB NOT NULL,
            started_at INTEGER NOT NULL,
            PRIMARY KEY (audience, edrpou, out)
        ) STRICT""",
    ),
    (
        """CREATE TABLE row_layouts (
            audience TEXT NOT NULL,
            edrpou TEXT NOT NULL,
            person TEXT NOT NULL,
            columns TEXT NOT NULL,
            sort TEXT NOT NULL,
            PRIMARY KEY (audience, edrpou, person)
        ) STRICT""",
    ),
    (
        """CREATE TABLE seen (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            audience TEXT NOT NULL,
            edrpou TEXT NOT NULL,
            person TEXT NOT NULL,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            body BLOB NOT NULL,
            at INTEGER NOT NULL,
            UNIQUE (audience, edrpou, person, kind, name)
        ) STRICT""",
        """CREATE TABLE pending (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            audience TEXT NOT NULL,
            edrpou TEXT NOT NULL,
            person TEXT NOT NULL,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            version INTEGER NOT NULL,
            key TEXT NOT NULL,
            body BLOB NOT NULL,
            words TEXT NOT NULL,
            at INTEGER NOT NULL,
            why TEXT NOT NULL DEFAULT '',
            facts TEXT NOT NULL DEFAULT '{}',
            theirs BLOB NOT NULL DEFAULT x''
        ) STRICT""",
    ),
    (
        # since when it is proved that the checkpoints before it are its beginning, and the note with our cosignature
        "ALTER TABLE checkpoints ADD COLUMN proved_at INTEGER",
        "ALTER TABLE checkpoints ADD COLUMN cosigned TEXT",
        "ALTER TABLE alarms ADD COLUMN closed_at INTEGER",
        "ALTER TABLE alarms ADD COLUMN closed_by TEXT",
        "ALTER TABLE alarms ADD COLUMN reason TEXT",
        "CREATE TABLE witness_key (id INTEGER PRIMARY KEY CHECK (id = 1), private BLOB NOT NULL) STRICT",
        """CREATE TABLE audits (
            audience TEXT NOT NULL,
            edrpou TEXT NOT NULL,
            receipts TEXT NOT NULL,
            state BLOB,
            report BLOB,
            at INTEGER NOT NULL,
            PRIMARY KEY (audience, edrpou)
        ) STRICT""",
    ),
    (
        """CREATE TABLE justifications (
            audience TEXT NOT NULL,
            edrpou TEXT NOT NULL,
            day TEXT NOT NULL,
            kind TEXT NOT NULL,
            tx TEXT NOT NULL,
            reason TEXT NOT NULL,
            by_name TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (audience, edrpou, day, kind, tx)
        ) STRICT""",
    ),
)
"""``PRAGMA user_version`` counts how many of these a file has had. Times are microseconds since 1970 UTC."""
