package telegram_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/pipeline"
	"github.com/saar-news/saar/store"
)

var (
	meena = telegramtest.User{ID: 5001, FirstName: "मीना", LanguageCode: "en"}
	ravi  = telegramtest.User{ID: 5002, FirstName: "रवि", LanguageCode: "hi"}
)

// town is a bot with its server, its database and its newsroom.
type town struct {
	*testing.T
	server *telegramtest.Server
	store  *store.Store
	client *telegram.Client
	cfg    telegram.DeskConfig
	path   string
	log    *logs
	asked  int // what await has asked

	operators func(s *store.Store, post *notify.Post) telegram.Operators // nil: there are none
}

type logs struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *logs) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.String()
}

// emptyDatabase is the file of a new database, made once.
var emptyDatabase = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "saar-telegram")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // nothing of it is needed
	path := filepath.Join(dir, "saar.db")
	s, err := store.Open(context.Background(), path)
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func newTown(t *testing.T) *town {
	t.Helper()
	empty, err := emptyDatabase()
	if err != nil {
		t.Fatal(err)
	}
	w := &town{T: t, path: filepath.Join(t.TempDir(), "saar.db"), log: &logs{}, cfg: telegram.DefaultDeskConfig()}
	if err := os.WriteFile(w.path, empty, 0o600); err != nil {
		t.Fatal(err)
	}
	w.server = serve(t, telegramtest.Chat{ID: group, Type: telegramtest.Group, Title: "मोहल्ला", Bot: telegramtest.Member},
		telegramtest.Chat{ID: channel, Type: telegramtest.Channel, Title: "सार"})
	w.store = w.open()
	ist := time.FixedZone("IST", 19800)
	w.cfg.Editions, w.cfg.Zone = []saar.Edition{
		{ID: "subah", Title: "सुबह का सार", Schedule: "0 7 * * *", Zone: ist, Subscribers: true},
		{ID: "shaam", Title: "शाम का सार", Schedule: "0 19 * * *", Zone: ist, Subscribers: true},
	}, ist
	w.cfg.Backoff, w.cfg.MaxBackoff = time.Millisecond, 5*time.Millisecond
	w.cfg.Limit = telegram.Limit{Burst: 1000, Every: time.Hour}
	return w
}

func (w *town) open() *store.Store {
	w.Helper()
	s, err := store.Open(w.Context(), w.path)
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { _ = s.Close() })
	return s
}

// desk is the bot as a process that starts with the database has it.
func (w *town) desk(s *store.Store) *telegram.Desk { return w.deskWith(s, s) }

func (w *town) deskWith(readers telegram.Readership, s *store.Store) *telegram.Desk {
	log := slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	api := config(w.server.URL(), w.server.Token())
	api.Timeout = time.Minute
	w.client = telegram.New(api, log)
	pace := notify.DefaultConfig()
	pace.ChatInterval, pace.Interval = 0, 0
	pace.Backoff, pace.MaxBackoff = time.Millisecond, 5*time.Millisecond
	office := pipeline.New(pipeline.Config{Editions: w.cfg.Editions}, nil, s, nil, log, nil)
	post := notify.New(pace, s, w.client, log)
	if w.operators != nil {
		w.cfg.Operators = w.operators(s, post)
	}
	return telegram.NewDesk(w.cfg, w.client, post, readers, newsroom{office, s}, log)
}

// newsroom is the pipeline and the store as cmd/saar puts them together.
type newsroom struct {
	*pipeline.Pipeline
	store *store.Store
}

func (n newsroom) Search(ctx context.Context, words string, limit int) ([]telegram.Found, error) {
	hits, err := n.store.Search(ctx, words, limit)
	var found []telegram.Found
	for _, h := range hits {
		found = append(found, telegram.Found{Title: h.Title, URL: h.URL, Outlet: h.Outlet.Name, Published: h.Published})
	}
	return found, err
}

// run lets a bot serve until the test or the function it returns ends it.
func (w *town) run() (stop func()) {
	ctx, cancel := context.WithCancel(w.Context())
	done := make(chan struct{})
	desk := w.desk(w.store)
	go func() {
		defer close(done)
		desk.Run(ctx)
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		<-done
	})
	w.Cleanup(stop)
	return stop
}

// until waits for something to be seen at the server.
func (w *town) until(cond func() bool) {
	w.Helper()
	if err := w.server.Wait(w.Context(), cond); err != nil {
		w.Fatalf("%v\n%s", err, w.log.text())
	}
}

