package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/saar-news/saar"
)

// SaveReading keeps what became of a link and, with OK, its article, and returns the outcome as recorded.
//
// An article is kept once. One whose address or, within its outlet, whose body is kept already makes the link a
// duplicate; read again with another headline or body it is updated: a new version, first seen when the first one was.
// With the same it is unchanged. One whose body another outlet had first is kept as a copy of that article, without the
// body.
//
// After a transient outcome the link is due again at RetryAt; without a RetryAt it is given up. A link that has been read
// as an article is read again as Again says; however that ends, the article is kept.
func (s *Store) SaveReading(ctx context.Context, r saar.Reading) (saar.Outcome, error) {
	step := "save reading of " + r.Link.URL
	if r.Outcome == saar.OK && (r.Article == nil || r.Article.URL == "") {
		return "", fmt.Errorf("%s: %w", step, errors.New("an OK reading needs an article with an address"))
	}
	err := s.change(ctx, step, func(t tx) error {
		id, last, err := linkID(t, r)
		if err != nil {
			return err
		}
		if r.Outcome == saar.OK {
			if err := saveArticle(t, &r, last); err != nil {
				return err
			}
		}
		if err := endLink(t, id, r); err != nil {
			return err
		}
		return countReading(t, r)
	})
	if err != nil {
		return "", err
	}
	return r.Outcome, nil
}

// countReading is what Health reads.
func countReading(t tx, r saar.Reading) error {
	_, err := t.exec(`INSERT INTO hours (source, hour, outcome, readings) VALUES (?, ?, ?, 1)
		ON CONFLICT DO UPDATE SET readings = readings + 1`, r.Link.Source, hourOf(r.Read), string(r.Outcome))
	if err != nil || r.Outcome != saar.OK {
		return err
	}
	_, err = t.exec(`INSERT INTO sources (id, last_article) VALUES (?, ?)
		ON CONFLICT (id) DO UPDATE SET last_article = max(last_article, excluded.last_article)`, r.Link.Source, stamp(r.Read))
	return err
}

// kept is what decides about a reading: the article as it is in the database.
type kept struct {
	id      int64
	url     string
	copyOf  string
	exact   []byte
	version int
	outlet  string
	title   string
	silent  bool // the page forbids quoting it
	read    int64
}

// original is the address of the article that has the body.
func (k kept) original() string {
	if k.copyOf != "" {
		return k.copyOf
	}
	return k.url
}

// saveArticle keeps the reading's article, or finds out that it is kept: then it sets the outcome.
func saveArticle(t tx, r *saar.Reading, last saar.Outcome) error {
	a := *r.Article
	if a.FirstSeen.IsZero() {
		a.FirstSeen = r.Read
	}
	old, known, err := articleAt(t, a.URL)
	if err != nil {
		return err
	}
	exact := hashKey(r.Fingerprint.Exact)
	if known {
		return saveAgain(t, r, a, old, exact, last)
	}
	first, own, err := firstWith(t, exact, a.Outlet.ID)
	switch {
	case err != nil:
		return err
	case own:
		r.Outcome, r.DuplicateOf = saar.Duplicate, first.url
		return nil
	case first.id != 0:
		a.CopyOf = first.original()
	default:
		if a.CopyOf, err = originalOf(t, a.CopyOf, a.URL); err != nil {
			return err
		}
	}
	return insertArticle(t, *r, a, exact)
}

// saveAgain decides about an article whose address is kept. Only its own address can change it, or the one that it was
// read at first: what a twin of the page says (AMP, print) may differ in ways that are no news.
func saveAgain(t tx, r *saar.Reading, a saar.Article, old kept, exact []byte, last saar.Outcome) error {
	own := a.URL == identity(r.Link) || a.URL == r.Link.Again.Article
	same := slices.Equal(exact, old.exact)
	switch {
	case !own || same && last == "":
		r.Outcome, r.DuplicateOf = saar.Duplicate, old.url
		return nil
	case same && a.Title == old.title && a.NoSnippet == old.silent:
		r.Outcome = saar.Unchanged
		return nil
	}
	r.Outcome = saar.Updated
	var err error
	if old.copyOf == "" {
		a.CopyOf = "" // others may refer to its body
	} else if a.CopyOf, err = originalOf(t, a.CopyOf, a.URL); err != nil {
		return err
	}
	return insertVersion(t, *r, a, old, exact)
}

