CREATE TABLE articles (
    id         INTEGER PRIMARY KEY,
    url        TEXT NOT NULL UNIQUE,
    source     TEXT NOT NULL,
    outlet     TEXT NOT NULL REFERENCES outlets (id),
    title      TEXT NOT NULL,
    byline     TEXT NOT NULL, -- JSON
    dateline   TEXT NOT NULL,
    agency     TEXT NOT NULL,
    published  INTEGER NOT NULL,
    modified   INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    section    TEXT NOT NULL,
    language   TEXT NOT NULL,
    image      TEXT NOT NULL, -- JSON
    keywords   TEXT NOT NULL, -- JSON
    no_snippet INTEGER NOT NULL,
    copy_of    TEXT NOT NULL, -- address of the article that has the body; never itself a copy
    exact      BLOB NOT NULL, -- hash of the body
    version    INTEGER NOT NULL,
    read       INTEGER NOT NULL -- when this version was read
) STRICT;

CREATE INDEX articles_by_first_seen ON articles (first_seen);

CREATE INDEX articles_by_original ON articles (copy_of) WHERE copy_of <> '';

CREATE TABLE bands (
    band    INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (band, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE bodies (
    article    INTEGER PRIMARY KEY REFERENCES articles (id),
    paragraphs TEXT NOT NULL
) STRICT;

CREATE TABLE closed_threads (
    chat   INTEGER NOT NULL,
    thread INTEGER NOT NULL,
    since  INTEGER NOT NULL,
    PRIMARY KEY (chat, thread)
) STRICT, WITHOUT ROWID;

CREATE TABLE deliveries (
    edition    TEXT NOT NULL,
    date       TEXT NOT NULL,
    chat       INTEGER NOT NULL,
    thread     INTEGER NOT NULL,
    part       INTEGER NOT NULL,
    rendering  TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'uncertain', 'failed')),
    message_id INTEGER NOT NULL DEFAULT 0,
    reason     TEXT NOT NULL DEFAULT '',
    owner      TEXT NOT NULL DEFAULT '',
    tries      INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    updated    INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 0, behind INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (edition, date, chat, thread, part)
) STRICT;

CREATE INDEX deliveries_by_message ON deliveries (chat, message_id);

CREATE INDEX deliveries_by_time ON deliveries (updated) WHERE substr(rendering, 1, 7) <> 'reader/';

CREATE INDEX deliveries_sending ON deliveries (edition, date, chat, thread, part) WHERE state = 'sending';

CREATE TABLE digests (
    edition       TEXT NOT NULL,
    date          TEXT NOT NULL,
    title         TEXT NOT NULL,
    zone          TEXT NOT NULL,
    window_from   INTEGER NOT NULL,
    window_to     INTEGER NOT NULL,
    sources       INTEGER NOT NULL,
    sources_ok    INTEGER NOT NULL,
    show          INTEGER NOT NULL,
    stories       TEXT NOT NULL, -- JSON
    compiled      INTEGER NOT NULL,
    late          INTEGER NOT NULL, digits TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (edition, date)
) STRICT;

CREATE INDEX digests_by_time ON digests (window_to);

CREATE TABLE doubts (
    edition TEXT NOT NULL,
    date    TEXT NOT NULL,
    chat    INTEGER NOT NULL,
    thread  INTEGER NOT NULL,
    part    INTEGER NOT NULL,
    next    INTEGER NOT NULL, -- when to ask again
    until   INTEGER NOT NULL, -- when to give up; 0: never
    PRIMARY KEY (edition, date, chat, thread, part)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE hashes (
    exact   BLOB NOT NULL,
    outlet  TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id),
    PRIMARY KEY (exact, outlet)
) STRICT, WITHOUT ROWID;

