-- +goose Up
-- How often what a preview says has changed, and how much of that the message with its buttons shows. A saar that was killed
-- in between left them apart; the next one draws what is missing.
ALTER TABLE previews ADD COLUMN changes INTEGER NOT NULL DEFAULT 1;
ALTER TABLE previews ADD COLUMN drawn INTEGER NOT NULL DEFAULT 0;