// await waits until the bot has answered all that a person has asked so far: it answers one after the other, so that a
// question with an answer of its own tells. What the two say does not count.
func (w *town) await(from telegramtest.User) {
	w.Helper()
	w.asked++
	mark := fmt.Sprintf("अंत%d", w.asked)
	w.server.Say(from, from.ID, "/search "+mark)
	w.until(func() bool {
		return slices.ContainsFunc(w.server.Messages(from.ID), func(m telegramtest.Message) bool {
			return m.Own && strings.Contains(m.Text, mark)
		})
	})
}

// said are the bot's messages in a chat but those of await, as readers see them now.
func (w *town) said(chat int64) []telegramtest.Message {
	return slices.DeleteFunc(w.server.Messages(chat), func(m telegramtest.Message) bool {
		return !m.Own || strings.Contains(m.Text, "🔎 अंत")
	})
}

func (w *town) subscriber(chat int64) saar.Subscriber {
	w.Helper()
	r, err := w.store.Subscriber(w.Context(), chat)
	if err != nil {
		w.Error(err)
	}
	return r
}

// press presses the button with a label on the bot's last message that has it.
func (w *town) press(from telegramtest.User, label string) (query string) {
	w.Helper()
	for _, m := range slices.Backward(w.server.Messages(from.ID)) {
		for _, b := range slices.Concat(m.Buttons...) {
			if b.Text == label {
				return w.server.Press(from, from.ID, m.ID, b.CallbackData)
			}
		}
	}
	w.Fatalf("no button %q", label)
	return ""
}

// publish stores a digest and an article.
func (w *town) publish() {
	w.Helper()
	if _, err := w.store.SaveDigest(w.Context(), sample()); err != nil {
		w.Fatal(err)
	}
	at := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	url := "https://nav-prabhat.example/kheti/gehun"
	_, err := w.store.SaveReading(w.Context(), saar.Reading{
		Link:    saar.Link{URL: url, Canonical: url, Source: "nav-prabhat"},
		Outcome: saar.OK, Read: at,
		Article: &saar.Article{
			URL: url, Source: "nav-prabhat", Outlet: saar.Outlet{ID: "nav-prabhat", Name: "नव प्रभात"}, Title: "मंडी में गेहूँ का दाम बढ़ा <2,600 रु.>",
			Published: at, FirstSeen: at, Language: "hi", Body: []saar.Paragraph{{Kind: saar.Text, Text: "मंडी में गेहूँ महँगा हुआ।"}},
		},
		Fingerprint: saar.Fingerprint{Exact: strings.Repeat("ab", 16)},
	})
	if err != nil {
		w.Fatal(err)
	}
}

// sample is a digest of five stories, of which a channel shows three.
func sample() saar.Digest {
	at := time.Date(2026, 11, 22, 1, 30, 0, 0, time.UTC)
	story := func(id string, section saar.Section, title, point string) saar.Story {
		url := "https://nav-prabhat.example/" + id
		return saar.Story{
			ID: id, Title: title, Section: section, URL: url, Independent: 1,
			Tellers: []saar.Teller{{Outlet: saar.Outlet{ID: "nav-prabhat", Name: "नव प्रभात"}, URL: url}},
			Points:  []saar.KeyPoint{{Text: point, URL: url, Outlet: "nav-prabhat"}},
			Members: []saar.Member{{URL: url, Title: title, Outlet: "nav-prabhat", Published: at}},
		}
	}
	return saar.Digest{
		ID: saar.DigestID{Edition: "subah", Date: "2026-11-22"}, Title: "सुबह का सार", Zone: "Asia/Kolkata",
		Window:  saar.Window{From: at.Add(-24 * time.Hour), To: at},
		Sources: saar.SourceCount{Total: 14, OK: 12}, Show: 3, Compiled: at.Add(time.Minute),
		Stories: []saar.Story{
			story("b01", saar.Politics, "समीक्षा बैठक में संगठन के नए प्रभारी तय हुए", "दस सीटों के लिए अलग-अलग प्रभारी बनाए गए हैं।"),
			story("b02", saar.State, "लखनऊ में मेट्रो की नई लाइन का काम शुरू", "लखनऊ में पहले चरण में सात स्टेशन बनेंगे।"),
			story("b03", saar.Business, "मंडी में गेहूँ के दाम तीसरे दिन भी चढ़े", "दाम 2,600 रुपये क्विंटल तक पहुँचे।"),
			story("b04", saar.Sports, "अंतिम ओवर में जीता पटना का मुक़ाबला", "पटना की टीम ने आख़िरी गेंद पर जीत दर्ज की।"),
			story("b05", saar.Sports, "हॉकी शिविर के लिए 30 खिलाड़ी चुने गए", "शिविर अगले सोमवार से शुरू होगा।"),
		},
	}
}
