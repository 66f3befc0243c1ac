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
	"github.com/saar-news/saar/hindi"
)

// reports is a pair of articles on one event, and what they contradict each other in: "मृतक 12 / 15", "" for a trap.
type reports struct {
	name, differ string
	silent       bool // it does so in a kind of number that need not be compared
	pair         []saar.Article
}

// recallOfAll is the share of the contradictions in all files together, of the kinds that are compared, that must be found.
const recallOfAll = .7

// A false flag accuses a newspaper: of what is called a disagreement, at least 95 of 100 must be one, and here all are. What counts is how
// the rules did on a file that was new to them: the first lines of each say so.
func TestDisagreementPairs(t *testing.T) {
	var rightOfAll, differOfAll int
	for _, file := range reportFiles(t) {
		cases := readReports(t, file)
		told, flagged := contradictions(cases)
		var right, wrong, differ, silent, together int
		for _, c := range cases {
			if told[c.name] {
				together++
			}
			if c.silent {
				silent++
			} else if c.differ != "" {
				differ++
			}
			for _, got := range flagged[c.name] {
				if !sameNumbers(got, c.differ) {
					wrong++
					t.Errorf("%s: %s: %q, want %q", file, c.name, got, c.differ)
				}
			}
			if found := slices.ContainsFunc(flagged[c.name], func(got string) bool { return sameNumbers(got, c.differ) }); found {
				right++
			} else if c.differ != "" && !c.silent {
				t.Logf("%s: %s: missed %q (told as one story: %v)", file, c.name, c.differ, told[c.name])
			}
		}
		rightOfAll, differOfAll = rightOfAll+right, differOfAll+differ
		t.Logf("%s: %d pairs, %d told as one story; precision %.3f, recall %.3f of the kinds compared, %.3f of all", file, len(cases), together,
			share(right, right+wrong), share(right, differ), share(right, differ+silent))
	}
	if recall := share(rightOfAll, differOfAll); recall < recallOfAll {
		t.Errorf("recall over all files %.3f, want %.2f", recall, recallOfAll)
	} else {
		t.Logf("recall over all files %.3f", recall)
	}
}

func share(part, whole int) float64 { return float64(part) / float64(max(1, whole)) }

// sameNumbers reports whether two disagreements, written as "मृतक मजदूर सात / 9", are in one fate and its numbers, however they are spelt
// and whomever they name besides.
func sameNumbers(got, want string) bool {
	gotFate, gotValues := fateAndValues(got)
	wantFate, wantValues := fateAndValues(want)
	return gotFate == wantFate && slices.Equal(gotValues, wantValues)
}

func fateAndValues(s string) (fate string, values []float64) {
	for one := range strings.SplitSeq(s, " / ") {
		for _, n := range hindi.Numbers(one + " मृतक") {
			values = append(values, n.Value)
		}
	}
	slices.Sort(values)
	fate, _, _ = strings.Cut(s, " ")
	return fate, values
}

// contradictions compiles all pairs as one morning's window. It reports by name which pairs were told as one story, and what
// they were said to contradict each other in.
func contradictions(cases []reports) (told map[string]bool, flagged map[string][]string) {
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
	told, flagged = map[string]bool{}, map[string][]string{}
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
				flagged[name] = append(flagged[name], d.Subject+" "+strings.Join(numbers, " / "))
			}
		}
	}
	return told, flagged
}

var pairsDay = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

func reportFiles(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "disagreements", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for i, path := range paths {
		paths[i] = filepath.Base(path)
	}
	return paths
}

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
			out[len(out)-1].silent, out[len(out)-1].differ = true, strings.TrimPrefix(line, "silent: ")
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
	all := 0
	for _, file := range reportFiles(t) {
		got, traps := readReports(t, file), 0
		for _, c := range got {
			if c.differ == "" {
				traps++
			}
			if len(c.pair) != 2 || len(c.pair[0].Body) < 2 || len(c.pair[1].Body) < 2 {
				t.Errorf("%s: %s: not two articles of a headline and two paragraphs", file, c.name)
			}
		}
		if 2*traps < len(got) {
			t.Errorf("%s: %d pairs, %d of them traps; want at least half", file, len(got), traps)
		}
		all += len(got)
	}
	if all < 480 {
		t.Errorf("%d pairs, want 480 or more", all)
	}
}
