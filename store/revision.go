package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

// SaveRevision keeps the next version of a part, unless one with as many overlays is kept: of several processes that make
// it at once the first does.
func (s *Store) SaveRevision(ctx context.Context, r saar.Revision) error {
	return s.change(ctx, fmt.Sprintf("save revision of part %d of %s", r.Part, r.Digest), func(t tx) error {
		_, err := t.exec(`INSERT INTO revisions (edition, date, rendering, part, version, overlays, correction, empty, text, made)
			SELECT ?1, ?2, ?3, ?4, 1 + coalesce(max(version), 0), ?5, ?6, ?7, ?8, ?9 FROM revisions
			WHERE edition = ?1 AND date = ?2 AND rendering = ?3 AND part = ?4 HAVING coalesce(max(overlays), 0) < ?5`,
			r.Digest.Edition, r.Digest.Date, r.Rendering, r.Part, r.Overlays, r.Correction, r.Empty, r.Text, stamp(r.Made))
		return err
	})
}

// Revisions returns the later versions of a rendering's parts, by part and version.
func (s *Store) Revisions(ctx context.Context, id saar.DigestID, rendering string) ([]saar.Revision, error) {
	var all []saar.Revision
	err := s.view(ctx, "read revisions of "+id.String(), func(t tx) (err error) {
		all, err = revisionsOf(t, id, rendering)
		return err
	})
	return all, err
}

func revisionsOf(t tx, id saar.DigestID, rendering string) ([]saar.Revision, error) {
	var all []saar.Revision
	err := t.each(`SELECT part, version, overlays, correction, empty, text, made FROM revisions
		WHERE edition = ? AND date = ? AND rendering = ? ORDER BY part, version`,
		[]any{id.Edition, id.Date, rendering}, func(row *sql.Rows) error {
			r := saar.Revision{Digest: id, Rendering: rendering}
			var made int64
			err := row.Scan(&r.Part, &r.Version, &r.Overlays, &r.Correction, &r.Empty, &r.Text, &made)
			r.Made = instant(made)
			all = append(all, r)
			return err
		})
	return all, err
}

// revised brings parts, in their order, to their last versions.
func revised(parts []saar.Message, revisions []saar.Revision) {
	for _, r := range revisions {
		m := &parts[r.Part-1]
		m.Earlier = append(m.Earlier, m.Text)
		m.Text, m.Version = r.Text, r.Version
	}
}

// Overlaid returns the digests over which something was laid, when they were being sent or had been, that their stored parts
// may not have yet.
func (s *Store) Overlaid(ctx context.Context) ([]saar.DigestID, error) {
	var ids []saar.DigestID
	err := s.view(ctx, "read overlaid digests", func(t tx) error {
		return t.each(`SELECT DISTINCT edition, date FROM overlays WHERE NOT early AND NOT applied ORDER BY date, edition`, nil, func(row *sql.Rows) error {
			var id saar.DigestID
			err := row.Scan(&id.Edition, &id.Date)
			ids = append(ids, id)
			return err
		})
	})
	return ids, err
}

// Applied notes that the stored parts of a digest have its overlays up to a number.
func (s *Store) Applied(ctx context.Context, id saar.DigestID, number int) error {
	return s.change(ctx, "note the versions of "+id.String(), func(t tx) error {
		_, err := t.exec(`UPDATE overlays SET applied = 1 WHERE edition = ? AND date = ? AND number <= ?`, id.Edition, id.Date, number)
		return err
	})
}

// Renderings returns the names of a digest's stored renderings.
func (s *Store) Renderings(ctx context.Context, id saar.DigestID) ([]string, error) {
	var names []string
	err := s.view(ctx, "read renderings of "+id.String(), func(t tx) error {
		return t.each(`SELECT DISTINCT rendering FROM messages WHERE edition = ? AND date = ? ORDER BY rendering`,
			[]any{id.Edition, id.Date}, func(row *sql.Rows) error {
				var name string
				err := row.Scan(&name)
				names = append(names, name)
				return err
			})
	})
	return names, err
}

// latestRevisions are the last versions of the parts that have later ones.
const latestRevisions = `(SELECT edition, date, rendering, part, max(version) AS version, text, empty FROM revisions
	GROUP BY edition, date, rendering, part)`

