package store

import (
	"context"
	"database/sql"
	"fmt"
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
	Modified  int64  `json:"m"`
	Newest    int64  `json:"n"`
}

// SaveDiscovery keeps a source's memo together with the links it found: unseen ones become pending and are counted as
// fresh. Links known already, of whichever source, stay as they are, at the cost of one look-up each; those still pending
// under a source that nobody is collecting pass to this source, so that no link stays behind with a source that fails or
// is no longer configured; those that are young articles of this source are read again if it says now that they have
// changed.
//
// Of a discovery with Most, only so many of the source's links stay pending, the first in the order of reading.
func (s *Store) SaveDiscovery(ctx context.Context, source saar.Source, found saar.Discovery, now time.Time) (fresh int, err error) {
	err = s.change(ctx, "save discovery of "+source.ID, func(t tx) error {
		if err := saveMemo(t, source.ID, found.Memo); err != nil || len(found.Links) == 0 {
			return err
		}
		unseen, known, err := standings(t, offersOf(found.Links, now))
		if err != nil {
			return err
		}
		if fresh, err = insertLinks(t, source.ID, unseen, now); err != nil {
			return err
		}
		if err := s.adopt(t, source.ID, known); err != nil {
			return err
		}
		if err := noticeChanges(t, source.ID, known); err != nil || found.Most == 0 {
			return err
		}
		return setAside(t, source.ID, found.Most, now)
	})
	return fresh, err
}

// standing is an offered link that is known, and how it stands.
type standing struct {
	offer
	id       int64
	source   string
	pending  bool
	rereader sql.NullString // the source that has its article read again
	title    string         // which gave this title and this time with it last
	modified int64
}

// standings tells the offers that nobody has seen from those that are known.
func standings(t tx, offers []offer) (unseen []offer, known []standing, err error) {
	addresses := make([]string, len(offers))
	for i, o := range offers {
		addresses[i] = o.Canonical
	}
	list, err := encode(addresses, false)
	if err != nil {
		return nil, nil, err
	}
	seen := make([]bool, len(offers))
	err = t.each(`SELECT o.key, links.id, links.source, links.due IS NOT NULL, rereads.source, coalesce(rereads.title, ''),
			coalesce(rereads.modified, 0)
		FROM json_each(?) AS o CROSS JOIN links ON links.canonical = o.value LEFT JOIN rereads ON link = links.id`,
		[]any{list}, func(row *sql.Rows) error {
			var i int
			var k standing
			if err := row.Scan(&i, &k.id, &k.source, &k.pending, &k.rereader, &k.title, &k.modified); err != nil {
				return err
			}
			k.offer, seen[i] = offers[i], true
			known = append(known, k)
			return nil
		})
	for i, o := range offers {
		if !seen[i] {
			unseen = append(unseen, o)
		}
	}
	return unseen, known, err
}

// insertLinks makes the offers pending links, each once.
func insertLinks(t tx, source string, offers []offer, now time.Time) (fresh int, err error) {
	if len(offers) == 0 {
		return 0, nil
	}
	list, err := encode(offers, false)
	if err != nil {
		return 0, err
	}
	n, err := t.exec(`INSERT INTO links (canonical, url, source, title, published, modified, found, newest, due)
		SELECT value ->> 'c', value ->> 'u', ?2, value ->> 't', value ->> 'p', value ->> 'm', ?3, value ->> 'n', ?3
		FROM json_each(?1) WHERE true ON CONFLICT (canonical) DO NOTHING`, list, source, stamp(now))
	return int(n), err
}

