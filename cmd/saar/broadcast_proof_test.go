//go:build proof

package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/pipeline"
	"github.com/saar-news/saar/store"
)

// What a broadcast may cost, with Telegram's rates and saar's intervals a hundred times faster.
const (
	faster        = 100
	mostResident  = 60  // MB, at the peak
	mostPosts     = 2.5 // CPU of a message, all that saar does, as so many times that of a bare net/http request with the same bytes: 1.6 on a quiet machine
	mostUncertain = 20  // readers of whom a kill leaves nobody knowing
)

// proofSize is what CI has time for, or the full size, which SAAR_PROOF=full asks for.
func proofSize(ci, full int) int {
	if os.Getenv("SAAR_PROOF") == "full" {
		return full
	}
	return ci
}

// A digest reaches a hundred thousand readers within Telegram's rates, on a small server, and goes on where it was when saar is
// killed half-way.
func TestProofOfBroadcast(t *testing.T) {
	readers := proofSize(10_000, 100_000)
	folder := t.TempDir()
	server := startStrict(t, strictOrder{Readers: readers, Tell: readers/2 + 337})
	furnishReaders(t, folder, server.url, readers)

	first := startHasty(t, folder, "")
	if line := server.line(t); line != "reached" {
		t.Fatalf("the server said %q", line)
	}
	first.kill()
	peaks := filepath.Join(folder, "peaks")
	begun := time.Now()
	second := startHasty(t, folder, peaks)
	<-second.done
	took := time.Since(begun)
	if second.status() != 0 {
		t.Fatalf("exit status %d\n%s", second.status(), second.err.String())
	}
	got := server.end(t)
	ledger := countRows(t, folder)
	t.Logf("%d readers: %d messages, ledger %v, %d posted before the kill", readers, got.Posted, ledger, got.Told)
	if got.Twice > 0 || got.Posted+ledger[saar.Uncertain] < readers || ledger[saar.Sent]+ledger[saar.Uncertain] != readers {
		t.Errorf("%d readers have it twice, %d once, and the ledger says %v of %d", got.Twice, got.Posted, ledger, readers)
	}
	if ledger[saar.Uncertain] > mostUncertain {
		t.Errorf("the kill left %d uncertain, more than %d", ledger[saar.Uncertain], mostUncertain)
	}
	if len(got.Violations) > 0 {
		t.Errorf("Telegram would have minded %d times: %v", len(got.Violations), got.Violations[:min(9, len(got.Violations))])
	}
	after := got.Posted - got.Told
	cpu := (second.cmd.ProcessState.UserTime() + second.cmd.ProcessState.SystemTime()) / time.Duration(after)
	bare := barePost(t, got.Text)
	t.Logf("after the kill: %d messages of %d characters in %v; CPU of saar %v a message, of a bare net/http request with the same bytes %v: own %v",
		after, len([]rune(got.Text)), took.Round(time.Millisecond), cpu, bare, cpu-bare)
	if float64(cpu) > mostPosts*float64(bare) {
		t.Errorf("a message costs %v of CPU, more than %.1f times a bare request, %v", cpu, mostPosts, bare)
	}
	var tasks, resident int
	if text, err := os.ReadFile(peaks); err != nil {
		t.Error(err)
	} else if _, err := fmt.Sscan(string(text), &tasks, &resident); err != nil {
		t.Error(err)
	}
	t.Logf("peak RSS %d MB, %d goroutines at most", resident/1000, tasks)
	if resident > mostResident*1000 {
		t.Errorf("peak RSS is %d MB, more than %d", resident/1000, mostResident)
	}
}

func init() {
	programs["hasty-saar"], programs["strict-server"] = hastyMain, strictMain
	programs["bare-post"] = barePostMain
}

// hastyMain is `saar --digest` with intervals that are a hundred times shorter.
func hastyMain() {
	os.Exit(status(hasten(context.Background()), "saar", os.Stderr))
}

func hasten(ctx context.Context) error {
	s, err := loadConfig("config.yaml")
	if err != nil {
		return err
	}
	n := &s.notify
	for _, interval := range []*time.Duration{&n.Interval, &n.ChatInterval, &n.PrivateInterval, &n.Backoff, &n.MaxBackoff} {
		*interval /= faster
	}
	redact := &redactor{}
	a, err := build(ctx, s, newLog(os.Stderr, false, redact), redact, nil)
	if err != nil {
		return err
	}
	defer a.close()
	if cut := os.Getenv(cutAt); cut != "" {
		a.pipeline = pipeline.New(s.pipeline, a.web, mortal{a.store, cut}, a.post(), a.log, nil)
	}
	return a.digest(ctx, os.Stdout, os.Stderr, s.pipeline.Editions[0], options{})
}