CREATE TABLE holds (
    scope TEXT PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE hosts (
    host TEXT PRIMARY KEY,
    slot INTEGER NOT NULL -- the last one booked
) STRICT, WITHOUT ROWID;

CREATE TABLE hours (
    source   TEXT NOT NULL,
    hour     INTEGER NOT NULL,
    outcome  TEXT NOT NULL,
    readings INTEGER NOT NULL,
    PRIMARY KEY (source, hour, outcome)
) STRICT, WITHOUT ROWID;

CREATE TABLE keys (
    name TEXT PRIMARY KEY,
    key  BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE leases (
    name    TEXT PRIMARY KEY,
    owner   TEXT NOT NULL,
    taken   INTEGER NOT NULL,
    renewed INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE links (
    id           INTEGER PRIMARY KEY,
    canonical    TEXT NOT NULL UNIQUE,
    url          TEXT NOT NULL,
    source       TEXT NOT NULL,
    title        TEXT NOT NULL,
    published    INTEGER NOT NULL,
    modified     INTEGER NOT NULL,
    found        INTEGER NOT NULL,
    newest       INTEGER NOT NULL, -- published, or found when that is unknown or in the future: the order of reading
    due          INTEGER,
    tries        INTEGER NOT NULL DEFAULT 0,
    outcome      TEXT NOT NULL DEFAULT '', -- of the last reading
    article      TEXT NOT NULL DEFAULT ''  -- address of the article it led to, or of the one kept instead
) STRICT;

CREATE INDEX links_pending ON links (source, newest DESC) WHERE due IS NOT NULL;

CREATE TABLE messages (
    edition   TEXT NOT NULL,
    date      TEXT NOT NULL,
    rendering TEXT NOT NULL,
    part      INTEGER NOT NULL,
    parts     INTEGER NOT NULL,
    text      TEXT NOT NULL, stories TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (edition, date, rendering, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE outlets (
    id    TEXT PRIMARY KEY,
    name  TEXT NOT NULL,
    owner TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE pins (
    chat       INTEGER NOT NULL,
    thread     INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    refused    INTEGER NOT NULL,
    PRIMARY KEY (chat, thread, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE previews (
    number  INTEGER PRIMARY KEY AUTOINCREMENT, -- in buttons, so never used twice
    edition TEXT NOT NULL,
    date    TEXT NOT NULL,
    state   TEXT NOT NULL CHECK (state IN ('open', 'held', 'released', 'out', 'lapsed')),
    who     TEXT NOT NULL,               -- brought it into this state; '': nobody, the time came
    at      INTEGER NOT NULL,
    shown   INTEGER NOT NULL DEFAULT 0,  -- parts in the admin chat
    message INTEGER NOT NULL DEFAULT 0, changes INTEGER NOT NULL DEFAULT 1, drawn INTEGER NOT NULL DEFAULT 0,  -- there, with the buttons
    UNIQUE (edition, date)
) STRICT;

CREATE TABLE readings (
    id      INTEGER PRIMARY KEY,
    link    INTEGER NOT NULL REFERENCES links (id),
    read    INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    detail  TEXT NOT NULL
) STRICT;

CREATE INDEX readings_by_link ON readings (link);

CREATE TABLE rereads (
    link          INTEGER PRIMARY KEY REFERENCES links (id), -- that has the article
    source        TEXT NOT NULL,
    title         TEXT NOT NULL,    -- as the source gave it last; another one, or
    modified      INTEGER NOT NULL, -- a later time than the latest that it gave, says that the article has changed
    times         INTEGER NOT NULL,
    due           INTEGER,          -- NULL: only when the source says that it has changed
    early         INTEGER NOT NULL, -- then not before this
    until         INTEGER NOT NULL,
    etag          TEXT NOT NULL,
    last_modified TEXT NOT NULL
, told INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE INDEX rereads_due ON rereads (source, due) WHERE due IS NOT NULL;

CREATE INDEX rereads_over ON rereads (until);

CREATE TABLE retractions (
    url      TEXT PRIMARY KEY, -- canonical
    original TEXT NOT NULL,    -- address of the article that has the text: its own, or that of the one it repeats
    reason   TEXT NOT NULL,
    by       TEXT NOT NULL,
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX retractions_by_text ON retractions (original);

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

CREATE TABLE robots (
    host    TEXT PRIMARY KEY,
    body    BLOB NOT NULL,
    status  INTEGER NOT NULL,
    fetched INTEGER NOT NULL
) STRICT;

CREATE TABLE runs (
    id       INTEGER PRIMARY KEY,
    source   TEXT NOT NULL,
    started  INTEGER NOT NULL,
    finished INTEGER NOT NULL,
    step     TEXT NOT NULL,
    found    INTEGER NOT NULL,
    fresh    INTEGER NOT NULL,
    outcomes TEXT NOT NULL, -- JSON
    outcome  TEXT NOT NULL,
    detail   TEXT NOT NULL
) STRICT;

CREATE INDEX runs_by_source ON runs (source, finished);

CREATE TABLE schedules (
    job  TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE search USING fts5 (
    title, body, content='', contentless_delete=1,
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc Cf'"
);

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

CREATE TABLE signatures (
    article   INTEGER PRIMARY KEY REFERENCES articles (id),
    signature BLOB NOT NULL,
    bands     BLOB NOT NULL
) STRICT;

CREATE TABLE sources (
    id           TEXT PRIMARY KEY,
    step         TEXT NOT NULL DEFAULT '', -- of the memo
    address      TEXT NOT NULL DEFAULT '',
    validators   TEXT NOT NULL DEFAULT '', -- JSON
    home         TEXT NOT NULL DEFAULT '',
    news         INTEGER NOT NULL DEFAULT 0,
    habit        INTEGER NOT NULL DEFAULT 0, -- milliseconds
    below        INTEGER NOT NULL DEFAULT 0,
    last_run     INTEGER NOT NULL DEFAULT 0,
    last_success INTEGER NOT NULL DEFAULT 0,
    last_article INTEGER NOT NULL DEFAULT 0,
    failing_from INTEGER NOT NULL DEFAULT 0,
    last_outcome TEXT NOT NULL DEFAULT '',
    last_detail  TEXT NOT NULL DEFAULT '',
    last_step    TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE subscribers (
    chat     INTEGER PRIMARY KEY,
    editions TEXT NOT NULL,
    topics   TEXT NOT NULL,
    places   TEXT NOT NULL,
    muted    TEXT NOT NULL,
    followed TEXT NOT NULL,
    time     INTEGER NOT NULL, -- minutes after midnight
    language TEXT NOT NULL,
    since    INTEGER NOT NULL,
    paused   INTEGER NOT NULL
, joined TEXT NOT NULL DEFAULT '{}') STRICT;

CREATE TABLE told (
    url     TEXT NOT NULL,
    edition TEXT NOT NULL,
    date    TEXT NOT NULL,
    rank    INTEGER NOT NULL, -- from 1
    story   TEXT NOT NULL,
    PRIMARY KEY (url, edition, date)
) STRICT, WITHOUT ROWID;

CREATE INDEX told_by_story ON told (story);

CREATE TABLE updates (
    bot  INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    at   INTEGER NOT NULL
) STRICT;

CREATE TABLE versions (
    article INTEGER NOT NULL REFERENCES articles (id),
    version INTEGER NOT NULL,
    read    INTEGER NOT NULL,
    title   TEXT NOT NULL,
    exact   BLOB NOT NULL,
    PRIMARY KEY (article, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE watched (
    edition TEXT NOT NULL,
    date    TEXT NOT NULL,
    until   INTEGER NOT NULL,
    PRIMARY KEY (edition, date)
) STRICT, WITHOUT ROWID;

