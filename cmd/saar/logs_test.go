package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/coreos/go-systemd/v22/journal"
	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/cmd/saar/demo"
	"github.com/saar-news/saar/notify/telegram"
)

// entry is what the journal gets of one record.
type entry struct {
	message  string
	priority journal.Priority
	fields   map[string]string
}

// notebook is a journal in memory.
type notebook []entry

func (n *notebook) send(message string, p journal.Priority, fields map[string]string) error {
	*n = append(*n, entry{message, p, maps.Clone(fields)})
	return nil
}

var subah = saar.DigestID{Edition: "subah", Date: "2026-11-22"}

// Who asks the journal for an edition or a source finds what concerns it, and reads the same line as everywhere.
func TestJournalFields(t *testing.T) {
	due := time.Date(2026, time.November, 22, 7, 0, 0, 0, time.FixedZone("", 19800))
	tests := []struct {
		name string
		log  func(*slog.Logger)
		want entry
	}{
		{
			"source", func(l *slog.Logger) {
				l.Warn("source did not answer", "source", "nav", "detail", "a b", "after", time.Minute)
			},
			entry{`msg="source did not answer" source=nav detail="a b" after=1m0s`, journal.PriWarning, map[string]string{"SOURCE": "nav", "DETAIL": "a b", "AFTER": "1m0s"}},
		},
		{
			"digest", func(l *slog.Logger) { l.Info("published", "digest", subah, "sent", 2, "due", due) },
			entry{
				`msg=published digest=subah/2026-11-22 sent=2 due=2026-11-22T07:00:00.000+05:30`, journal.PriInfo,
				map[string]string{"DIGEST": "subah/2026-11-22", "EDITION": "subah", "SENT": "2", "DUE": "2026-11-22T07:00:00+05:30"},
			},
		},
		{
			"digest as text", func(l *slog.Logger) { l.Error("needs you", "digest", subah.String()) },
			entry{`msg="needs you" digest=subah/2026-11-22`, journal.PriErr, map[string]string{"DIGEST": "subah/2026-11-22", "EDITION": "subah"}},
		},
		{
			"groups", func(l *slog.Logger) {
				l.With("part", 1).WithGroup("to").With("chat", -1001).Debug("sent", slog.Group("answer", "code", 200))
			},
			entry{"msg=sent part=1 to.chat=-1001 to.answer.code=200", journal.PriDebug, map[string]string{"PART": "1", "TO_CHAT": "-1001", "TO_ANSWER_CODE": "200"}},
		},
		{
			"names that the journal does not take", func(l *slog.Logger) { l.Info("x", "_pid", 1, "7days", 2, "message", 3, "नाम", 4, "a-b", 5) },
			entry{"msg=x _pid=1 7days=2 message=3 नाम=4 a-b=5", journal.PriInfo, map[string]string{"PID": "1", "DAYS": "2", "A_B": "5"}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var book notebook
			test.log(slog.New(newJournald(&redactor{out: io.Discard}, "", slog.LevelDebug, book.send)))
			test.want.fields["SYSLOG_IDENTIFIER"] = "saar"
			if diff := cmp.Diff(notebook{test.want}, book, cmp.AllowUnexported(entry{})); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
		})
	}
}