// startHasty starts a hasty saar in a folder. It keeps its peaks in a file, if one is named.
func startHasty(t *testing.T, folder, peaks string, env ...string) *process {
	t.Helper()
	p := &process{cmd: exec.CommandContext(t.Context(), "hasty-saar"), done: make(chan struct{})}
	p.cmd.Dir = folder
	p.cmd.Env = append(env, "PATH="+os.Getenv("PATH"), "HOME=/no-home", "TMPDIR="+folder, "GOMEMLIMIT=400MiB", "GOGC=50") // as the unit has it
	if peaks != "" {
		p.cmd.Env = append(p.cmd.Env, peaksFile+"="+peaks)
	}
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.err
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait()
		close(p.done)
	}()
	return p
}

// furnishReaders makes a folder with a stored digest and its readers.
func furnishReaders(t *testing.T, folder, api string, readers int) {
	t.Helper()
	config := fmt.Sprintf(`timezone: %s
database: saar.db
scrape: {contact: "https://saar.example/bot"}
sources: [{id: nagar, name: नगर, url: "http://nagar.example/feed"}]
editions: [{id: subah, title: सुबह का सार, schedule: "0 0 * * *", grace: 23h, subscribers: true}]
telegram: {api: %q, token_file: token}
web: {listen: ""}
`, quietZone(time.Now()), api)
	ctx := t.Context()
	db, err := store.Open(ctx, filepath.Join(folder, "saar.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, saving := db.SaveDigest(ctx, fullDigest())
	if err := errors.Join(
		saving, db.Close(),
		os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(config), 0o600),
		os.WriteFile(filepath.Join(folder, "token"), []byte(secretToken), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	subscribe(t, folder, readers)
}

// subscribe makes chats from 1 readers, who make twelve different choices.
func subscribe(t *testing.T, folder string, readers int) {
	t.Helper()
	raw, err := sql.Open("sqlite", filepath.Join(folder, "saar.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	_, err = raw.ExecContext(t.Context(), `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		INSERT INTO subscribers (chat, editions, topics, places, muted, followed, time, language, since, paused)
		SELECT i, '["subah"]', CASE i % 4 WHEN 0 THEN '[]' WHEN 1 THEN '["state","sports"]' WHEN 2 THEN '["politics","state"]' ELSE '["state"]' END,
			'[]', CASE i % 3 WHEN 0 THEN '[]' WHEN 1 THEN '["s3"]' ELSE '["s5","s7"]' END, '[]', 0, 'hi', 1, 0 FROM n`, readers)
	if err != nil {
		t.Fatal(err)
	}
}

// fullDigest is a digest of today whose part is about as long as a message may be.
func fullDigest() saar.Digest {
	zone := quietZone(time.Now())
	now, chance := time.Now().In(zone), rand.New(rand.NewPCG(1, 2))
	d := saar.Digest{
		ID: saar.DigestID{Edition: "subah", Date: now.Format(time.DateOnly)}, Title: "सुबह का सार", Zone: zone.String(), Show: 8,
		Window: saar.Window{From: now.Add(-24 * time.Hour), To: now.Add(-time.Minute)}, Compiled: now, Sources: saar.SourceCount{Total: 14, OK: 12},
	}
	sections := []saar.Section{saar.State, saar.Politics, saar.State, saar.Sports}
	for i := range 40 {
		address := fmt.Sprintf("https://nagar.example/khabar/%d", i)
		s := saar.Story{
			ID: fmt.Sprintf("s%d", i), Title: strings.TrimSuffix(sentence(chance, 8), "।"), Section: sections[i%len(sections)], URL: address, Independent: 1,
			Tellers: []saar.Teller{{Outlet: saar.Outlet{ID: "nagar", Name: "नगर"}, URL: address}},
			Members: []saar.Member{{URL: address, Title: "नगर", Outlet: "nagar", Published: now}},
		}
		for range 2 {
			s.Points = append(s.Points, saar.KeyPoint{Text: sentence(chance, 14), URL: address, Outlet: "nagar"})
		}
		d.Stories = append(d.Stories, s)
	}
	return d
}

// countRows counts the ledger's rows by state.
func countRows(t *testing.T, folder string) map[saar.DeliveryState]int {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(folder, "saar.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Deliveries(t.Context(), fullDigest().ID)
	if err != nil {
		t.Fatal(err)
	}
	count := map[saar.DeliveryState]int{}
	for _, d := range rows {
		count[d.State]++
	}
	return count
}

// strictOrder is what a strict server of its own process is told at the start.
type strictOrder struct {
	Readers int // private chats from 1
	Tell    int // it says "reached" after so many messages
}

// strictReport is what it says at the end.
type strictReport struct {
	Posted, Told, Twice int // messages in all, when it said "reached" and was killed, and chats with more than one
	Violations          []string
	Text                string // one of the messages as it was sent
}

// strictMain is a strict Bot API. Telegram takes about 30 messages a second, and one a second in a private chat. Saar keeps to
// 25, so that even with four requests under way no stretch of time may have more than 30.
func strictMain() {
	var order strictOrder
	if err := json.Unmarshal([]byte(os.Getenv("SAAR_TEST_ORDER")), &order); err != nil {
		panic(err)
	}
	config := telegramtest.Config{Token: secretToken, Chats: []telegramtest.Chat{}, Rates: telegramtest.Rates{
		Private: telegramtest.Rate{N: 1, Per: time.Second / faster}, Overall: telegramtest.Rate{N: 30, Per: time.Second / faster},
	}}
	for i := range order.Readers {
		config.Chats = append(config.Chats, telegramtest.Chat{ID: int64(i + 1), Type: telegramtest.Private, FirstName: "मीना"})
	}
	s, err := telegramtest.Start(config)
	if err != nil {
		panic(err)
	}
	fmt.Println(s.URL())
	posted := make(chan struct{}, 1)
	var count atomic.Int64
	s.OnPosted(func(telegramtest.Message) {
		if count.Add(1) == int64(order.Tell) {
			posted <- struct{}{}
		}
	})
	go func() {
		<-posted
		fmt.Println("reached")
	}()
	_, _ = io.Copy(io.Discard, os.Stdin) // until the test has seen enough
	var report strictReport
	for i := range order.Readers {
		messages := s.Messages(int64(i + 1))
		report.Posted += len(messages)
		if len(messages) > 1 {
			report.Twice++
		}
		for _, m := range messages {
			report.Text = m.Raw
		}
	}
	for _, v := range s.Violations() {
		report.Violations = append(report.Violations, fmt.Sprint(v))
	}
	report.Told = order.Tell
	if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
		panic(err)
	}
}

// strict is a strict server in a process of its own: what it costs is not saar's.
type strict struct {
	url   string
	stdin io.Closer
	said  *bufio.Reader
	cmd   *exec.Cmd
}

func startStrict(t *testing.T, order strictOrder) *strict {
	t.Helper()
	text, err := json.Marshal(order)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "strict-server")
	cmd.Env, cmd.Stderr = append(os.Environ(), "SAAR_TEST_ORDER="+string(text)), os.Stderr
	stdin, err := cmd.StdinPipe()
	stdout, err2 := cmd.StdoutPipe()
	if err := errors.Join(err, err2, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	s := &strict{stdin: stdin, said: bufio.NewReader(stdout), cmd: cmd}
	s.url = s.line(t)
	return s
}

func (s *strict) line(t *testing.T) string {
	t.Helper()
	line, err := s.said.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

func (s *strict) end(t *testing.T) strictReport {
	t.Helper()
	var report strictReport
	if err := errors.Join(s.stdin.Close(), json.Unmarshal([]byte(s.line(t)), &report), s.cmd.Wait()); err != nil {
		t.Fatal(err)
	}
	return report
}

// barePosts are enough to measure one.
const barePosts = 4000

// barePost is what net/http and the kernel alone take for the request and the answer of a message.
func barePost(t *testing.T, text string) time.Duration {
	t.Helper()
	server := startStrict(t, strictOrder{Readers: barePosts, Tell: -1})
	form := url.Values{"text": {text}, "parse_mode": {"HTML"}, "link_preview_options": {`{"is_disabled":true}`}}
	cmd := exec.CommandContext(t.Context(), "bare-post", server.url)
	cmd.Stdin = strings.NewReader(form.Encode())
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	server.end(t)
	return (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()) / barePosts
}

func barePostMain() {
	form, err := io.ReadAll(os.Stdin)
	if err != nil {
		panic(err)
	}
	address := os.Args[1] + "/bot" + secretToken + "/sendMessage"
	for i, next := 0, time.Now(); i < barePosts; i++ {
		<-time.After(time.Until(next))
		next = time.Now().Add(40 * time.Millisecond / faster)
		resp, err := http.Post(address, "application/x-www-form-urlencoded", strings.NewReader("chat_id="+strconv.Itoa(i+1)+"&"+string(form)))
		if err != nil {
			panic(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		if err := resp.Body.Close(); err != nil || resp.StatusCode != http.StatusOK {
			panic(fmt.Sprint(resp.Status, err))
		}
	}
}
