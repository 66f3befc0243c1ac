package store_test

import (
	"context"
	"fmt"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

func init() { roles["fill"] = fillTheDisk }

// fillTheDisk saves until no file may grow further, says the error, and then, with room again, saves once more.
func fillTheDisk(ctx context.Context, s *store.Store, _ []string) error {
	signal.Ignore(unix.SIGXFSZ)
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	small := limit
	small.Cur = 1 << 20
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &small); err != nil {
		return err
	}
	saved := 0
	var full error
	for ; full == nil; saved++ {
		_, full = s.SaveReading(ctx, typical(saved, "fill"))
	}
	fmt.Println("saved", saved-1)
	fmt.Println(full)
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	_, err := s.SaveReading(ctx, typical(saved, "fill"))
	fmt.Println("again", err)
	return err
}

// A full disk stops writing with an error that says so; what was saved stays, and saving goes on when there is room.
func TestFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	p := start(t, "fill", path)
	p.line()
	var saved int
	_, err := fmt.Sscanf(p.line(), "saved %d", &saved)
	check(t, err)
	if message := p.line(); saved == 0 || !strings.Contains(message, "room") {
		t.Errorf("%d saved, then %q", saved, message)
	}
	same(t, "with room", p.line(), "again <nil>")
	same(t, "exit", p.Wait(), nil)
	s := openAt(t, path)
	same(t, "articles", len(all(t, s)), saved+1)
	same(t, "damage", must[store.Report](t)(s.Check(t.Context())).Damage, []string(nil))
	same(t, "searchable", len(must[[]saar.Hit](t)(s.Search(t.Context(), "पेयजल", 1000))), saved+1)
}