func offersOf(links []saar.Link, now time.Time) []offer {
	offers := make([]offer, 0, len(links))
	for _, l := range links {
		newest := stamp(now)
		if !l.Published.IsZero() && l.Published.Before(now) {
			newest = stamp(l.Published)
		}
		offers = append(offers, offer{identity(l), l.URL, clip(l.Title), stamp(l.Published), stamp(l.Modified), newest})
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
func (s *Store) adopt(t tx, source string, known []standing) error {
	busy := map[string]bool{source: true}
	var orphans []int64
	for _, k := range known {
		if !k.pending {
			continue
		}
		if _, asked := busy[k.source]; !asked {
			held, err := s.held(t, sourceLease(k.source))
			if err != nil {
				return err
			}
			busy[k.source] = held
		}
		if !busy[k.source] {
			orphans = append(orphans, k.id)
		}
	}
	if len(orphans) == 0 {
		return nil
	}
	list, err := encode(orphans, false)
	if err != nil {
		return err
	}
	_, err = t.exec(`UPDATE links SET source = ? WHERE id IN (SELECT value FROM json_each(?))`, source, list)
	return err
}

// setAside ends the source's pending links but for the first most of them, as an old backlog that is no news.
func setAside(t tx, source string, most int, now time.Time) error {
	ids := []int64{}
	err := t.each(`UPDATE links SET due = NULL, outcome = ?3 WHERE id IN (
			SELECT id FROM links WHERE source = ?1 AND due IS NOT NULL ORDER BY newest DESC, id LIMIT -1 OFFSET ?2) RETURNING id`,
		[]any{source, most, string(saar.Backlog)}, func(row *sql.Rows) error {
			var id int64
			err := row.Scan(&id)
			ids = append(ids, id)
			return err
		})
	if err != nil || len(ids) == 0 {
		return err
	}
	list, err := encode(ids, false)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO readings (link, read, outcome, detail) SELECT value, ?2, ?3, ?4 FROM json_each(?1)`,
		list, stamp(now), string(saar.Backlog), fmt.Sprintf("not read: the source offered %d newer ones at the first look", most))
	return err
}

// sourceLease names the lease under which a source is collected.
func sourceLease(source string) string { return "source/" + source }

// PendingLinks returns the source's links that are due at now: the newest news first, and behind all of it the articles
// that are to be read again; at most limit.
func (s *Store) PendingLinks(ctx context.Context, source string, now time.Time, limit int) ([]saar.Link, error) {
	var links []saar.Link
	err := s.view(ctx, "read pending links of "+source, func(t tx) error {
		err := t.each(`SELECT canonical, url, title, published, modified, tries FROM links
			WHERE source = ? AND due IS NOT NULL AND due <= ? ORDER BY newest DESC, id LIMIT ?`,
			[]any{source, stamp(now), limit}, func(row *sql.Rows) error {
				l := saar.Link{Source: source}
				var published, modified int64
				err := row.Scan(&l.Canonical, &l.URL, &l.Title, &published, &modified, &l.Tries)
				l.Published, l.Modified = instant(published), instant(modified)
				links = append(links, l)
				return err
			})
		if err != nil || len(links) >= limit {
			return err
		}
		again, err := rereadsDue(t, source, now, limit-len(links))
		links = append(links, again...)
		return err
	})
	return links, err
}

// Asked returns how many pages the source has been asked for in the hour of now, as the readings tell.
func (s *Store) Asked(ctx context.Context, source string, now time.Time) (int, error) {
	var n int
	err := s.view(ctx, "count readings of "+source, func(t tx) error {
		_, err := t.row(`SELECT coalesce(sum(readings), 0) FROM hours WHERE source = ? AND hour = ? AND outcome NOT IN (?, ?, ?)`,
			[]any{source, hourOf(now), string(saar.TooOld), string(saar.Robots), string(saar.RobotsDown)}, &n)
		return err
	})
	return n, err
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
		if _, err := t.exec(`INSERT INTO links (canonical, url, source, title, published, modified, found, newest)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			o.Canonical, o.URL, l.Source, o.Title, o.Published, o.Modified, stamp(r.Read), o.Newest); err != nil {
			return 0, "", err
		}
	}
}

// endLink writes what became of a link. It stays pending after a transient outcome that may be tried again, and when
// saar was stopped, which is no try of it. A link that has been read as an article is never pending again: the article it
// led to stays, whatever becomes of reading it again.
func endLink(t tx, id int64, r saar.Reading) error {
	var due sql.NullInt64
	tried := 0
	switch {
	case r.Link.Again.Article != "":
	case r.Outcome == saar.Cancelled:
		due = sql.NullInt64{Int64: stamp(r.Read), Valid: true}
	case r.Outcome.Transient():
		tried = 1
		due = sql.NullInt64{Int64: stamp(r.RetryAt), Valid: !r.RetryAt.IsZero()}
	}
	_, err := t.exec(`UPDATE links SET due = ?, tries = tries + ?, outcome = ?,
			article = CASE article WHEN '' THEN ? ELSE article END WHERE id = ?`,
		due, tried, string(r.Outcome), ledTo(r), id)
	if err != nil {
		return err
	}
	if _, err = t.exec(`INSERT INTO readings (link, read, outcome, detail) VALUES (?, ?, ?, ?)`,
		id, stamp(r.Read), string(r.Outcome), clip(r.Detail)); err != nil {
		return err
	}
	if r.Outcome == saar.OK || r.Link.Again.Article != "" && r.Outcome != saar.Cancelled {
		return saveReread(t, id, r)
	}
	return nil
}

// ledTo is the address of the article that a reading led to, if any.
func ledTo(r saar.Reading) string {
	if r.Outcome == saar.OK || r.Outcome == saar.Updated {
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
