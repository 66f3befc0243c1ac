package pipeline_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// country is a Web in memory: outlets whose feeds and pages answer "unchanged" to who has seen them as they are.
type country struct {
	mu      sync.Mutex
	feeds   map[string][]saar.Link // by source
	pages   map[string]string      // by address
	edition int                    // grows when a feed is changed otherwise than by another link
	looked  []visit
	fetched []visit

	// What a test wants to happen at a request; nil: nothing.
	onDiscover func(ctx context.Context, source saar.Source) error
	onFetch    func(ctx context.Context, link saar.Link) error
}

// visit is one request: of a source, or of a page.
type visit struct {
	what string
	at   time.Time
}

func newCountry() *country {
	return &country{feeds: map[string][]saar.Link{}, pages: map[string]string{}}
}

// offer puts a link into a source's feed. A zero time stands for a feed without dates.
func (c *country) offer(t *testing.T, source, url string, published time.Time) {
	t.Helper()
	canonical, err := saar.CanonicalURL(url)
	if err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.feeds[source] = append([]saar.Link{{URL: url, Canonical: canonical, Source: source, Published: published}}, c.feeds[source]...)
}

// print puts piece of news number n, published now, on the web and into a source's feed.
func (c *country) print(t *testing.T, source, url string, n int) {
	t.Helper()
	c.offer(t, source, url, time.Now())
	c.mu.Lock()
	defer c.mu.Unlock()
	title, paragraphs := text(n)
	c.pages[url] = page(url, time.Now(), title, paragraphs)
}

// rewrite puts piece of news number n at the address of another one. Its feed says so by a later time.
func (c *country) rewrite(t *testing.T, source, url string, n int) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	title, paragraphs := text(n)
	c.pages[url] = page(url, time.Now(), title, paragraphs)
	c.edition++
	for i, l := range c.feeds[source] {
		if l.URL == url {
			c.feeds[source][i].Modified = time.Now()
		}
	}
}

