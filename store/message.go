package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/saar-news/saar"
)

// SaveMessages keeps all parts of one rendering of a digest and returns those that are kept: the first rendering of a
// name stays, all of it, whatever comes later.
func (s *Store) SaveMessages(ctx context.Context, parts []saar.Message) ([]saar.Message, error) {
	if err := whole(parts); err != nil {
		return nil, fmt.Errorf("save messages: %w", err)
	}
	first := parts[0]
	var stored []saar.Message
	err := s.change(ctx, fmt.Sprintf("save messages of %s for %s", first.Digest, first.Rendering), func(t tx) (err error) {
		stored, err = messagesOf(t, first.Digest, first.Rendering)
		if err != nil || len(stored) > 0 {
			return err
		}
		for _, m := range parts {
			if err := saveMessage(t, m); err != nil {
				return err
			}
		}
		stored, err = messagesOf(t, first.Digest, first.Rendering)
		return err
	})
	return stored, err
}

func saveMessage(t tx, m saar.Message) error {
	stories := ""
	if m.Stories != nil {
		text, err := json.Marshal(m.Stories)
		if err != nil {
			return err
		}
		stories = string(text)
	}
	_, err := t.exec(`INSERT INTO messages (edition, date, rendering, part, parts, text, stories) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		m.Digest.Edition, m.Digest.Date, m.Rendering, m.Part, m.Parts, m.Text, stories)
	return err
}

// whole refuses parts that are not exactly one rendering: half of one would be sent as if it were all.
func whole(parts []saar.Message) error {
	if len(parts) == 0 {
		return errors.New("no parts")
	}
	for i, m := range parts {
		if m.Digest != parts[0].Digest || m.Rendering != parts[0].Rendering {
			return fmt.Errorf("parts of %s/%s and %s/%s together", parts[0].Digest, parts[0].Rendering, m.Digest, m.Rendering)
		}
		if m.Part != i+1 || m.Parts != len(parts) {
			return fmt.Errorf("part %d of %d at place %d of %d", m.Part, m.Parts, i+1, len(parts))
		}
	}
	return nil
}

// Messages returns the stored parts of a rendering in their last versions, in order. There may be none.
func (s *Store) Messages(ctx context.Context, digest saar.DigestID, rendering string) ([]saar.Message, error) {
	var parts []saar.Message
	err := s.view(ctx, "read messages of "+digest.String(), func(t tx) (err error) {
		parts, err = messagesOf(t, digest, rendering)
		return err
	})
	return parts, err
}

func messagesOf(t tx, digest saar.DigestID, rendering string) ([]saar.Message, error) {
	var parts []saar.Message
	err := t.each(`SELECT part, parts, text, stories FROM messages WHERE edition = ? AND date = ? AND rendering = ? ORDER BY part`,
		[]any{digest.Edition, digest.Date, rendering}, func(row *sql.Rows) error {
			m := saar.Message{Digest: digest, Rendering: rendering}
			var stories []byte
			if err := row.Scan(&m.Part, &m.Parts, &m.Text, &stories); err != nil {
				return err
			}
			if len(stories) > 0 {
				if err := json.Unmarshal(stories, &m.Stories); err != nil {
					return fmt.Errorf("part %d of %s for %s: %w", m.Part, digest, rendering, err)
				}
			}
			parts = append(parts, m)
			return nil
		})
	if err != nil || len(parts) == 0 {
		return nil, err
	}
	revisions, err := revisionsOf(t, digest, rendering)
	revised(parts, revisions)
	return parts, err
}
