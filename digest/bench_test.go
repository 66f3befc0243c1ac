package digest_test

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

// usual is an article of a usual length.
func usual(seed uint64) saar.Article {
	a := article("outlet", fmt.Sprint(seed), 1, strings.Join(longText(seed, 10), " "))
	for i := range 6 {
		a.Body = append(a.Body, saar.Paragraph{Kind: saar.Text, Text: strings.Join(longText(seed*31+uint64(i), 50), " ")})
	}
	return a
}

func BenchmarkFingerprint(b *testing.B) {
	a := usual(1)
	b.ReportAllocs()
	for b.Loop() {
		digest.Fingerprint(a)
	}
}

func BenchmarkKeyPoints(b *testing.B) {
	articles := []saar.Article{usual(1)}
	b.ReportAllocs()
	for b.Loop() {
		digest.KeyPoints(articles, 3)
	}
}

// BenchmarkCluster20000 says too how much heap a day's articles take at the peak, and how much of it is in use, with the articles
// themselves, collected as often as the systemd unit asks (GOGC=50).
func BenchmarkCluster20000(b *testing.B) {
	benchmarkDay(b, func(articles []saar.Article) int { return len(digest.Cluster(articles)) })
}

// BenchmarkCompile20000 is the same of the whole digest, the day after another.
func BenchmarkCompile20000(b *testing.B) {
	before := yesterdaysDigest(input(busNav(), busSetu(), verdict(), cricket())...)
	benchmarkDay(b, func(articles []saar.Article) int { return len(compile(articles, before).Stories) })
}

// benchmarkDay measures what makes stories of 20,000 articles.
func benchmarkDay(b *testing.B, stories func([]saar.Article) int) {
	b.Helper()
	articles := make([]saar.Article, 20000)
	for i := range articles {
		articles[i] = telling(i)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(50))
	runtime.GC()
	heap := watchHeap()
	b.ReportAllocs()
	for b.Loop() {
		if n := stories(articles); n < 60 {
			b.Fatal(n)
		}
	}
	peak, live := heap.stop()
	b.ReportMetric(float64(peak)/1e6, "peak-MB")
	b.ReportMetric(float64(live)/1e6, "live-MB")
	runtime.KeepAlive(articles)
}

// heapWatch looks at the heap every half millisecond.
type heapWatch struct {
	peak, live uint64 // bytes: of all objects, and of those that a collection found in use
	quit, done chan struct{}
}

func watchHeap() *heapWatch {
	w := &heapWatch{quit: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(w.done)
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/live:bytes"}}
		tick := time.NewTicker(time.Second / 2000)
		defer tick.Stop()
		for {
			metrics.Read(sample)
			w.peak, w.live = max(w.peak, sample[0].Value.Uint64()), max(w.live, sample[1].Value.Uint64())
			select {
			case <-w.quit:
				return
			case <-tick.C:
			}
		}
	}()
	return w
}

func (w *heapWatch) stop() (peak, live uint64) {
	close(w.quit)
	<-w.done
	return w.peak, w.live
}

// telling is one of four articles on one of 5,000 events: names and numbers of its own among the words that all news share.
func telling(i int) saar.Article {
	a := usual(uint64(i + 1))
	event := i / 4
	names := fmt.Sprintf(" %s %s %s %d लोगों", name(event), name(event*7+1), name(event*13+2), 10+event%900)
	a.URL, a.Outlet.ID = fmt.Sprint("https://o.example/", i), fmt.Sprint("outlet-", i%4)
	a.Title += names
	for p := range a.Body {
		a.Body[p].Text = name(event+p) + names + " " + a.Body[p].Text
	}
	return a
}

// name is an invented word.
func name(n int) string {
	syllables := []string{"का", "मि", "रो", "सु", "दे", "ना", "वी", "ल", "तो", "पा", "गु", "हे", "जा", "बी", "शो", "य"}
	out := ""
	for n = n*2654435761%65521 + 16; n > 0; n /= 16 {
		out += syllables[n%16]
	}
	return out
}
