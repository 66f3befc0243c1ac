//go:build proof

package main

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/cmd/saar/demo"
	"github.com/saar-news/saar/store"
)

// What a service that has run for long may cost: by what is measured on two cores of 2.4 GHz.
const (
	mostCompiling = 5 * time.Second        // CPU of `saar --digest --dry-run` over a day
	mostLocked    = 100 * time.Millisecond // a step of pruning, as a rule: now and then the disk is slow for everybody
	mostIdleRSS   = 40_000                 // kB resident
	mostIdleCPU   = 0.001                  // of one core
)

// TestProofOfAMillion builds the database of a service that has kept 1,000,000 articles, 20,000 of them today, and measures
// what the operator of a small server would feel: a digest, the pruning beside a scrape, searching, and the idle daemon.
func TestProofOfAMillion(t *testing.T) {
	h := history{old: proofSize(30_000, 980_000), today: proofSize(2_000, 20_000)}
	watching := time.Duration(proofSize(60, 120)) * time.Second
	t.Setenv("GOMEMLIMIT", "400MiB") // as in the unit
	t.Setenv("GOGC", "50")
	w := startWorld(t, demo.Config{})
	folder := t.TempDir()
	h.configure(t, w, folder)
	begun := time.Now()
	h.write(t, filepath.Join(folder, "saar.db"))
	t.Logf("%d articles written in %v: %d MB", h.old+h.today, time.Since(begun).Round(time.Second), sizeOnDisk(t, folder)>>20)

	provePruning(t, filepath.Join(folder, "saar.db"), h)
	proveDigest(t, folder)
	proveIdling(t, folder, watching)
}

// provePruning removes all that is overdue without a pause, while another saar keeps articles, and notes for how long
// somebody who wants to write is refused.
func provePruning(t *testing.T, path string, h history) {
	t.Helper()
	stop, refusals, waits := make(chan struct{}), make(chan []time.Duration, 1), make(chan []time.Duration, 1)
	go func() { refusals <- refused(t, path, stop) }()
	go func() { waits <- h.keepOn(t, path, stop) }()
	s := openDatabase(t, path)
	steps, begun, used := 0, time.Now(), spent()
	for more := true; more; steps++ {
		var err error
		if more, err = s.Prune(t.Context(), saar.DefaultRetention(), time.Now()); err != nil {
			t.Error(err)
			break
		}
	}
	took, cpu := time.Since(begun), spent()-used
	close(stop)
	locked, kept := <-refusals, <-waits
	t.Logf("pruned %d bodies and %d fingerprints in %d steps and %v, CPU %v with what goes on beside; the lock was held for %v (median), %v (99%%), %v (longest)",
		h.overdue(), h.overdue(), steps, took.Round(time.Second), cpu.Round(time.Second), at(locked, 50), at(locked, 99), at(locked, 100))
	t.Logf("meanwhile a scrape kept %d articles, each in %v (median), %v (99%%), %v (longest)", len(kept), at(kept, 50), at(kept, 99), at(kept, 100))
	if at(locked, 50) > mostLocked {
		t.Errorf("a step of pruning holds the lock for %v, more than %v", at(locked, 50), mostLocked)
	}
}

// refused asks for the write lock every millisecond, which costs nobody anything, and notes for how long it was not to be had.
func refused(t *testing.T, path string, stop <-chan struct{}) (all []time.Duration) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=busy_timeout(0)")
	if err != nil {
		t.Error(err)
		return nil
	}
	defer db.Close()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	var since time.Time
	for {
		tx, err := db.BeginTx(t.Context(), nil)
		switch {
		case err != nil && since.IsZero():
			since = time.Now()
		case err == nil && !since.IsZero():
			all, since = append(all, time.Since(since)), time.Time{}
		}
		if err == nil {
			_ = tx.Rollback() // nothing was done
		}
		select {
		case <-stop:
			return all
		case <-tick.C:
		}
	}
}

// keepOn keeps an article every 50 milliseconds, which no edition of today tells, and notes how long each took.
func (h history) keepOn(t *testing.T, path string, stop <-chan struct{}) (all []time.Duration) {
	t.Helper()
	s := openDatabase(t, path)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for i := 0; ; i++ {
		r := h.reading(h.today + i)
		r.Article.FirstSeen = time.Now().AddDate(0, 0, -5)
		begun := time.Now()
		if _, err := s.SaveReading(t.Context(), r); err != nil {
			t.Error(err)
		}
		all = append(all, time.Since(begun))
		select {
		case <-stop:
			return all
		case <-tick.C:
		}
	}
}

