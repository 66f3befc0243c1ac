package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"

	"github.com/saar-news/saar/notify/telegram"
)

// newLog returns the program's log: text lines on w, with a priority prefix and no time when systemd's journal reads
// them (sd-daemon(3)). What redact knows never gets out.
func newLog(w io.Writer, verbose bool, redact *redactor) *slog.Logger {
	level := slog.LevelInfo
	if verbose {
		level = slog.LevelDebug
	}
	redact.out = w
	if os.Getenv("JOURNAL_STREAM") == "" {
		return slog.New(slog.NewTextHandler(redact, &slog.HandlerOptions{Level: level}))
	}
	return slog.New(&journal{level: level, handlers: journalHandlers(redact, level)})
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
	r.mu.Lock()
	defer r.mu.Unlock()
	clean := p
	for _, secret := range r.secrets {
		clean = bytes.ReplaceAll(clean, secret, []byte("<secret>"))
	}
	if _, err := r.out.Write(clean); err != nil {
		return 0, err
	}
	return len(p), nil
}

// journal sends each record to the handler that writes its priority's prefix.
type journal struct {
	level    slog.Level
	handlers map[slog.Level]slog.Handler
}

func journalHandlers(w io.Writer, level slog.Level) map[slog.Level]slog.Handler {
	handlers := map[slog.Level]slog.Handler{}
	for l, prefix := range map[slog.Level]string{slog.LevelDebug: "<7>", slog.LevelInfo: "<6>", slog.LevelWarn: "<4>", slog.LevelError: "<3>"} {
		handlers[l] = slog.NewTextHandler(prefixed{w, prefix}, &slog.HandlerOptions{Level: level, ReplaceAttr: dropTimeAndLevel})
	}
	return handlers
}

func dropTimeAndLevel(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && (a.Key == slog.TimeKey || a.Key == slog.LevelKey) {
		return slog.Attr{}
	}
	return a
}

// Enabled implements slog.Handler.
func (j *journal) Enabled(_ context.Context, l slog.Level) bool { return l >= j.level }

// Handle implements slog.Handler.
func (j *journal) Handle(ctx context.Context, r slog.Record) error {
	for _, l := range []slog.Level{slog.LevelError, slog.LevelWarn, slog.LevelInfo} {
		if r.Level >= l {
			return j.handlers[l].Handle(ctx, r)
		}
	}
	return j.handlers[slog.LevelDebug].Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (j *journal) WithAttrs(attrs []slog.Attr) slog.Handler {
	return j.each(func(h slog.Handler) slog.Handler { return h.WithAttrs(attrs) })
}

// WithGroup implements slog.Handler.
func (j *journal) WithGroup(name string) slog.Handler {
	return j.each(func(h slog.Handler) slog.Handler { return h.WithGroup(name) })
}

func (j *journal) each(f func(slog.Handler) slog.Handler) slog.Handler {
	with := &journal{level: j.level, handlers: map[slog.Level]slog.Handler{}}
	for l, h := range j.handlers {
		with.handlers[l] = f(h)
	}
	return with
}

type prefixed struct {
	io.Writer
	prefix string
}

func (p prefixed) Write(line []byte) (int, error) {
	if _, err := p.Writer.Write(append([]byte(p.prefix), line...)); err != nil {
		return 0, err
	}
	return len(line), nil
}
