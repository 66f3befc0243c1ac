//go:build proof

package main

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar/cmd/saar/demo"
)

// TestProofOfASetClock runs the daemon by a clock that is set ahead beyond the edition's time, back before it and ahead
// again. Systemd's watchdog is fed all the while, and readers get the edition, once. Synthetic time cannot be set back.
func TestProofOfASetClock(t *testing.T) {
	w := startWorld(t, demo.Config{})
	folder, built := t.TempDir(), t.TempDir()
	if said, err := exec.CommandContext(t.Context(), "bash", "../../deploy/trial-build.sh", filepath.Join(built, "saar")).CombinedOutput(); err != nil {
		t.Fatalf("trial-build.sh: %v\n%s", err, said)
	}
	t.Setenv("PATH", built+string(os.PathListSeparator)+os.Getenv("PATH"))
	standard, err := os.ReadFile("testdata/standard.yaml")
	if err != nil {
		t.Fatal(err)
	}
	at := w.now.Add(3 * time.Hour)
	config := strings.Replace(string(standard), "0 ${DUE} ", at.Format("4 15 "), 1)
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := w.furnish(folder); err != nil {
		t.Fatal(err)
	}
	pings := watchdog(t, 2*time.Second)
	clock := filepath.Join(folder, "clock")
	t.Setenv("SAAR_TRIAL_CLOCK", clock)

	p, err := startSaar(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer p.kill()
	if err := p.await("msg=collected"); err != nil {
		t.Fatal(err)
	}
	for _, ahead := range []time.Duration{3*time.Hour + 2*time.Minute, 2*time.Hour + 30*time.Minute, 3*time.Hour + 3*time.Minute, 0} {
		setClock(t, clock, ahead)
		for range 6 {
			select {
			case <-pings:
			case <-time.After(patience):
				t.Fatalf("no ping any more after the clock was set to %v ahead\n%s", ahead, p.err.String())
			}
		}
		if ahead > 3*time.Hour {
			if err := p.await(`msg=published digest=subah/`); err != nil {
				t.Fatal(err)
			}
		}
	}
	if posts := w.posts(channel); len(posts) != 2 {
		t.Errorf("%d parts were posted, want 2", len(posts))
	}
}

// watchdog is systemd's: it asks for a sign of life within limit, and passes on each.
func watchdog(t *testing.T, limit time.Duration) <-chan struct{} {
	t.Helper()
	folder, err := os.MkdirTemp("", "saar") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	address := net.UnixAddr{Name: filepath.Join(folder, "notify"), Net: "unixgram"}
	socket, err := net.ListenUnixgram("unixgram", &address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	t.Setenv("NOTIFY_SOCKET", address.Name)
	t.Setenv("WATCHDOG_USEC", strconv.FormatInt(limit.Microseconds(), 10))
	pings := make(chan struct{})
	go func() {
		for text := make([]byte, 1000); ; {
			n, err := socket.Read(text)
			if err != nil {
				return
			}
			if bytes.Contains(text[:n], []byte("WATCHDOG=1")) {
				select {
				case pings <- struct{}{}:
				case <-t.Context().Done():
					return
				}
			}
		}
	}()
	return pings
}

// setClock sets the clock of a trial build. It is written aside: half a number is another time.
func setClock(t *testing.T, file string, ahead time.Duration) {
	t.Helper()
	if err := os.WriteFile(file+".new", []byte(strconv.Itoa(int(ahead.Seconds()))), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		t.Fatal(err)
	}
}
