//go:build proof

package main

import (
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

// history is what a service has kept: old articles evenly over 100 days, and today's. Of the old ones the bodies of the
// oldest ten days are overdue, and the fingerprints of ten days out of the 40 that have one.
type history struct{ old, today int }

const (
	oldDays    = 100
	bandDays   = 40
	historyOut = 40 // outlets
)

// overdue is how many bodies, and how many fingerprints, are older than they are kept.
func (h history) overdue() int { return h.old / 10 }

// seen is when an old article was first seen.
func (h history) seen(i int) time.Time {
	const span = oldDays * 24 * time.Hour
	return time.Now().Add(-24*time.Hour - span + time.Duration(float64(span)*float64(i)/float64(h.old)))
}

// configure writes the configuration of a service whose edition was due ten minutes ago.
func (h history) configure(t *testing.T, w *world, folder string) {
	t.Helper()
	config := fmt.Sprintf(`timezone: %s
database: saar.db
scrape: {schedule: "0 0 1 1 *", delay: 0s, allow_networks: [127.0.0.0/8], resolve: ${RESOLVE}, contact: "https://saar.example/bot"}
sources: ${SOURCES}
editions:
  - {id: subah, title: सुबह का सार, schedule: "%s * * *", chats: ["@saar_demo"]}
telegram: {api: "${API}", token_file: token, interval: 0s}
web: {listen: "127.0.0.1:0"}
`, w.now.Location(), w.now.Add(-10*time.Minute).Format("4 15"))
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := w.furnish(folder); err != nil {
		t.Fatal(err)
	}
}

// write makes the database: today's articles as saar keeps them, the old ones row by row into the same tables.
func (h history) write(t *testing.T, path string) {
	t.Helper()
	s := openDatabase(t, path)
	// The edition has appeared before, so that the one of ten minutes ago is due.
	if err := s.SaveLastRun(t.Context(), "edition/subah", time.Now().AddDate(0, 0, -1)); err != nil {
		t.Fatal(err)
	}
	if outcome, err := s.SaveReading(t.Context(), h.reading(0)); err != nil || outcome != saar.OK {
		t.Fatal(outcome, err)
	}
	h.writeOld(t, path)
	for i := 1; i < h.today; i++ {
		if outcome, err := s.SaveReading(t.Context(), h.reading(i)); err != nil || outcome != saar.OK {
			t.Fatal(outcome, err)
		}
	}
}

// reading is one of today's articles: of four on one event, with names and numbers of its own.
func (h history) reading(i int) saar.Reading {
	event, chance := i/4, rand.New(rand.NewPCG(uint64(i), 3))
	names := fmt.Sprintf("%s %s %s %d लोगों", eventName(event, 0), eventName(event, 1), eventName(event, 2), 10+event%900)
	a := saar.Article{
		URL:   fmt.Sprintf("https://o%d.example/aaj/%d", i%historyOut, i),
		Title: eventName(event, 0) + " " + strings.TrimSuffix(sentence(chance, 6), "।"), Source: fmt.Sprint("o", i%historyOut),
		Outlet: saar.Outlet{ID: fmt.Sprint("o", i%historyOut), Name: fmt.Sprint("नगर ", i%historyOut)}, Language: "hi",
		FirstSeen: time.Now().Add(-time.Duration(i%80_000+600) * time.Second),
	}
	a.Published = a.FirstSeen.Add(-time.Hour)
	for range 6 {
		text := names + " " + sentence(chance, 12)
		for range 3 {
			text += " " + sentence(chance, 9+chance.IntN(8))
		}
		a.Body = append(a.Body, saar.Paragraph{Kind: saar.Text, Text: text})
	}
	return saar.Reading{
		Link: saar.Link{URL: a.URL, Canonical: a.URL, Source: a.Source, Published: a.Published}, Outcome: saar.OK, Article: &a,
		Fingerprint: digest.Fingerprint(a), Read: a.FirstSeen,
	}
}

// eventName is an invented word that belongs to an event.
func eventName(event, n int) string {
	syllables := []string{"का", "मि", "रो", "सु", "दे", "ना", "वी", "ल", "तो", "पा", "गु", "हे", "जा", "बी", "शो", "य"}
	var b strings.Builder
	for n := uint32(event*3+n+1)*2654435761%1048573 + 4096; n > 0; n /= 16 {
		b.WriteString(syllables[n%16])
	}
	return b.String()
}

// writeOld writes the old articles, some 900 bytes of body each, in one transaction that is not synced: it takes a
// quarter of a millisecond an article, where saar itself takes several.
func (h history) writeOld(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)&_pragma=synchronous(OFF)&_pragma=cache_size(-800000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for i := range historyOut {
		if _, err := db.ExecContext(t.Context(), `INSERT OR IGNORE INTO outlets (id, name, owner) VALUES (?, ?, '')`, fmt.Sprint("o", i), fmt.Sprint("नगर ", i)); err != nil {
			t.Fatal(err)
		}
	}
	for from := 0; from < h.old; from += 50_000 {
		tx, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		w := newOldRows(t, tx)
		for i := from; i < min(from+50_000, h.old); i++ {
			w.article(h, i)
		}
		w.bands()
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
}

// oldRows are the statements that write an old article.
type oldRows struct {
	t                                                 *testing.T
	link, read, art, body, hash, search, sign, bandOf *sql.Stmt
	pending                                           [][2]int64 // bands and their articles
}

func newOldRows(t *testing.T, tx *sql.Tx) *oldRows {
	t.Helper()
	prepare := func(query string) *sql.Stmt {
		s, err := tx.PrepareContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	return &oldRows{
		t: t,
		link: prepare(`INSERT INTO links (id, canonical, url, source, title, published, modified, found, newest, outcome, article)
			VALUES (?1, ?2, ?2, ?3, ?4, ?5, 0, ?5, ?5, 'ok', ?2)`),
		read: prepare(`INSERT INTO readings (link, read, outcome, detail) VALUES (?, ?, 'ok', '')`),
		art: prepare(`INSERT INTO articles (id, url, source, outlet, title, byline, dateline, agency, published, modified, first_seen, section,
			language, image, keywords, no_snippet, copy_of, exact, version, read) VALUES (?1, ?2, ?3, ?3, ?4, '', '', '', ?5, 0, ?5, 'state', 'hi', '', '', 0, '', ?6, 1, ?5)`),
		body:   prepare(`INSERT INTO bodies (article, paragraphs) VALUES (?, ?)`),
		hash:   prepare(`INSERT INTO hashes (exact, outlet, article) VALUES (?, ?, ?)`),
		search: prepare(`INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)`),
		sign:   prepare(`INSERT INTO signatures (article, signature, bands) VALUES (?, ?, ?)`),
		bandOf: prepare(`INSERT OR IGNORE INTO bands (band, article) VALUES ` + strings.TrimSuffix(strings.Repeat("(?, ?), ", bandsTogether), ", ")),
	}
}

// bandsTogether is how many bands are written by one statement.
const bandsTogether = 200

func (w *oldRows) do(s *sql.Stmt, args ...any) {
	w.t.Helper()
	if _, err := s.ExecContext(w.t.Context(), args...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *oldRows) article(h history, i int) {
	w.t.Helper()
	id, chance, seen := 10_000_000+i, rand.New(rand.NewPCG(uint64(i), 5)), h.seen(i)
	outlet := fmt.Sprint("o", i%historyOut)
	address := fmt.Sprintf("https://%s.example/khabar/%d", outlet, uint32(i)*2654435761)
	title, text := eventName(i, 0)+" "+sentence(chance, 6), ""
	for range 4 {
		text += sentence(chance, 10+chance.IntN(8)) + " "
	}
	body, err := json.Marshal([]saar.Paragraph{{Kind: saar.Text, Text: text}})
	if err != nil {
		w.t.Fatal(err)
	}
	exact := make([]byte, 32)
	for j := range 4 {
		binary.LittleEndian.PutUint64(exact[8*j:], chance.Uint64())
	}
	w.do(w.link, id, address, outlet, title, seen.UnixMilli())
	w.do(w.read, id, seen.UnixMilli())
	w.do(w.art, id, address, outlet, title, seen.UnixMilli(), exact)
	w.do(w.body, id, string(body))
	w.do(w.hash, exact, outlet, id)
	w.do(w.search, id, title, text)
	if i < h.old-h.old*bandDays/oldDays {
		return
	}
	signature, bands := make([]byte, 4*128), make([]byte, 8*32)
	for j := range 32 {
		band := chance.Uint64()
		binary.LittleEndian.PutUint64(bands[8*j:], band)
		w.pending = append(w.pending, [2]int64{int64(band), int64(id)})
	}
	w.do(w.sign, id, signature, bands)
}

// bands writes the bands in the order of the table, which is that of disk.
func (w *oldRows) bands() {
	w.t.Helper()
	slices.SortFunc(w.pending, func(a, b [2]int64) int { return slices.Compare(a[:], b[:]) })
	args := make([]any, 0, 2*bandsTogether)
	for some := range slices.Chunk(w.pending, bandsTogether) {
		if len(some) < bandsTogether { // of the last, fill up with what is there already
			some = append(some, slices.Repeat(some[:1], bandsTogether-len(some))...)
		}
		args = args[:0]
		for _, b := range some {
			args = append(args, b[0], b[1])
		}
		w.do(w.bandOf, args...)
	}
	w.pending = w.pending[:0]
}

// at is what so many percent of the durations do not exceed.
func at(all []time.Duration, percent int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	all = slices.Sorted(slices.Values(all))
	return all[(len(all)-1)*percent/100].Round(100 * time.Microsecond)
}

// sizeOnDisk is the size of the database in a folder.
func sizeOnDisk(t *testing.T, folder string) int64 {
	t.Helper()
	var bytes int64
	for _, name := range []string{"saar.db", "saar.db-wal"} {
		if info, err := os.Stat(filepath.Join(folder, name)); err == nil {
			bytes += info.Size()
		}
	}
	return bytes
}
