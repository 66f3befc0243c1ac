-- +goose Up

-- Which stories a part holds, as a JSON array of their ids; empty: it was stored before this was noted.
ALTER TABLE messages ADD COLUMN stories TEXT NOT NULL DEFAULT '';

-- What is laid over a digest, which itself never changes.
CREATE TABLE overlays (
    edition TEXT NOT NULL,
    date    TEXT NOT NULL,
    number  INTEGER NOT NULL, -- from 1
    story   TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('taken_out', 'corrected', 'retracted')),
    early   INTEGER NOT NULL, -- laid before any part was being sent
    change  TEXT NOT NULL,    -- JSON, of a correction; else empty
    reason  TEXT NOT NULL,
    by      TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (edition, date, number)
) STRICT, WITHOUT ROWID;

-- Addresses that are never told again, nor is what repeats their text.
CREATE TABLE retractions (
    url      TEXT PRIMARY KEY, -- canonical
    original TEXT NOT NULL,    -- address of the article that has the text: its own, or that of the one it repeats
    reason   TEXT NOT NULL,
    by       TEXT NOT NULL,
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX retractions_by_text ON retractions (original);
