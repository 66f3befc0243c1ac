package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/saar-news/saar"
)

const digestColumns = `edition, date, title, zone, window_from, window_to, sources, sources_ok, show, stories, compiled, late, digits`

// SaveDigest keeps a digest and returns the one that is kept: the first of its id stays, whatever comes later.
func (s *Store) SaveDigest(ctx context.Context, d saar.Digest) (saar.Digest, error) {
	stories, err := json.Marshal(d.Stories)
	if err != nil {
		return saar.Digest{}, fmt.Errorf("save digest %s: %w", d.ID, err)
	}
	var stored saar.Digest
	err = s.change(ctx, "save digest "+d.ID.String(), func(t tx) error {
		fresh, err := t.exec(`INSERT INTO digests (`+digestColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			d.ID.Edition, d.ID.Date, d.Title, d.Zone, stamp(d.Window.From), stamp(d.Window.To), d.Sources.Total, d.Sources.OK,
			d.Show, string(stories), stamp(d.Compiled), d.Late, string(d.Digits))
		if err != nil {
			return err
		}
		if fresh > 0 {
			if err := saveTold(t, d); err != nil {
				return err
			}
		}
		stored, err = digestAt(t, d.ID)
		return err
	})
	return stored, err
}

// saveTold notes where each article and story is told, so that either leads to its digests.
func saveTold(t tx, d saar.Digest) error {
	for i, story := range d.Stories {
		for _, m := range story.Members {
			if _, err := t.exec(`INSERT INTO told (url, edition, date, rank, story) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
				m.URL, d.ID.Edition, d.ID.Date, i+1, story.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// Digest returns a stored digest as it is shown, with its overlays, or saar.ErrNotFound.
func (s *Store) Digest(ctx context.Context, id saar.DigestID) (saar.Digest, error) {
	var d saar.Digest
	err := s.view(ctx, "read digest "+id.String(), func(t tx) (err error) {
		d, err = digestAt(t, id)
		return err
	})
	return d, err
}

func digestAt(t tx, id saar.DigestID) (saar.Digest, error) {
	d, err := compiledAt(t, id)
	if err != nil {
		return saar.Digest{}, err
	}
	return shown(t, d)
}

// shown is a digest with its overlays.
func shown(t tx, d saar.Digest) (saar.Digest, error) {
	overlays, err := overlaysOf(t, d.ID)
	return d.With(overlays), err
}

// Compiled returns a stored digest as it was compiled, without its overlays, or saar.ErrNotFound.
func (s *Store) Compiled(ctx context.Context, id saar.DigestID) (saar.Digest, error) {
	var d saar.Digest
	err := s.view(ctx, "read digest "+id.String()+" as compiled", func(t tx) (err error) {
		d, err = compiledAt(t, id)
		return err
	})
	return d, err
}

func compiledAt(t tx, id saar.DigestID) (saar.Digest, error) {
	all, err := digestsWhere(t, `edition = ? AND date = ?`, id.Edition, id.Date)
	if err != nil {
		return saar.Digest{}, err
	}
	if len(all) == 0 {
		return saar.Digest{}, saar.ErrNotFound
	}
	return all[0], nil
}

// Digests returns the digests of an edition, or of all when edition is empty, whose windows ended at since or later,
// oldest first, as they are shown.
func (s *Store) Digests(ctx context.Context, edition string, since time.Time) ([]saar.Digest, error) {
	var all []saar.Digest
	err := s.view(ctx, "read digests", func(t tx) (err error) {
		all, err = digestsWhere(t, `window_to >= ? AND (? = '' OR edition = ?) ORDER BY window_to, edition, date`,
			stamp(since), edition, edition)
		for i := 0; err == nil && i < len(all); i++ {
			all[i], err = shown(t, all[i])
		}
		return err
	})
	return all, err
}

func digestsWhere(t tx, where string, args ...any) ([]saar.Digest, error) {
	var all []saar.Digest
	err := t.each(`SELECT `+digestColumns+` FROM digests WHERE `+where, args, func(row *sql.Rows) error {
		var d saar.Digest
		var from, to, compiled int64
		var stories []byte
		if err := row.Scan(&d.ID.Edition, &d.ID.Date, &d.Title, &d.Zone, &from, &to, &d.Sources.Total, &d.Sources.OK,
			&d.Show, &stories, &compiled, &d.Late, &d.Digits); err != nil {
			return err
		}
		d.Window = saar.Window{From: instant(from), To: instant(to)}
		d.Compiled = instant(compiled)
		if err := json.Unmarshal(stories, &d.Stories); err != nil {
			return fmt.Errorf("digest %s: %w", d.ID, err)
		}
		all = append(all, d)
		return nil
	})
	return all, err
}

// Tellings returns the digests in which a story was told, newest first, at most limit.
func (s *Store) Tellings(ctx context.Context, story string, limit int) ([]saar.DigestID, error) {
	var ids []saar.DigestID
	err := s.view(ctx, "read tellings of "+story, func(t tx) error {
		return t.each(`SELECT edition, date FROM (SELECT DISTINCT edition, date FROM told WHERE story = ?)
			JOIN digests USING (edition, date) ORDER BY window_to DESC, edition LIMIT ?`, []any{story, limit}, func(row *sql.Rows) error {
			var id saar.DigestID
			err := row.Scan(&id.Edition, &id.Date)
			ids = append(ids, id)
			return err
		})
	})
	return ids, err
}

// Newest returns the newest digest of an edition that readers may see, as it is shown, or saar.ErrNotFound.
func (s *Store) Newest(ctx context.Context, edition string) (newest saar.Digest, err error) {
	err = s.view(ctx, "read newest digest of "+edition, func(t tx) error {
		found, err := digestsWhere(t, `edition = ? AND NOT EXISTS (SELECT 1 FROM previews
			WHERE previews.edition = digests.edition AND previews.date = digests.date AND `+whereWithheld+`)
			ORDER BY window_to DESC LIMIT 1`, edition)
		if err == nil && len(found) == 0 {
			return saar.ErrNotFound
		}
		if err == nil {
			newest, err = shown(t, found[0])
		}
		return err
	})
	return newest, err
}

// LastCutoff returns where the window of the edition's newest digest ended that ended before the given time, or
// saar.ErrNotFound. One that readers may not see does not count: its articles fall to the next.
func (s *Store) LastCutoff(ctx context.Context, edition string, before time.Time) (time.Time, error) {
	var to int64
	err := s.view(ctx, "read last cut-off of "+edition, func(t tx) error {
		found, err := t.row(`SELECT window_to FROM digests WHERE edition = ? AND window_to < ? AND NOT EXISTS (SELECT 1 FROM previews
			WHERE previews.edition = digests.edition AND previews.date = digests.date AND `+whereWithheld+`)
			ORDER BY window_to DESC LIMIT 1`,
			[]any{edition, stamp(before)}, &to)
		if err == nil && !found {
			return saar.ErrNotFound
		}
		return err
	})
	return instant(to), err
}
