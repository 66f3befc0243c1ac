package main

import (
	"bytes"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// The manual pages are what the commands say of themselves; -update writes them anew.
func TestManualPagesSayWhatTheCommandsDo(t *testing.T) {
	folder := "../../deploy/man"
	made := t.TempDir()
	root := rootCommand()
	day := time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC) // not today: the pages change with the commands only
	header := &doc.GenManHeader{Title: "SAAR", Section: "1", Source: "saar", Manual: "saar", Date: &day}
	hideNothing(root)
	if err := doc.GenManTree(root, header, made); err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob(made + "/*.1")
	if err != nil || len(pages) < 15 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, filepath.Join(folder, filepath.Base(page)), text)
	}
	kept, err := filepath.Glob(folder + "/*.1")
	if err != nil || len(kept) != len(pages) {
		t.Errorf("%d pages in %s, want %d: one is of a command that is no more", len(kept), folder, len(pages))
	}
}

// hideNothing gives each command its own man page, long text and all.
func hideNothing(cmd *cobra.Command) {
	cmd.DisableAutoGenTag = true
	for _, sub := range cmd.Commands() {
		hideNothing(sub)
	}
}

// golden compares a file that is written from the code with what the code says now.
func golden(t *testing.T, file string, want []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil { //nolint:gosec // it belongs to the repository
			t.Fatal(err)
		}
		if err := os.WriteFile(file, want, 0o644); err != nil { //nolint:gosec // as well
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what the code says (go test ./cmd/saar -run %s -update writes it):\n%s", file, t.Name(), diff)
	}
}

var keyLine = regexp.MustCompile(`^( *)(- )?\{?([a-z_]+): *(.*?) *(?:# (.*))?$`)

// The reference of the configuration is made from the one that we ship, which a test keeps complete.
func TestReferenceOfTheConfiguration(t *testing.T) {
	shipped, err := os.ReadFile("../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	b.WriteString(referenceHead)
	var path []string
	rows := 0
	for line := range strings.Lines(string(shipped)) {
		m := keyLine.FindStringSubmatch(strings.TrimRight(line, "\n"))
		if m == nil || m[2] != "" && m[3] != "id" || strings.Contains(m[4], ", url:") {
			continue
		}
		depth := len(m[1]+m[2]) / 2
		if m[2] != "" {
			depth = 1
		}
		path = append(path[:min(depth, 1, len(path))], m[3])
		if m[3] == "sources" {
			b.WriteString(referenceSources)
			continue
		}
		if m[3] == "telegram" {
			b.WriteString(referenceChats)
		}
		if m[4] == "" {
			fmt.Fprintf(&b, "\n## %s\n\n| key | default | meaning |\n| --- | --- | --- |\n", m[3])
			continue
		}
		if depth == 0 && rows == 0 {
			b.WriteString("\n| key | default | meaning |\n| --- | --- | --- |\n")
		}
		rows++
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", strings.Join(path, "."), strings.ReplaceAll(m[4], "|", `\|`), m[5])
	}
	for _, part := range []any{file{}, keepEntry{}, scrapeEntry{}, sourceEntry{}, editionEntry{}, chatEntry{}, telegramEntry{}, webEntry{}} {
		for field := range fields(reflect.TypeOf(part)) {
			if !regexp.MustCompile("`(\\w+\\.)?" + field + "`|## " + field).MatchString(b.String()) {
				t.Errorf("%s is not in the reference", field)
			}
		}
	}
	golden(t, "../../docs/configuration.md", b.Bytes())
}

// fields are the keys of a part of the configuration.
func fields(part reflect.Type) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range part.NumField() {
			if !yield(part.Field(i).Tag.Get("yaml")) {
				return
			}
		}
	}
}

// referenceSources stands for a part that the shipped configuration fills with many lines.
const referenceSources = `
## sources

A list; each source is one section of one outlet.

| key | meaning |
| --- | --- |
| ` + "`id`" + ` | small letters, digits and hyphens; names the source in commands |
| ` + "`name`" + ` | as readers see it |
| ` + "`url`" + ` | any page, feed or sitemap of it; saar looks for the best way in |
| ` + "`section`" + ` | optional: politics, state, india, world, crime, business, education, health, science, sports, entertainment, lifestyle, religion, other |
| ` + "`outlet`" + ` | optional: one id for all sources of a publication; default: the site's domain |
| ` + "`owner`" + ` | optional: one id for sister titles, which count as one independent voice |
| ` + "`catalog`" + ` | instead of these: a line of ` + "`saar sources list`" + `; keys beside it override it |
`

// referenceChats is what an entry of editions.chats may say, which the shipped configuration does not.
const referenceChats = `
### A chat with keys

An entry of ` + "`editions.chats`" + ` is a chat's name alone, or a mapping, e.g.
` + "`{chat: \"@saar_example\", quiet: \"22:00-06:00\", pin: true}`" + `. It holds for that edition in that chat.

| key | default | meaning |
| --- | --- | --- |
| ` + "`chat`" + ` | | @name, id, or id/thread of a forum |
| ` + "`quiet`" + ` | | hours in which nobody is to be woken, e.g. ` + "`\"22:00-06:00\"`" + ` |
| ` + "`quiet_mode`" + ` | ` + "`silent`" + ` | in these hours: ` + "`silent`" + ` posts without a sound, ` + "`deferred`" + ` waits until they are over, which must be within ` + "`grace`" + ` |
| ` + "`zone`" + ` | ` + "`timezone`" + ` | of the clock that ` + "`quiet`" + ` goes by |
| ` + "`pin`" + ` | ` + "`false`" + ` | pin the first part, and unpin that of the edition before |
| ` + "`thread_fallback`" + ` | ` + "`false`" + ` | when the thread is deleted, post into the chat itself |
`

const referenceHead = `# Configuration

saar reads ` + "`./config.yaml`, else `/etc/saar/config.yaml`, or the file given by `-c`" + `. It is strict: an unknown or misspelt key, a bad schedule or
address is an error with its line and what to write instead; exit status 78, nothing is touched. ` + "`systemctl reload saar`" + ` takes a changed file
up; one with a mistake is refused and the old one stays in force. ` + "`saar check`" + ` says whether a file is right.

Durations are written as ` + "`90s`, `20m` or `72h`" + `; schedules as five cron fields (minute hour day month weekday) in ` + "`timezone`" + `.

This page is made from the configuration that saar ships.
`