const keptColumns = `articles.id, url, copy_of, articles.exact, version, articles.outlet, title, no_snippet, read`

func (k *kept) fields() []any {
	return []any{&k.id, &k.url, &k.copyOf, &k.exact, &k.version, &k.outlet, &k.title, &k.silent, &k.read}
}

func articleAt(t tx, url string) (k kept, found bool, err error) {
	found, err = t.row(`SELECT `+keptColumns+` FROM articles WHERE url = ?`, []any{url}, k.fields()...)
	return k, found, err
}

// firstWith returns the article that had the body first: the outlet's own if it has one, else the oldest.
func firstWith(t tx, exact []byte, outlet string) (k kept, own bool, err error) {
	if len(exact) == 0 {
		return kept{}, false, nil
	}
	_, err = t.row(`SELECT `+keptColumns+`, hashes.outlet = ?2 AS own FROM hashes JOIN articles ON articles.id = article
		WHERE hashes.exact = ?1 ORDER BY own DESC, articles.id LIMIT 1`, []any{exact, outlet}, append(k.fields(), &own)...)
	return k, own, err
}

// originalOf follows a copy to the article that has the body. An address that is not kept, or url itself, is no original.
func originalOf(t tx, copyOf, url string) (string, error) {
	if copyOf == "" || copyOf == url {
		return "", nil
	}
	k, found, err := articleAt(t, copyOf)
	if err != nil || !found || k.original() == url {
		return "", err
	}
	return k.original(), nil
}

func insertArticle(t tx, r saar.Reading, a saar.Article, exact []byte) error {
	if err := saveOutlet(t, a.Outlet); err != nil {
		return err
	}
	values, err := columnsOf(a)
	if err != nil {
		return err
	}
	var id int64
	_, err = t.row(`INSERT INTO articles (title, byline, dateline, agency, published, modified, section, language, image,
			keywords, no_snippet, copy_of, url, source, outlet, first_seen, exact, version, read)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?) RETURNING id`,
		append(values, a.URL, a.Source, a.Outlet.ID, stamp(a.FirstSeen), exact, stamp(r.Read)), &id)
	if err != nil {
		return err
	}
	return saveText(t, id, a, r.Fingerprint)
}