// proveDigest compiles the day's digest in a process of its own.
func proveDigest(t *testing.T, folder string) {
	t.Helper()
	peaks := filepath.Join(folder, "peaks")
	cmd := exec.CommandContext(t.Context(), "saar", "--digest", "--dry-run")
	cmd.Dir = folder
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=/no-home", peaksFile + "=" + peaks, "GOMEMLIMIT=400MiB", "GOGC=50"}
	begun := time.Now()
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("saar --digest: %v\n%s", err, said)
	}
	took, cpu := time.Since(begun), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()
	text, err := os.ReadFile(peaks)
	if err != nil {
		t.Fatal(err)
	}
	var tasks, rss int
	if _, err := fmt.Sscan(string(text), &tasks, &rss); err != nil {
		t.Fatal(err)
	}
	t.Logf("digest of the day: CPU %v, %v in all, peak RSS %d MB", cpu.Round(10*time.Millisecond), took.Round(10*time.Millisecond), rss/1000)
	if cpu > mostCompiling {
		t.Errorf("the digest of a day costs %v of CPU, more than %v", cpu, mostCompiling)
	}
}

// proveIdling starts the daemon, lets it scrape, publish the edition and answer some readers, and then looks what it costs
// to have it there.
func proveIdling(t *testing.T, folder string, watching time.Duration) {
	t.Helper()
	shipped := t.TempDir() // the program as it is packaged, without what tests need
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(shipped, "saar"), ".")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, said)
	}
	t.Setenv("PATH", shipped+string(os.PathListSeparator)+os.Getenv("PATH"))
	p, err := startSaar(t.Context(), folder, "-v")
	if err != nil {
		t.Fatal(err)
	}
	defer p.kill()
	for _, line := range []string{saidAddress.String(), "msg=collected", "msg=published"} {
		if err := p.await(line); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("the edition is out: %s", memory(t, p))
	address := saidAddress.FindStringSubmatch(p.err.String())[1]
	for _, path := range []string{
		"/", "/status", "/metrics", "/readyz", "/search?q=" + url.QueryEscape(words[0]+" "+words[1]), "/search?q=" + url.QueryEscape(eventName(1, 0)),
	} {
		begun := time.Now()
		fetchText(t, address+path)
		t.Logf("%s is there after %v", path, time.Since(begun).Round(time.Millisecond))
	}
	settled := time.Now()
	for time.Since(settled) < twoBeats || resident(t, p) > mostIdleRSS && time.Since(settled) < 10*watching {
		<-time.After(time.Second)
	}
	t.Logf("%v later: %s", time.Since(settled).Round(time.Second), memory(t, p))
	before := cpuOf(t, p)
	<-time.After(watching)
	share := (cpuOf(t, p) - before).Seconds() / watching.Seconds()
	rss := resident(t, p)
	t.Logf("idle for %v: %.3f %% of a core, %s", watching, 100*share, memory(t, p))
	if share > mostIdleCPU {
		t.Errorf("idling costs %.3f %% of a core, more than %.1f", 100*share, 100*mostIdleCPU)
	}
	if rss > mostIdleRSS {
		t.Errorf("idling takes %d kB, more than %d", rss, mostIdleRSS)
	}
}

func openDatabase(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// twoBeats is how long the daemon takes to be idle: at its next heartbeat it gives memory back, which is work.
const twoBeats = 65 * time.Second

var memoryLine = regexp.MustCompile(`(?m)^(VmHWM|VmRSS|RssAnon|RssFile):\s+(\d+) kB`)

// memory is what a process has in memory, for people.
func memory(t *testing.T, p *process) string {
	t.Helper()
	var said []string
	for _, m := range memoryLine.FindAllStringSubmatch(statusOf(t, p), -1) {
		kB, _ := strconv.Atoi(m[2])
		said = append(said, fmt.Sprintf("%s %.1f MB", m[1], float64(kB)/1000))
	}
	return strings.Join(said, ", ")
}

// resident is the kilobytes that a process has in memory.
func resident(t *testing.T, p *process) int {
	t.Helper()
	for _, m := range memoryLine.FindAllStringSubmatch(statusOf(t, p), -1) {
		if m[1] == "VmRSS" {
			kB, _ := strconv.Atoi(m[2])
			return kB
		}
	}
	t.Fatal("no VmRSS")
	return 0
}

func statusOf(t *testing.T, p *process) string {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// cpuOf is the CPU time that a process has taken, in hundredths of a second as proc_pid_stat(5) has it.
func cpuOf(t *testing.T, p *process) time.Duration {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:])) // from the third on
	var ticks int
	for _, field := range fields[11:13] { // utime, stime
		n, err := strconv.Atoi(field)
		if err != nil {
			t.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}
