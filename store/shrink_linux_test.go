package store_test

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
)

// A service that idles must not keep the pages of its last round: SQLite gives none back by itself.
func TestShrinkGivesMemoryBack(t *testing.T) {
	s, ctx := open(t), t.Context()
	for i := range 100 {
		save(t, s, withBody(reading(fmt.Sprint("long", i), "prabhat"), fmt.Sprint(strings.Repeat("नहर ", 8_000), i)))
	}
	must[[]saar.Article](t)(s.Articles(ctx, saar.Window{From: morning.AddDate(0, 0, -1), To: morning.AddDate(0, 0, 1)}, time.Time{}))
	before := anonymous(t)
	check(t, s.Shrink(ctx))
	if after := anonymous(t); before-after < 4<<20 {
		t.Errorf("%d kB before, %d after", before>>10, after>>10)
	}
	same(t, "articles", len(all(t, s)), 100)
}

// anonymous is what this process has in memory beside files and what Go may still reuse.
func anonymous(t *testing.T) (bytes int64) {
	t.Helper()
	debug.FreeOSMemory()
	var size, resident, shared int64
	_, err := fmt.Sscan(string(must[[]byte](t)(os.ReadFile("/proc/self/statm"))), &size, &resident, &shared)
	check(t, err)
	return (resident - shared) * int64(os.Getpagesize())
}
