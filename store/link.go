package store

import (
	"context"
	"database/sql"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/saar-news/saar"
)

// offer is a link as it is handed to SQLite, many at once.
type offer struct {
	Canonical string `json:"c"`
	URL       string `json:"u"`
	Title     string `json:"t"`
	Published int64  `json:"p"`
	Newest    int64  `json:"n"`
}

// SaveDiscovery keeps a source's memo together with the links it found: unseen ones become pending and are counted as
// fresh. Links known already, of whichever source, stay as they are, at the cost of one look-up each; those still pending
// under a source that nobody is collecting pass to this source, so that no link stays behind with a source that fails or
// is no longer configured.
func (s *Store) SaveDiscovery(ctx context.Context, source saar.Source, found saar.Discovery, now time.Time) (fresh int, err error) {
	offers, err := encode(offersOf(found.Links, now), len(found.Links) == 0)
	if err != nil {
		return 0, err
	}
	err = s.change(ctx, "save discovery of "+source.ID, func(t tx) error {
		if err := saveMemo(t, source.ID, found.Memo); err != nil || offers == "" {
			return err
		}
		n, err := t.exec(`INSERT INTO links (canonical, url, source, title, published, found, newest, due)
			SELECT value ->> 'c', value ->> 'u', ?2, value ->> 't', value ->> 'p', ?3, value ->> 'n', ?3 FROM json_each(?1)
			WHERE true ON CONFLICT (canonical) DO NOTHING`, offers, source.ID, stamp(now))
		if err != nil {
			return err
		}
		fresh = int(n)
		return s.adopt(t, source.ID, offers)
	})
	return fresh, err
}

func offersOf(links []saar.Link, now time.Time) []offer {
	offers := make([]offer, 0, len(links))
	for _, l := range links {
		newest := stamp(now)
		if !l.Published.IsZero() && l.Published.Before(now) {
			newest = stamp(l.Published)
		}
		offers = append(offers, offer{identity(l), l.URL, clip(l.Title), stamp(l.Published), newest})
	}
	return offers
}

// identity is the link's canonical address; for one that has none it is the address itself.
func identity(l saar.Link) string {
	if l.Canonical == "" {
		return l.URL
	}
	return l.Canonical
}

// adopt gives to source the offered links that are pending under sources nobody is collecting.
func (s *Store) adopt(t tx, source, offers string) error {
	var others []string
	err := t.each(`SELECT DISTINCT links.source FROM json_each(?) AS o CROSS JOIN links ON links.canonical = o.value ->> 'c'
		WHERE due IS NOT NULL AND links.source <> ?`, []any{offers, source}, func(row *sql.Rows) error {
		var other string
		err := row.Scan(&other)
		others = append(others, other)
		return err
	})
	if err != nil {
		return err
	}
	for _, other := range others {
		busy, err := s.held(t, sourceLease(other))
		if err != nil {
			return err
		}
		if busy {
			continue
		}
		// By the "+" the addresses are looked up, not all that is pending under the other source.
		if _, err := t.exec(`UPDATE links SET source = ? WHERE canonical IN (SELECT value ->> 'c' FROM json_each(?))
			AND due IS NOT NULL AND +source = ?`, source, offers, other); err != nil {
			return err
		}
	}
	return nil
}

// sourceLease names the lease under which a source is collected.
func sourceLease(source string) string { return "source/" + source }

// PendingLinks returns the source's links that are due at now: the newest news first, at most limit.
func (s *Store) PendingLinks(ctx context.Context, source string, now time.Time, limit int) ([]saar.Link, error) {
	var links []saar.Link
	err := s.view(ctx, "read pending links of "+source, func(t tx) error {
		return t.each(`SELECT canonical, url, title, published, tries FROM links
			WHERE source = ? AND due IS NOT NULL AND due <= ? ORDER BY newest DESC, id LIMIT ?`,
			[]any{source, stamp(now), limit}, func(row *sql.Rows) error {
				l := saar.Link{Source: source}
				var published int64
				err := row.Scan(&l.Canonical, &l.URL, &l.Title, &published, &l.Tries)
				l.Published = instant(published)
				links = append(links, l)
				return err
			})
	})
	return links, err
}

// linkID returns the link's row and its last outcome. A link that was never discovered is written first.
func linkID(t tx, r saar.Reading) (id int64, last saar.Outcome, err error) {
	l := r.Link
	for {
		found, err := t.row(`SELECT id, outcome FROM links WHERE canonical = ?`, []any{identity(l)}, &id, &last)
		if found || err != nil {
			return id, last, err
		}
		o := offersOf([]saar.Link{l}, r.Read)[0]
		if _, err := t.exec(`INSERT INTO links (canonical, url, source, title, published, found, newest) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			o.Canonical, o.URL, l.Source, o.Title, o.Published, stamp(r.Read), o.Newest); err != nil {
			return 0, "", err
		}
	}
}

// endLink writes what became of a link. It stays pending after a transient outcome that may be tried again, and when
// saar was stopped, which is no try of it.
func endLink(t tx, id int64, r saar.Reading) error {
	var due sql.NullInt64
	tried := 0
	switch {
	case r.Outcome == saar.Cancelled:
		due = sql.NullInt64{Int64: stamp(r.Read), Valid: true}
	case r.Outcome.Transient():
		tried = 1
		due = sql.NullInt64{Int64: stamp(r.RetryAt), Valid: !r.RetryAt.IsZero()}
	}
	_, err := t.exec(`UPDATE links SET due = ?, tries = tries + ?, outcome = ?, article = coalesce(nullif(?, ''), article) WHERE id = ?`,
		due, tried, string(r.Outcome), ledTo(r), id)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO readings (link, read, outcome, detail) VALUES (?, ?, ?, ?)`,
		id, stamp(r.Read), string(r.Outcome), clip(r.Detail))
	return err
}

// ledTo is the address of the article that a reading led to, if any.
func ledTo(r saar.Reading) string {
	if r.Outcome == saar.OK {
		return r.Article.URL
	}
	return r.DuplicateOf
}

const longestDetail = 1000 // bytes of an error's text or a title hint; pages decide how long they are

// clip cuts an unbounded text at a character.
func clip(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= longestDetail {
		return s
	}
	end := longestDetail
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}
