package notify_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/store"
)

// instantly is a courier that has posted before it is asked to.
type instantly struct {
	notify.Courier
	n int
}

func (c *instantly) Send(context.Context, saar.Chat, string) (int, error) {
	c.n++
	return c.n, nil
}

// BenchmarkBroadcast is what one message to a reader costs apart from its request: the ledger's rows, on disk.
func BenchmarkBroadcast(b *testing.B) {
	ledger, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "saar.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = ledger.Close() })
	cfg := notify.DefaultConfig()
	cfg.ChatInterval, cfg.Interval = 0, 0
	post := notify.New(cfg, ledger, &instantly{}, quiet)
	const batch = 100
	for sent := 0; sent < b.N; sent += batch {
		var readers []saar.Chat
		for i := range min(batch, b.N-sent) {
			readers = append(readers, saar.Chat{ID: int64(sent + i + 1)})
		}
		if _, err := post.DeliverMail(b.Context(), digest, mail(1, readers...), time.Time{}); err != nil {
			b.Fatal(err)
		}
	}
}
