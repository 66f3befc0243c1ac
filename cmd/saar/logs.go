package main

import (
	"bytes"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"

	"github.com/coreos/go-systemd/v22/journal"

	"github.com/saar-news/saar/notify/telegram"
)

// newLog returns the program's log on w. By itself it takes the form that suits where it goes: fields in systemd's
// journal when that is what reads stderr, lines of text elsewhere. SAAR_LOG=json makes each line a JSON object; it is a
// variable because the form belongs to the place where saar runs, a container say, and not to a command or a
// configuration. What redact knows never gets out.
func newLog(w io.Writer, verbose bool, redact *redactor) *slog.Logger {
	level := slog.LevelInfo
	if verbose {
		level = slog.LevelDebug
	}
	redact.out = w
	form := os.Getenv("SAAR_LOG")
	log := slog.New(lines(redact, form, level))
	if native, err := journal.StderrIsJournalStream(); w == os.Stderr && native && err == nil {
		log = slog.New(newJournald(redact, form, level, journal.Send))
	}
	if form != "" && form != "text" && form != "json" {
		log.Warn("SAAR_LOG is no form of log; written as text", "instead", "write json or text, or leave it out")
	}
	return log
}

// lines writes each record as a line of text or JSON.
func lines(w io.Writer, form string, level slog.Level) slog.Handler {
	options := &slog.HandlerOptions{Level: level}
	if form == "json" {
		return slog.NewJSONHandler(w, options)
	}
	return slog.NewTextHandler(w, options)
}

// redactor is the second wall around the token: it blanks it in everything that is written. The first wall is that no
// error carries it.
type redactor struct {
	mu      sync.Mutex
	out     io.Writer
	secrets [][]byte
}

// hide makes the redactor blank a token from now on: whole, and its secret half by itself.
func (r *redactor) hide(token telegram.Secret) {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, half, _ := strings.Cut(string(token), ":")
	r.secrets = nil
	for _, secret := range []string{string(token), half} {
		if secret != "" {
			r.secrets = append(r.secrets, []byte(secret))
		}
	}
}

func (r *redactor) Write(p []byte) (int, error) {
	clean := r.clean(p)
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := r.out.Write(clean); err != nil {
		return 0, err
	}
	return len(p), nil
}

// clean returns p without what it hides.
func (r *redactor) clean(p []byte) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, secret := range r.secrets {
		p = bytes.ReplaceAll(p, secret, []byte("<secret>"))
	}
	return p
}
