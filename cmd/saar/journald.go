package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-systemd/v22/journal"

	"github.com/saar-news/saar"
)

// journald sends each record to systemd's journal in its native protocol: the line is the MESSAGE, the level the
// PRIORITY, and each attribute a field of its own, so that `journalctl EDITION=subah` finds what concerns an edition
// (systemd.journal-fields(7)).
type journald struct {
	to     *journalSocket
	line   slog.Handler // writes to to.line
	prefix string       // of fields' names, by WithGroup
	fields map[string]string
}

// journalSocket is where the handlers of one log meet.
type journalSocket struct {
	redact *redactor
	send   func(message string, p journal.Priority, fields map[string]string) error

	mu   sync.Mutex
	line bytes.Buffer
}

// newJournald returns a handler that sends what redact has cleaned. What cannot be sent is written to redact, as lines
// with their priority before them (sd-daemon(3)): the journal reads those as well.
func newJournald(redact *redactor, form string, level slog.Level,
	send func(message string, p journal.Priority, fields map[string]string) error,
) *journald {
	to := &journalSocket{redact: redact, send: send}
	var line slog.Handler = slog.NewTextHandler(&to.line, &slog.HandlerOptions{Level: level, ReplaceAttr: dropTimeAndLevel})
	if form == "json" {
		line = lines(&to.line, form, level)
	}
	return &journald{to: to, line: line, fields: map[string]string{"SYSLOG_IDENTIFIER": "saar"}}
}

// dropTimeAndLevel leaves out what the journal notes itself.
func dropTimeAndLevel(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && (a.Key == slog.TimeKey || a.Key == slog.LevelKey) {
		return slog.Attr{}
	}
	return a
}

// Enabled implements slog.Handler.
func (j *journald) Enabled(ctx context.Context, l slog.Level) bool { return j.line.Enabled(ctx, l) }

// Handle implements slog.Handler.
func (j *journald) Handle(ctx context.Context, r slog.Record) error {
	fields := maps.Clone(j.fields)
	r.Attrs(func(a slog.Attr) bool {
		addField(fields, j.prefix, a)
		return true
	})
	j.to.mu.Lock()
	defer j.to.mu.Unlock()
	j.to.line.Reset()
	if err := j.line.Handle(ctx, r); err != nil {
		return err
	}
	return j.to.write(priority(r.Level), fields)
}

// WithAttrs implements slog.Handler.
func (j *journald) WithAttrs(attrs []slog.Attr) slog.Handler {
	with := &journald{to: j.to, line: j.line.WithAttrs(attrs), prefix: j.prefix, fields: maps.Clone(j.fields)}
	for _, a := range attrs {
		addField(with.fields, j.prefix, a)
	}
	return with
}

// WithGroup implements slog.Handler.
func (j *journald) WithGroup(name string) slog.Handler {
	if name == "" {
		return j
	}
	return &journald{to: j.to, line: j.line.WithGroup(name), prefix: j.prefix + name + "_", fields: j.fields}
}

// write sends the line.
func (s *journalSocket) write(p journal.Priority, fields map[string]string) error {
	for name, value := range fields {
		fields[name] = string(s.redact.clean([]byte(value)))
	}
	message := string(s.redact.clean(bytes.TrimSuffix(s.line.Bytes(), []byte("\n"))))
	if s.send(message, p, fields) == nil {
		return nil
	}
	_, err := fmt.Fprintf(s.redact, "<%d>%s\n", p, message)
	return err
}

// priority is a level as syslog(3) has it.
func priority(l slog.Level) journal.Priority {
	switch {
	case l >= slog.LevelError:
		return journal.PriErr
	case l >= slog.LevelWarn:
		return journal.PriWarning
	case l >= slog.LevelInfo:
		return journal.PriInfo
	}
	return journal.PriDebug
}

// addField adds an attribute, each attribute of a group, and to a digest its edition.
func addField(fields map[string]string, prefix string, a slog.Attr) {
	value := a.Value.Resolve()
	if value.Kind() == slog.KindGroup {
		if a.Key != "" {
			prefix += a.Key + "_"
		}
		for _, member := range value.Group() {
			addField(fields, prefix, member)
		}
		return
	}
	text := value.String()
	if value.Kind() == slog.KindTime {
		text = value.Time().Format(time.RFC3339)
	}
	if name := fieldName(prefix + a.Key); name != "" {
		fields[name] = text
	}
	if id, err := saar.ParseDigestID(text); err == nil && a.Key == "digest" {
		fields["EDITION"] = id.Edition
	}
}

// ownFields are not for attributes.
var ownFields = []string{"MESSAGE", "PRIORITY", "SYSLOG_IDENTIFIER"}

// fieldName is a key as the journal takes names: at most 64 capitals, digits and underscores, a letter first. It is ""
// for a key that nothing is left of.
func fieldName(key string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToUpper(key))
	name = strings.TrimLeft(name, "_0123456789")
	if slices.Contains(ownFields, name) {
		return ""
	}
	return name[:min(len(name), 64)]
}
