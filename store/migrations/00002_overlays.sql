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
    applied INTEGER NOT NULL DEFAULT 0, -- every stored part has a version with it, or never will
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

-- Later versions of a stored part: it was posted, and then a story of it was corrected or retracted.
CREATE TABLE revisions (
    edition    TEXT NOT NULL,
    date       TEXT NOT NULL,
    rendering  TEXT NOT NULL,
    part       INTEGER NOT NULL,
    version    INTEGER NOT NULL, -- from 1
    overlays   INTEGER NOT NULL, -- number of the last overlay that it has
    correction INTEGER NOT NULL, -- it has new corrections and nothing else that is new
    empty      INTEGER NOT NULL, -- no story is left in it
    text       TEXT NOT NULL,
    made       INTEGER NOT NULL,
    PRIMARY KEY (edition, date, rendering, part, version)
) STRICT, WITHOUT ROWID;

-- Which version a chat was sent, or shows since; and what became of bringing a version to it.
ALTER TABLE deliveries ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
CREATE TABLE edits (
    edition    TEXT NOT NULL,
    date       TEXT NOT NULL,
    chat       INTEGER NOT NULL,
    thread     INTEGER NOT NULL,
    part       INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('pending', 'done', 'deleted', 'failed')),
    reason     TEXT NOT NULL,
    tries      INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    updated    INTEGER NOT NULL,
    PRIMARY KEY (edition, date, chat, thread, part, version)
) STRICT, WITHOUT ROWID;

-- Digests whose pages are read again because channels or groups have been sent them.
CREATE TABLE watched (
    edition TEXT NOT NULL,
    date    TEXT NOT NULL,
    until   INTEGER NOT NULL,
    PRIMARY KEY (edition, date)
) STRICT, WITHOUT ROWID;
ALTER TABLE rereads ADD COLUMN told INTEGER NOT NULL DEFAULT 0; -- on account of that

-- What was seen to have changed on those pages at the last look.
CREATE TABLE sightings (
    edition TEXT NOT NULL,
    date    TEXT NOT NULL,
    story   TEXT NOT NULL,
    url     TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('headline', 'number', 'gone', 'other')),
    old     TEXT NOT NULL,
    new     TEXT NOT NULL,
    first   INTEGER NOT NULL,
    done    INTEGER NOT NULL,
    PRIMARY KEY (edition, date, story, url, kind, old)
) STRICT, WITHOUT ROWID;