func (c *country) Discover(ctx context.Context, source saar.Source, memo saar.Memo) (saar.Discovery, error) {
	c.note(&c.looked, source.ID)
	if c.onDiscover != nil {
		if err := c.onDiscover(ctx, source); err != nil {
			return saar.Discovery{}, err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	links := slices.Clone(c.feeds[source.ID])
	tag := saar.Validator{ETag: fmt.Sprint(len(links), c.edition)}
	if memo.Validators[source.URL] == tag {
		return saar.Discovery{Memo: memo, Unchanged: true}, nil
	}
	memo = saar.Memo{Step: saar.StepFeed, Address: source.URL, Validators: map[string]saar.Validator{source.URL: tag}}
	return saar.Discovery{Links: links, Memo: memo}, nil
}

func (c *country) Fetch(ctx context.Context, link saar.Link) (saar.Page, error) {
	c.note(&c.fetched, link.URL)
	if c.onFetch != nil {
		if err := c.onFetch(ctx, link); err != nil {
			return saar.Page{}, err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	body, found := c.pages[link.URL]
	if !found {
		return saar.Page{}, saar.Fail(saar.Gone, errors.New("status 404"))
	}
	tag := saar.Validator{ETag: fmt.Sprintf("%q", fmt.Sprintf("%x", sha256.Sum256([]byte(body))))}
	if link.Again.Validator == tag {
		return saar.Page{}, saar.Fail(saar.Unchanged, errors.New("status 304"))
	}
	return saar.Page{Link: link, URL: link.URL, Status: 200, Validator: tag, Body: []byte(body), Fetched: time.Now()}, nil
}

func (c *country) note(visits *[]visit, what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*visits = append(*visits, visit{what, time.Now()})
}

// looks returns when a source was looked at; any source for "".
func (c *country) looks(source string) []time.Time { return timesOf(c, &c.looked, source) }

// fetches returns when an address was fetched; any address for "".
func (c *country) fetches(url string) []time.Time { return timesOf(c, &c.fetched, url) }

func timesOf(c *country, visits *[]visit, what string) []time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	var times []time.Time
	for _, v := range *visits {
		if what == "" || v.what == what {
			times = append(times, v.at)
		}
	}
	return times
}

// postbox is a Post that keeps the ledger in the store as the real one does, and posts to nobody.
type postbox struct {
	mu     sync.Mutex
	ledger *store.Store
	calls  []call
	posted []posted
	alarms []string
	whole  []saar.DigestID // editions that have wholly gone out
	shown  []shown         // what the operators have seen
	edited []saar.Edit

	drawing   sync.Mutex // what is shown last is what was read last
	onAlarm   func()
	onPreview func(ctx context.Context, id saar.DigestID) error
	onDeliver func(ctx context.Context, parts []saar.Message) error // before anything is posted
}

// shown is one look that operators were given at an edition.
type shown struct {
	at    time.Time
	state saar.PreviewState
}

// call is one Deliver.
type call struct {
	at      time.Time
	parts   []saar.Message
	targets []saar.Target
	until   time.Time
}

// posted is one message that readers see.
type posted struct {
	digest saar.DigestID
	part   int
	chat   saar.Chat
	at     time.Time
}

// Deliver holds no mutex while it asks the store: who waits for a mutex keeps a bubble's clock from going on, and with it
// who waits for another process's transaction.
func (b *postbox) Deliver(ctx context.Context, parts []saar.Message, targets []saar.Target, until time.Time) error {
	chats := make([]saar.Chat, len(targets))
	for i, t := range targets {
		chats[i] = t.Chat
	}
	b.mu.Lock()
	b.calls = append(b.calls, call{time.Now(), parts, targets, until})
	b.mu.Unlock()
	return b.deliver(ctx, parts, pendingRows(parts, chats), until)
}

// DeliverMail is Deliver for each reader.
func (b *postbox) DeliverMail(ctx context.Context, _ saar.DigestID, mail []saar.Mail, until time.Time) error {
	for _, m := range mail {
		if err := b.deliver(ctx, m.Parts, pendingRows(m.Parts, []saar.Chat{m.Chat}), until); err != nil {
			return err
		}
	}
	return nil
}

func (b *postbox) deliver(ctx context.Context, parts []saar.Message, rows []saar.Delivery, until time.Time) error {
	if err := b.ledger.Enlist(ctx, rows); err != nil {
		return err
	}
	if b.onDeliver != nil {
		if err := b.onDeliver(ctx, parts); err != nil {
			return err
		}
	}
	if time.Now().After(until) {
		return errors.New("too late")
	}
	for _, d := range rows {
		if err := b.send(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// Edit makes every edit.
func (b *postbox) Edit(ctx context.Context, edits []saar.Edit) (int, error) {
	for _, e := range edits {
		e.State = saar.EditDone
		if err := b.ledger.SaveEdit(ctx, e); err != nil {
			return 0, err
		}
		b.mu.Lock()
		b.edited = append(b.edited, e)
		b.mu.Unlock()
	}
	return len(edits), nil
}

func (b *postbox) send(ctx context.Context, d saar.Delivery) error {
	d.State = saar.Sending
	if moved, err := b.ledger.Move(ctx, d, saar.Pending); err != nil || !moved {
		return err
	}
	b.mu.Lock()
	b.posted = append(b.posted, posted{d.Key.Digest, d.Key.Part, d.Key.Chat, time.Now()})
	d.State, d.MessageID = saar.Sent, len(b.posted)
	b.mu.Unlock()
	_, err := b.ledger.Move(ctx, d, saar.Sending)
	return err
}

// Chat reads an id; a chat of any other name cannot be found.
func (b *postbox) Chat(_ context.Context, name string) (saar.Chat, error) {
	id, err := strconv.ParseInt(name, 10, 64)
	return saar.Chat{ID: id}, err
}

// Alarm keeps what the operator is told.
func (b *postbox) Alarm(_ context.Context, text string) {
	if b.onAlarm != nil {
		b.onAlarm()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.alarms = append(b.alarms, text)
}

// Preview keeps what operators see, as the store has it.
func (b *postbox) Preview(ctx context.Context, id saar.DigestID) error {
	if b.onPreview != nil {
		if err := b.onPreview(ctx, id); err != nil {
			return err
		}
	}
	b.drawing.Lock()
	defer b.drawing.Unlock()
	stands, err := b.ledger.Preview(ctx, id)
	if err != nil || stands.Message != 0 && stands.Drawn == stands.Changes {
		return err
	}
	b.mu.Lock()
	b.shown = append(b.shown, shown{time.Now(), stands.State})
	b.mu.Unlock()
	if err := b.ledger.ShowPreview(ctx, id, 1, 77); err != nil {
		return err
	}
	return b.ledger.DrawnPreview(ctx, id, stands.Changes)
}

// Delivered keeps what has gone out.
func (b *postbox) Delivered(_ context.Context, id saar.DigestID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.whole = append(b.whole, id)
}

func pendingRows(parts []saar.Message, chats []saar.Chat) []saar.Delivery {
	var rows []saar.Delivery
	for _, chat := range chats {
		for _, m := range parts {
			key := saar.DeliveryKey{Digest: m.Digest, Chat: chat, Part: m.Part}
			rows = append(rows, saar.Delivery{Key: key, Rendering: m.Rendering, State: saar.Pending, Updated: time.Now()})
		}
	}
	return rows
}

// dates returns the digests that were posted, in order, and fails when a message was posted twice.
func (b *postbox) dates(t *testing.T) []string {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	var dates []string
	seen := map[saar.DeliveryKey]bool{}
	for _, p := range b.posted {
		key := saar.DeliveryKey{Digest: p.digest, Chat: p.chat, Part: p.part}
		if seen[key] {
			t.Errorf("readers saw %s twice", key)
		}
		seen[key] = true
		if p.part == 1 {
			dates = append(dates, p.digest.String())
		}
	}
	return dates
}

// times returns when the first part of each digest was posted.
func (b *postbox) times() []time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	var times []time.Time
	for _, p := range b.posted {
		if p.part == 1 {
			times = append(times, p.at)
		}
	}
	return times
}

// tried returns when delivering was begun.
func (b *postbox) tried() []time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	var times []time.Time
	for _, c := range b.calls {
		times = append(times, c.at)
	}
	return times
}

// logbook keeps what was logged.
type logbook struct {
	mu    sync.Mutex
	lines []string
}

func (l *logbook) Enabled(context.Context, slog.Level) bool { return true }
func (l *logbook) WithAttrs([]slog.Attr) slog.Handler       { return l }
func (l *logbook) WithGroup(string) slog.Handler            { return l }

func (l *logbook) Handle(_ context.Context, r slog.Record) error {
	attrs := map[string]string{}
	r.Attrs(func(a slog.Attr) bool {
		attrs[a.Key] = a.Value.String()
		return true
	})
	delete(attrs, "stack")
	var line strings.Builder
	fmt.Fprintf(&line, "%s %s", r.Level, r.Message)
	for _, key := range sorted(maps.Keys(attrs)) {
		fmt.Fprintf(&line, " %s=%s", key, attrs[key])
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line.String())
	return nil
}

// with returns the lines that have all of the words.
func (l *logbook) with(words ...string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []string
	for _, line := range l.lines {
		if containsAll(line, words) {
			found = append(found, line)
		}
	}
	return found
}
