package pipeline_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/pipeline"
	"github.com/saar-news/saar/scraper"
	"github.com/saar-news/saar/store"
)

// corrector is an outlet that changes its mind, with its feed and pages on real HTTP.
type corrector struct {
	*httptest.Server
	mu    sync.Mutex
	title string // of the first page
	gone  bool   // the first page
	looks int    // at it
}

func newCorrector(t *testing.T) *corrector {
	t.Helper()
	mux := http.NewServeMux()
	c := &corrector{Server: httptest.NewServer(mux)}
	t.Cleanup(c.Close)
	c.title, _ = text(1)
	var items string
	for n := range 2 {
		title, _ := text(n + 1)
		path := fmt.Sprintf("/khabar/%d.html", n+1)
		items += fmt.Sprintf("<item><title>%s</title><link>%s%s</link><pubDate>%s</pubDate></item>", title, c.URL, path, time.Now().Format(time.RFC1123Z))
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { c.page(w, n+1, c.URL+path) })
	}
	mux.HandleFunc("/feed", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>प्रभात</title>%s</channel></rss>`, items)
	})
	return c
}

func (c *corrector) page(w http.ResponseWriter, n int, url string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	title, paragraphs := text(n)
	if n == 1 {
		c.looks++
		title = c.title
		if c.gone {
			http.Error(w, "no such page", http.StatusNotFound)
			return
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, page(url, time.Now(), title, paragraphs))
}

// change changes the first page and returns how often it has been looked at.
func (c *corrector) change(title string, gone bool) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.title, c.gone = title, gone
	return c.looks
}

func (c *corrector) looked() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.looks
}

// bureau delivers by the real client to the strict server.
type bureau struct {
	*notify.Post
	client *telegram.Client
}

func (b bureau) Chat(ctx context.Context, name string) (saar.Chat, error) {
	return b.client.Resolve(ctx, name)
}

func (b bureau) Edit(ctx context.Context, edits []saar.Edit) (int, error) {
	return b.Post.Edit(ctx, edits)
}

func (b bureau) Deliver(ctx context.Context, parts []saar.Message, targets []saar.Target, until time.Time) error {
	_, err := b.Post.DeliverTo(ctx, parts[0].Digest, parts, targets, until)
	return err
}

func (bureau) Preview(context.Context, saar.DigestID) error { return nil }

func (b bureau) DeliverMail(ctx context.Context, id saar.DigestID, mail []saar.Mail, until time.Time) error {
	_, err := b.Post.DeliverMail(ctx, id, mail, until)
	return err
}

func (bureau) Delivered(context.Context, saar.DigestID) {}

const (
	correctedChannel int64 = -1001000000111
	correctedForum   int64 = -1001000000888
	correctedAdmin   int64 = 99
)

func newBureau(t *testing.T, kept *store.Store) (bureau, *telegramtest.Server) {
	t.Helper()
	server, err := telegramtest.Start(telegramtest.Config{Chats: []telegramtest.Chat{
		{ID: correctedChannel, Type: telegramtest.Channel, Title: "सार"},
		{ID: correctedForum, Type: telegramtest.Supergroup, Title: "मंच", Threads: []int{7}},
		{ID: correctedAdmin, Type: telegramtest.Private, FirstName: "अनिता"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	api := telegram.DefaultConfig()
	api.API, api.Token = server.URL(), telegram.Secret(server.Token())
	client := telegram.New(api, slog.New(slog.DiscardHandler))
	delivery := notify.DefaultConfig()
	delivery.AdminChat, delivery.ChatInterval, delivery.Interval = correctedAdmin, 0, 0
	return bureau{notify.New(delivery, kept, client, slog.New(slog.DiscardHandler)), client}, server
}

// corrected is a site, a store, a pipeline that reads the one into the other and posts, and one that cannot post: it dies before it edits.
type corrected struct {
	*testing.T
	site    *corrector
	kept    *store.Store
	p, mute *pipeline.Pipeline
	server  *telegramtest.Server
}

func newCorrected(t *testing.T) *corrected {
	t.Helper()
	c := &corrected{T: t, site: newCorrector(t), kept: open(t, filepath.Join(t.TempDir(), "saar.db"))}
	reach := scraper.DefaultConfig()
	reach.Delay, reach.AllowNetworks = time.Millisecond, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	web, err := scraper.New(reach, c.kept, slog.New(&logbook{}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(web.Close)
	config := pipeline.DefaultConfig()
	config.PerHour, config.Rereads.Apart, config.Rereads.Told = 1e6, 0, nil
	for i := range 600 {
		config.Rereads.Told = append(config.Rereads.Told, time.Duration(i+1)*50*time.Millisecond)
	}
	config.Corrections = pipeline.Corrections{For: time.Hour, Looks: 100 * time.Millisecond, Apart: 0, Most: 2}
	config.Sources = []saar.Source{{ID: "prabhat", URL: c.site.URL + "/feed", Outlet: saar.Outlet{ID: "prabhat", Name: "प्रभात"}}}
	config.Editions = []saar.Edition{subah(kolkata)}
	config.Editions[0].Chats = []string{fmt.Sprint(correctedChannel), fmt.Sprintf("%d/7", correctedForum)}
	post, server := newBureau(t, c.kept)
	c.server = server
	c.p = pipeline.New(config, web, c.kept, post, slog.New(&logbook{}), nil)
	c.mute = pipeline.New(config, web, c.kept, nil, slog.New(&logbook{}), nil)
	return c
}

func (c *corrected) collect() {
	c.Helper()
	if _, err := c.p.Collect(c.Context(), "prabhat"); err != nil {
		c.Fatal(err)
	}
}

func (c *corrected) revise(p *pipeline.Pipeline) {
	c.Helper()
	if _, err := p.Revise(c.Context()); err != nil {
		c.Fatal(err)
	}
}

// until collects until something is laid over the digest, and returns how many looks that took.
func (c *corrected) until(overlays, before int) int {
	c.Helper()
	for end := time.Now().Add(time.Minute); ; {
		if time.Now().After(end) {
			c.Fatalf("no correction after %d looks", c.site.looked()-before)
		}
		c.collect()
		laid, err := c.kept.Overlays(c.Context(), today)
		if err != nil {
			c.Fatal(err)
		}
		if len(laid) == overlays {
			return c.site.looked() - before
		}
	}
}

func (c *corrected) shows(want, not string, edits int) {
	c.Helper()
	for _, chat := range []int64{correctedChannel, correctedForum} {
		m := c.server.Messages(chat)
		if len(m) != 1 || !strings.Contains(m[0].Text, want) || strings.Contains(m[0].Raw, not) || len(m[0].Earlier) != edits {
			c.Errorf("chat %d holds %+v", chat, m)
		}
	}
}

// From the outlet's page over real HTTP to the posts on the strict server: a headline is corrected after the second look,
// also when saar dies between storing the new version and editing; a page that goes is corrected, too, and that was the
// last edit of these posts.
func TestFromAChangedPageToAnEditedPost(t *testing.T) {
	t.Parallel()
	c := newCorrected(t)
	c.collect()
	if status, err := c.p.Publish(t.Context(), today, time.Now(), time.Now().Add(time.Hour)); err != nil || status.Sent != 2 {
		t.Fatalf("publish: %+v, %v", status, err)
	}
	c.revise(c.p)
	old, _ := text(1)
	if looks := c.until(1, c.site.change(longer(old), false)); looks < 2 {
		t.Errorf("corrected after %d look", looks)
	}
	c.revise(c.mute)
	if n := c.server.Count("editMessageText"); n != 0 {
		t.Fatalf("%d edits without a token", n)
	}
	c.revise(c.p)
	c.revise(c.p)
	c.shows(longer(old), "यह न हो", 1)
	if looks := c.until(2, c.site.change(longer(old), true)); looks < 2 {
		t.Errorf("corrected after %d look at a page that is gone", looks)
	}
	c.revise(c.p)
	c.shows("स्रोत ने मूल ख़बर हटा ली है", "/khabar/1.html", 2)
	if left, err := c.kept.DueEdits(t.Context(), time.Now(), 10); err != nil || len(left) != 0 {
		t.Errorf("due: %+v, %v", left, err)
	}
}
