package notify_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

const (
	admin int64 = 99
	group int64 = -4242
	forum int64 = -1001000000888
)

var (
	first  = saar.Chat{ID: -1001000000111}
	second = saar.Chat{ID: -1001000000222}
	digest = saar.DigestID{Edition: "subah", Date: "2026-11-22"}
)

// rig is a server, a database and what lies between.
type rig struct {
	*testing.T
	server *telegramtest.Server
	client *telegram.Client
	ledger notify.Ledger
	cfg    notify.Config
	path   string
	log    *logs
}

// logs keeps log lines; safe for concurrent use.
type logs struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func newRig(t *testing.T) *rig {
	t.Helper()
	server, err := telegramtest.Start(telegramtest.Config{Chats: []telegramtest.Chat{
		{ID: first.ID, Type: telegramtest.Channel, Title: "पहला"},
		{ID: second.ID, Type: telegramtest.Channel, Title: "दूसरा"},
		{ID: group, Type: telegramtest.Group, Title: "मोहल्ला"},
		{ID: forum, Type: telegramtest.Supergroup, Title: "मंच", Threads: []int{7}},
		{ID: admin, Type: telegramtest.Private, FirstName: "अनिता"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	cfg := telegram.DefaultConfig()
	cfg.API, cfg.Token = server.URL(), telegram.Secret(server.Token())
	r := &rig{T: t, server: server, cfg: fast(), path: filepath.Join(t.TempDir(), "saar.db"), log: &logs{}}
	r.client = telegram.New(cfg, slog.New(slog.DiscardHandler))
	empty, err := emptyDatabase()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(r.path, empty, 0o600); err != nil {
		t.Fatal(err)
	}
	r.ledger = open(t, r.path)
	return r
}

// fast is a configuration whose waits are a thousand times shorter.
func fast() notify.Config {
	cfg := notify.DefaultConfig()
	cfg.AdminChat, cfg.ChatInterval, cfg.Interval = admin, 0, 0
	cfg.Backoff, cfg.MaxBackoff = 2*time.Millisecond, 20*time.Millisecond
	return cfg
}

// emptyDatabase is the file of a new database, made once: migrations take most of a short test's time.
var emptyDatabase = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "saar-notify")
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

func open(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func (r *rig) post() *notify.Post {
	return notify.New(r.cfg, r.ledger, r.client, textLog(r.log))
}

func textLog(l *logs) *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

// deliver is a Deliver of n parts that must not end in an error.
func (r *rig) deliver(n int, chats ...saar.Chat) notify.Report {
	r.Helper()
	report, err := r.post().Deliver(r.Context(), digest, parts(n), chats, time.Now().Add(time.Minute))
	if err != nil {
		r.Error(err)
	}
	return report
}

func parts(n int) []saar.Message {
	var all []saar.Message
	for i := range n {
		all = append(all, saar.Message{
			Digest: digest, Rendering: "telegram", Part: i + 1, Parts: n,
			Text: fmt.Sprintf("<b>सुबह का सार</b> · भाग %d &amp; \u2060और", i+1),
		})
	}
	return all
}

// posted lists the texts that stand in a chat.
func (r *rig) posted(chat saar.Chat) []string {
	var texts []string
	for _, m := range r.server.Messages(chat.ID) {
		if !m.Deleted {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

// want are the texts of parts as readers see them.
func want(n int) []string {
	var texts []string
	for i := range n {
		texts = append(texts, fmt.Sprintf("सुबह का सार · भाग %d & \u2060और", i+1))
	}
	return texts
}

func (r *rig) once(n int, chats ...saar.Chat) {
	r.Helper()
	for _, c := range chats {
		if got := r.posted(c); !slices.Equal(got, want(n)) {
			r.Errorf("chat %s holds %q", c, got)
		}
	}
}

func (r *rig) row(chat saar.Chat, part int) saar.Delivery {
	r.Helper()
	d, err := r.ledger.Delivery(context.Background(), saar.DeliveryKey{Digest: digest, Chat: chat, Part: part})
	if err != nil {
		r.Fatal(err)
	}
	return d
}

func (r *rig) state(chat saar.Chat, part int, state saar.DeliveryState) saar.Delivery {
	r.Helper()
	d := r.row(chat, part)
	if d.State != state {
		r.Errorf("%s is %s (%s), want %s", d.Key, d.State, d.Reason, state)
	}
	return d
}

func (r *rig) fault(f telegramtest.Reply, chat saar.Chat, skip, times int) {
	r.server.Inject(telegramtest.Fault{Method: "sendMessage", Chat: chat.ID, Skip: skip, Times: times, Reply: f})
}