// DueEdits returns the posts that do not show the last version of their part yet and may be edited at now, those of
// channels and groups first, at most limit. Readers who have left or cannot be written to are left alone.
func (s *Store) DueEdits(ctx context.Context, now time.Time, limit int) ([]saar.Edit, error) {
	return s.edits(ctx, `d.state = 'sent' AND d.version < r.version AND coalesce(e.state, 'pending') = 'pending'
		AND coalesce(e.not_before, 0) <= ? AND (substr(d.rendering, 1, 7) <> 'reader/' OR EXISTS (SELECT 1 FROM subscribers WHERE subscribers.chat = d.chat AND NOT paused))
		ORDER BY substr(d.rendering, 1, 7) = 'reader/', d.date, d.edition, d.part, d.chat, d.thread LIMIT ?`, stamp(now), limit)
}

// AllEdits returns the edits of posts in the configured chats, waiting and made, the newest first, at most limit.
func (s *Store) AllEdits(ctx context.Context, limit int) ([]saar.Edit, error) {
	return s.edits(ctx, `d.state = 'sent' AND (e.state IS NOT NULL OR d.version < r.version) AND substr(d.rendering, 1, 7) <> 'reader/'
		ORDER BY coalesce(e.updated, 0) DESC, d.date DESC, d.edition, d.chat, d.thread, d.part LIMIT ?`, limit)
}

func (s *Store) edits(ctx context.Context, where string, args ...any) ([]saar.Edit, error) {
	var all []saar.Edit
	err := s.view(ctx, "read edits", func(t tx) error {
		return t.each(`SELECT d.edition, d.date, d.chat, d.thread, d.part, d.rendering, d.message_id, d.updated, d.version,
				r.version, r.text, r.empty, coalesce(e.state, 'pending'), coalesce(e.reason, ''), coalesce(e.tries, 0),
				coalesce(e.not_before, 0), coalesce(e.updated, 0)
			FROM `+latestRevisions+` AS r JOIN deliveries AS d USING (edition, date, rendering, part)
			LEFT JOIN edits AS e ON (e.edition, e.date, e.chat, e.thread, e.part, e.version) = (d.edition, d.date, d.chat, d.thread, d.part, r.version)
			WHERE `+where, args, func(row *sql.Rows) error {
			var e saar.Edit
			var posted, notBefore, updated int64
			k := &e.Post.Key
			err := row.Scan(&k.Digest.Edition, &k.Digest.Date, &k.Chat.ID, &k.Chat.Thread, &k.Part, &e.Post.Rendering,
				&e.Post.MessageID, &posted, &e.Post.Version, &e.Version, &e.Text, &e.Empty, &e.State, &e.Reason, &e.Tries, &notBefore, &updated)
			e.Post.State, e.Post.Updated = saar.Sent, instant(posted)
			e.NotBefore, e.Updated = instant(notBefore), instant(updated)
			all = append(all, e)
			return err
		})
	})
	return all, err
}

// SaveEdit notes what became of an edit. A post that has it shows its version from then on.
func (s *Store) SaveEdit(ctx context.Context, e saar.Edit) error {
	return s.change(ctx, "save edit of "+e.Post.Key.String(), func(t tx) error {
		key := keyOf(e.Post.Key)
		_, err := t.exec(`INSERT INTO edits (edition, date, chat, thread, part, version, state, reason, tries, not_before, updated)
			VALUES (?, ?, ?, ?, ?`+strings.Repeat(`, ?`, 6)+`) ON CONFLICT DO UPDATE SET state = excluded.state, reason = excluded.reason,
			tries = excluded.tries, not_before = excluded.not_before, updated = excluded.updated`,
			append(key, e.Version, string(e.State), clip(e.Reason), e.Tries, stamp(e.NotBefore), stamp(time.Now()))...)
		if err != nil || e.State != saar.EditDone && e.State != saar.EditDeleted {
			return err
		}
		_, err = t.exec(`UPDATE deliveries SET version = max(version, ?6) WHERE edition = ?1 AND date = ?2 AND chat = ?3 AND thread = ?4 AND part = ?5`,
			append(keyOf(e.Post.Key), e.Version)...)
		return err
	})
}