// insertVersion overwrites the article and keeps a note of what it was.
func insertVersion(t tx, r saar.Reading, a saar.Article, old kept, exact []byte) error {
	if err := saveOutlet(t, a.Outlet); err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO versions (article, version, read, title, exact) VALUES (?, ?, ?, ?, ?)`,
		old.id, old.version, old.read, old.title, old.exact); err != nil {
		return err
	}
	values, err := columnsOf(a)
	if err != nil {
		return err
	}
	if _, err := t.exec(`UPDATE articles SET title = ?, byline = ?, dateline = ?, agency = ?, published = ?, modified = ?,
			section = ?, language = ?, image = ?, keywords = ?, no_snippet = ?, copy_of = ?, exact = ?, version = version + 1, read = ?
		WHERE id = ?`, append(values, exact, stamp(r.Read), old.id)...); err != nil {
		return err
	}
	if err := forgetFingerprint(t, old.id); err != nil {
		return err
	}
	return saveText(t, old.id, a, r.Fingerprint)
}

// columnsOf are the values that a new version of an article may change.
func columnsOf(a saar.Article) ([]any, error) {
	byline, err := encode(a.Byline, len(a.Byline) == 0)
	if err != nil {
		return nil, err
	}
	keywords, err := encode(a.Keywords, len(a.Keywords) == 0)
	if err != nil {
		return nil, err
	}
	image, err := encode(a.Image, a.Image == saar.Image{})
	return []any{
		a.Title, byline, a.Dateline, a.Agency, stamp(a.Published), stamp(a.Modified), string(a.Section),
		a.Language, image, keywords, a.NoSnippet, a.CopyOf,
	}, err
}

func saveOutlet(t tx, o saar.Outlet) error {
	_, err := t.exec(`INSERT INTO outlets (id, name, owner) VALUES (?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, owner = excluded.owner
		WHERE (name, owner) <> (excluded.name, excluded.owner)`, o.ID, o.Name, o.Owner)
	return err
}

// saveText keeps the body, unless it is a copy's, with what finds it: words and fingerprint.
func saveText(t tx, id int64, a saar.Article, f saar.Fingerprint) error {
	if err := saveHash(t, id, a.Outlet.ID, f); err != nil {
		return err
	}
	body := a.Body
	if a.CopyOf != "" {
		body = nil
	}
	if err := index(t, id, a.Title, body); err != nil {
		return err
	}
	if a.CopyOf != "" {
		return nil
	}
	paragraphs, err := json.Marshal(body)
	if err != nil {
		return err
	}
	if _, err := t.exec(`INSERT OR REPLACE INTO bodies (article, paragraphs) VALUES (?, ?)`, id, string(paragraphs)); err != nil {
		return err
	}
	return saveFingerprint(t, id, f)
}

// hashKey is the body's hash as bytes. Nothing, for an article without a body.
func hashKey(exact string) []byte {
	key, err := hex.DecodeString(exact)
	if err != nil {
		return []byte(exact)
	}
	return key
}

// Articles returns the articles first seen after w.From, up to and including w.To, that were published at publishedAfter
// or later or do not say when, in the order in which they were seen. Copies come without their bodies.
func (s *Store) Articles(ctx context.Context, w saar.Window, publishedAfter time.Time) ([]saar.Article, error) {
	return s.articles(ctx, `first_seen > ? AND first_seen <= ? AND (published = 0 OR published >= ?) ORDER BY first_seen, articles.id`,
		stamp(w.From), stamp(w.To), stamp(publishedAfter))
}

// Article returns an article as it was read last, or saar.ErrNotFound.
func (s *Store) Article(ctx context.Context, url string) (saar.Article, error) {
	found, err := s.articles(ctx, `url = ?`, url)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("article %s: %w", url, saar.ErrNotFound)
	}
	if err != nil {
		return saar.Article{}, err
	}
	return found[0], nil
}

func (s *Store) articles(ctx context.Context, where string, args ...any) ([]saar.Article, error) {
	var articles []saar.Article
	err := s.view(ctx, "read articles", func(t tx) (err error) {
		articles, err = articlesWhere(t, where, args...)
		return err
	})
	return articles, err
}

func articlesWhere(t tx, where string, args ...any) ([]saar.Article, error) {
	var articles []saar.Article
	err := t.each(`SELECT url, source, outlets.id, outlets.name, outlets.owner, title, byline, dateline, agency, published, modified,
			first_seen, section, language, image, keywords, coalesce(paragraphs, ''), copy_of, no_snippet
		FROM articles JOIN outlets ON outlets.id = outlet LEFT JOIN bodies ON bodies.article = articles.id WHERE `+where,
		args, func(row *sql.Rows) error {
			a, err := scanArticle(row)
			articles = append(articles, a)
			return err
		})
	return articles, err
}

func scanArticle(row *sql.Rows) (saar.Article, error) {
	var a saar.Article
	var byline, image, keywords sql.RawBytes // of the row: nothing keeps them
	var paragraphs string
	var published, modified, seen int64
	err := row.Scan(&a.URL, &a.Source, &a.Outlet.ID, &a.Outlet.Name, &a.Outlet.Owner, &a.Title, &byline, &a.Dateline, &a.Agency,
		&published, &modified, &seen, &a.Section, &a.Language, &image, &keywords, &paragraphs, &a.CopyOf, &a.NoSnippet)
	if err != nil {
		return a, err
	}
	a.Published, a.Modified, a.FirstSeen = instant(published), instant(modified), instant(seen)
	for _, f := range []struct {
		text sql.RawBytes
		into any
	}{{byline, &a.Byline}, {image, &a.Image}, {keywords, &a.Keywords}} {
		if len(f.text) == 0 {
			continue
		}
		if err := json.Unmarshal(f.text, f.into); err != nil {
			return a, fmt.Errorf("article %s: %w", a.URL, err)
		}
	}
	if a.Body, err = bodyOf(paragraphs); err != nil {
		return a, fmt.Errorf("article %s: %w", a.URL, err)
	}
	return a, nil
}
