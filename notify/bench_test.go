package notify_test

import (
	"context"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/store"
)

// instantly is a courier that has posted before it is asked to.
type instantly struct {
	notify.Courier
	n atomic.Int64
}

func (c *instantly) Send(context.Context, saar.Chat, string) (int, error) {
	return int(c.n.Add(1)), nil
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
	courier := &instantly{}
	post := notify.New(cfg, ledger, courier, quiet)
	const batch = 1000
	join(b, ledger, readersOf(b.N)...)
	b.ResetTimer()
	before := spent()
	for sent := 0; sent < b.N; sent += batch {
		readers := readersOf(b.N)[sent:min(sent+batch, b.N)]
		if _, err := post.DeliverMail(b.Context(), digest, mail(1, readers...), time.Time{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(spent()-before)/float64(b.N), "cpu-ns/op")
	if n := courier.n.Load(); n != int64(b.N) {
		b.Fatalf("%d messages, want %d", n, b.N)
	}
}

// readersOf are the private chats from 1 to n.
func readersOf(n int) []saar.Chat {
	all := make([]saar.Chat, n)
	for i := range all {
		all[i].ID = int64(i + 1)
	}
	return all
}

// spent is the CPU time that this process has taken.
func spent() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
