-- +goose Up
-- What of saar's is pinned where. One that may not be pinned is kept too: nobody needs to be told twice.
CREATE TABLE pins (
    chat       INTEGER NOT NULL,
    thread     INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    refused    INTEGER NOT NULL,
    PRIMARY KEY (chat, thread, message_id)
) STRICT, WITHOUT ROWID;

-- Forum threads that Telegram says are gone: nothing is sent there.
CREATE TABLE closed_threads (
    chat   INTEGER NOT NULL,
    thread INTEGER NOT NULL,
    since  INTEGER NOT NULL,
    PRIMARY KEY (chat, thread)
) STRICT, WITHOUT ROWID;

-- Uncertain deliveries that an operator is asked about.
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

-- The last message known in the chat when the part was sent: one in doubt can only be behind it.
ALTER TABLE deliveries ADD COLUMN behind INTEGER NOT NULL DEFAULT 0;

-- In which digits a digest's own numbers are written: '' or 'ascii', 'devanagari'.
ALTER TABLE digests ADD COLUMN digits TEXT NOT NULL DEFAULT '';

-- When a reader joined each of the editions, as a JSON object; one that is not in it since the reader began.
ALTER TABLE subscribers ADD COLUMN joined TEXT NOT NULL DEFAULT '{}';
