package telegram_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// How a dialogue is written down: what Meena writes and presses, what the bot says, how it changes what it has said.
const (
	writes  = "मीना: "
	presses = "मीना दबाती हैं: "
	answers = "सार: "
	edits   = "सार बदलता है: "
	below   = "      "
)

// Each file in testdata/dialogues is a chat with the bot, as a reader sees it. What Meena does in it is done again; what the
// bot answers must be the same.
func TestDialogues(t *testing.T) {
	files, err := filepath.Glob("testdata/dialogues/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no dialogues", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			w := newTown(t)
			w.publish()
			w.run()
			got := w.play(string(want))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if found := w.server.Violations(); len(found) > 0 {
				t.Errorf("violations: %v", found)
			}
		})
	}
}

// play does what Meena does in a dialogue, and writes down all that is said.
func (w *town) play(script string) string {
	w.Helper()
	var out strings.Builder
	seen := map[int]string{} // what each message said when it was last looked at
	for line := range strings.Lines(script) {
		line = strings.TrimSuffix(line, "\n")
		text, written := strings.CutPrefix(line, writes)
		label, pressed := strings.CutPrefix(line, presses)
		switch {
		case written:
			w.server.Say(meena, meena.ID, text)
		case pressed:
			query := w.press(meena, label)
			w.until(func() bool { _, ok := w.server.Answered(query); return ok })
		default:
			continue
		}
		if out.Len() > 0 {
			out.WriteString("\n")
		}
		out.WriteString(line + "\n")
		w.await(meena)
		for _, m := range w.said(meena.ID) {
			now, who := shown(m), answers
			if seen[m.ID] != "" {
				who = edits
			}
			if seen[m.ID] != now {
				fmt.Fprintf(&out, "%s%s\n", who, now)
			}
			seen[m.ID] = now
		}
	}
	return out.String()
}

// shown is a message as a reader sees it, with its buttons below.
func shown(m telegramtest.Message) string {
	lines := strings.Split(m.Text, "\n")
	for _, row := range m.Buttons {
		var labels []string
		for _, b := range row {
			labels = append(labels, "["+b.Text+"]")
		}
		lines = append(lines, strings.Join(labels, " "))
	}
	for i := range lines[1:] {
		if lines[i+1] != "" {
			lines[i+1] = below + lines[i+1]
		}
	}
	return strings.Join(lines, "\n")
}
