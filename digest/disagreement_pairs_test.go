package digest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

// reports is a pair of articles on one event, and what they contradict each other in: "मृतक 12 / 15", "" for a trap.
type reports struct {
	name, differ string
	silent       bool // the pair does contradict itself, in a kind of number that is never compared
	pair         []saar.Article
}

// A false flag accuses a newspaper: of what is called a disagreement, at least 95 of 100 must be one, and here all are. The pairs of first.txt stood
// before the rule, those of each further file were written after it had been mended for the files before: the first lines of each say so. All must do.
func TestDisagreementPairs(t *testing.T) {
	for _, file := range []string{"first.txt", "second.txt", "third.txt", "fourth.txt", "fifth.txt", "sixth.txt", "seventh.txt", "eighth.txt"} {
		cases := readReports(t, file)
		told, flagged := contradictions(cases)
		var right, wrong, missed, silent, together int
		for _, c := range cases {
			got := flagged[c.name]
			if told[c.name] {
				together++
			}
			switch {
			case got != "" && got == c.differ:
				right++
			case got != "":
				wrong++
				t.Logf("%s: %s: %q, want %q", file, c.name, got, c.differ)
			case c.silent:
				silent++
			case c.differ != "":
				missed++
				t.Logf("%s: %s: missed %q (told as one story: %v)", file, c.name, c.differ, told[c.name])
			}
		}
		precision := float64(right) / float64(max(1, right+wrong))
		recall := float64(right) / float64(max(1, right+missed))
		t.Logf("%s: %d pairs, %d told as one story; precision %.3f, recall %.3f of the kinds compared, %.3f of all", file, len(cases), together,
			precision, recall, float64(right)/float64(max(1, right+missed+silent)))
		if wrong > 0 || recall < .75 {
			t.Errorf("%s: precision %.3f, recall %.3f; want no false flag, and .75", file, precision, recall)
		}
	}
}

// contradictions compiles all pairs as one morning's window. It reports by name which pairs were told as one story, and what
// they were said to contradict each other in.
func contradictions(cases []reports) (told map[string]bool, flagged map[string]string) {
	owner := map[string]string{} // address to name of the pair
	var window []saar.Article
	for _, c := range cases {
		for _, a := range c.pair {
			owner[a.URL] = c.name
			window = append(window, a)
		}
	}
	in := digest.Input{Edition: saar.Edition{ID: "subah", Zone: time.UTC, Stories: len(window)}, Articles: window, Now: pairsDay.Add(7 * time.Hour)}
	in.Window = saar.Window{From: pairsDay, To: in.Now}
	told, flagged = map[string]bool{}, map[string]string{}
	for _, s := range digest.Compile(in).Stories {
		for i, m := range s.Members {
			told[owner[m.URL]] = told[owner[m.URL]] || slices.ContainsFunc(s.Members[:i], func(n saar.Member) bool { return owner[n.URL] == owner[m.URL] })
		}
		for _, d := range s.Disagreement {
			var numbers, names []string
			for _, c := range d.Claims {
				numbers = append(numbers, c.Text)
				names = append(names, owner[c.URL])
			}
			for _, name := range slices.Compact(names) {
				flagged[name] = strings.TrimSpace(flagged[name] + " " + d.Subject + " " + strings.Join(numbers, " / "))
			}
		}
	}
	return told, flagged
}

var pairsDay = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// readReports reads a file of testdata/disagreements; first.txt says how they are written.
func readReports(t *testing.T, file string) []reports {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "disagreements", file))
	if err != nil {
		t.Fatal(err)
	}
	var out []reports
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		name, isName := strings.CutPrefix(line, "## ")
		differ, isDiffer := strings.CutPrefix(line, "differ: ")
		head, isHead := strings.CutPrefix(line, "@")
		switch {
		case line == "" || strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "trap: "):
		case strings.HasPrefix(line, "silent: "):
			out[len(out)-1].silent = true
		case isName:
			out = append(out, reports{name: name})
		case isDiffer:
			out[len(out)-1].differ = differ
		case isHead:
			c := &out[len(out)-1]
			c.pair = append(c.pair, readHead(t, head, fmt.Sprintf("%d-%d", len(out), len(c.pair))))
		default:
			c := out[len(out)-1]
			c.pair[len(c.pair)-1] = withLine(c.pair[len(c.pair)-1], line)
		}
	}
	return out
}

// readHead reads "owner/outlet 05:10 ~06:00 =pti".
func readHead(t *testing.T, head, slug string) saar.Article {
	t.Helper()
	fields := strings.Fields(head)
	outlet := saar.Outlet{ID: fields[0]}
	if owner, id, sister := strings.Cut(fields[0], "/"); sister {
		outlet = saar.Outlet{ID: id, Owner: owner}
	}
	a := saar.Article{URL: "https://" + outlet.ID + ".example/" + slug, Outlet: outlet, Language: "hi", Published: clockTime(t, fields[1])}
	for _, f := range fields[2:] {
		if at, ok := strings.CutPrefix(f, "~"); ok {
			a.Modified = clockTime(t, at)
		} else {
			a.Agency = strings.TrimPrefix(f, "=")
		}
	}
	a.FirstSeen = a.Published
	return a
}

func clockTime(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse("15:04", s)
	if err != nil {
		t.Fatal(err)
	}
	return pairsDay.Add(time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute)
}

// withLine adds a line to an article: the headline, then paragraphs.
func withLine(a saar.Article, line string) saar.Article {
	if a.Title == "" {
		a.Title = line
	} else {
		a.Body = append(a.Body, saar.Paragraph{Kind: saar.Text, Text: line})
	}
	return a
}

// What the bar rests on: at least half of the pairs are traps, and each is two articles.
func TestReportsAreHalfTraps(t *testing.T) {
	for file, pairs := range map[string]int{
		"first.txt": 40, "second.txt": 40, "third.txt": 12, "fourth.txt": 56, "fifth.txt": 39, "sixth.txt": 32, "seventh.txt": 15, "eighth.txt": 14,
	} {
		got, traps := readReports(t, file), 0
		for _, c := range got {
			if c.differ == "" && !c.silent {
				traps++
			}
			if len(c.pair) != 2 || len(c.pair[0].Body) < 2 || len(c.pair[1].Body) < 2 {
				t.Errorf("%s: %s: not two articles of a headline and two paragraphs", file, c.name)
			}
		}
		if len(got) < pairs || 2*traps < len(got) {
			t.Errorf("%s: %d pairs, %d of them traps; want %d or more, at least half of them traps", file, len(got), traps, pairs)
		}
	}
}