// What is no longer hidden in one form of log is lost in all: wherever the token stands in a record, none writes it.
func TestNoLogTellsTheToken(t *testing.T) {
	broken := func(string, journal.Priority, map[string]string) error { return errors.New("no journal") }
	var book notebook
	forms := map[string]func(*redactor) slog.Handler{
		"text":              func(r *redactor) slog.Handler { return lines(r, "", slog.LevelInfo) },
		"json":              func(r *redactor) slog.Handler { return lines(r, "json", slog.LevelInfo) },
		"journal":           func(r *redactor) slog.Handler { return newJournald(r, "", slog.LevelInfo, book.send) },
		"journal, json":     func(r *redactor) slog.Handler { return newJournald(r, "json", slog.LevelInfo, book.send) },
		"journal is broken": func(r *redactor) slog.Handler { return newJournald(r, "", slog.LevelInfo, broken) },
	}
	_, half, _ := strings.Cut(secretToken, ":")
	for name, form := range forms {
		t.Run(name, func(t *testing.T) {
			book = nil
			var out bytes.Buffer
			redact := &redactor{out: &out}
			log := slog.New(form(redact))
			redact.hide(telegram.Secret(secretToken))
			log.With("kept", secretToken).WithGroup("in").Error("call /bot"+secretToken+"/x",
				"error", fmt.Errorf("at %s:\n%w", half, errors.New(secretToken)), slog.Group("deep", "url", []string{half}))
			written := out.String() + fmt.Sprint(book)
			assertNoSecret(t, name, written)
			if n := strings.Count(written, "<secret>") + strings.Count(written, `\u003csecret`); n < 5 {
				t.Errorf("%d places blanked, want 5 or more: %s", n, written)
			}
		})
	}
}

// With no journal to send to, the line goes the old way, with its priority: nothing that was logged is lost.
func TestJournalThatTakesNothing(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(newJournald(&redactor{out: &out}, "", slog.LevelInfo, func(string, journal.Priority, map[string]string) error {
		return errors.New("no journal")
	}))
	log.Error("disk is full", "free", 0)
	log.Debug("not asked for")
	log.Info("two\nlines")
	if diff := cmp.Diff("<3>msg=\"disk is full\" free=0\n<6>msg=\"two\\nlines\"\n", out.String()); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
}

// The form is chosen by where stderr goes and by SAAR_LOG; a form that there is not keeps nobody from working.
func TestFormOfTheLog(t *testing.T) {
	t.Parallel()
	w, folder := startWorld(t, demo.Config{Without: []string{"dainik-setu"}}), t.TempDir()
	if err := w.furnish(folder); err != nil {
		t.Fatal(err)
	}
	mustRun(t, folder, "--scrape", "--digest")
	isLine := func(line string) bool { return strings.HasPrefix(line, "time=") && strings.Contains(line, " level=") }
	tests := []struct {
		name    string
		journal bool // stderr is the journal's stream
		env     []string
		line    func(string) bool
	}{
		{"text", false, nil, isLine},
		{"json", false, []string{"SAAR_LOG=json"}, func(line string) bool { return json.Valid([]byte(line)) && strings.Contains(line, `"level":`) }},
		{"unknown", false, []string{"SAAR_LOG=xml"}, isLine},
		{"the journal's service, but not its stream", false, []string{"JOURNAL_STREAM=1:1"}, isLine},
		{"journal", true, nil, func(line string) bool { return strings.HasPrefix(line, "<") && !strings.Contains(line, "level=") }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			found := logged(t, folder, test.journal, test.env)
			if len(found) == 0 && !(test.journal && journal.Enabled()) { // then it is in the journal of this machine
				t.Error("nothing was logged")
			}
			for _, line := range found {
				if !test.line(line) {
					t.Errorf("line %q", line)
				}
			}
		})
	}
}

// logged returns the lines in which saar tells of its calls to Telegram, and of its log, on a stderr of this kind.
func logged(t *testing.T, folder string, stream bool, env []string) []string {
	t.Helper()
	stderr, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer stderr.Close()
	if stream {
		var stat syscall.Stat_t
		if err := syscall.Fstat(int(stderr.Fd()), &stat); err != nil {
			t.Fatal(err)
		}
		env = append(env, fmt.Sprintf("JOURNAL_STREAM=%d:%d", stat.Dev, stat.Ino))
	}
	cmd := exec.CommandContext(t.Context(), "saar", "-v", "--digest")
	cmd.Dir, cmd.Stderr = folder, stderr
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=/no-home", "TMPDIR=" + folder}, env...)
	if err := cmd.Run(); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile(stderr.Name())
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, "bot api") || strings.Contains(line, "SAAR_LOG") {
			found = append(found, line)
		}
	}
	return found
}
