-- +goose Up
-- Editions that operators look at, or keep back, before they go out.
CREATE TABLE previews (
    number  INTEGER PRIMARY KEY AUTOINCREMENT, -- in buttons, so never used twice
    edition TEXT NOT NULL,
    date    TEXT NOT NULL,
    state   TEXT NOT NULL CHECK (state IN ('open', 'held', 'released', 'out', 'lapsed')),
    who     TEXT NOT NULL,               -- brought it into this state; '': nobody, the time came
    at      INTEGER NOT NULL,
    shown   INTEGER NOT NULL DEFAULT 0,  -- parts in the admin chat
    message INTEGER NOT NULL DEFAULT 0,  -- there, with the buttons
    UNIQUE (edition, date)
) STRICT;
