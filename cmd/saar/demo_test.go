package main

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/saar-news/saar/cmd/saar/demo"
)

// demoOutput runs the demo with its outlets as c says and returns what it prints. Nothing but this machine is asked for
// anything, and nothing of it stays on the disk.
func demoOutput(t *testing.T, c demo.Config) string {
	t.Helper()
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	resolver := net.DefaultResolver
	defer func() { net.DefaultResolver = resolver }()
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(_ context.Context, _, address string) (net.Conn, error) {
		t.Errorf("the demo asks %s for the address of a host", address)
		return nil, errors.New("the demo needs no network")
	}}
	var out, errs bytes.Buffer
	if err := runDemo(t.Context(), options{}, c, &out, &errs); err != nil {
		t.Fatalf("demo: %v\n%s", err, errs.String())
	}
	left, err := os.ReadDir(temporary)
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != 0 {
		t.Errorf("the demo left %v behind", left)
	}
	return out.String()
}

// The demo shows saar at work on what its outlets serve: it knows nothing of the news beforehand. A number that changes
// in one served article changes in the digest.
func TestDemoTellsWhatItsOutletsServe(t *testing.T) {
	const article, was, is = "nav-prabhat/kanchana-khatre-ke-paar", "42 गांवों", "57 गांवों"
	told := demoOutput(t, demo.Config{})
	if !strings.Contains(told, was) || strings.Contains(told, is) {
		t.Fatalf("the demo tells of %s, not of %s: %t, %t\n%s", was, is, strings.Contains(told, was), strings.Contains(told, is), told)
	}
	told = demoOutput(t, demo.Config{Edit: func(id, text string) string {
		if id == article {
			return strings.ReplaceAll(text, was, is)
		}
		return text
	}})
	if !strings.Contains(told, is) {
		t.Errorf("%s serves %s, and the demo does not tell it:\n%s", article, is, told)
	}
}

// Without one of the outlets the digest tells of two, and says so.
func TestDemoCountsItsOutlets(t *testing.T) {
	told := demoOutput(t, demo.Config{Without: []string{"jan-samvad"}})
	if want := "2 में से 2 स्रोत उपलब्ध"; !strings.Contains(told, want) {
		t.Errorf("with two outlets the demo does not print %q:\n%s", want, told)
	}
	for _, gone := range []string{"जन संवाद", "3 स्वतंत्र स्रोत"} {
		if strings.Contains(told, gone) {
			t.Errorf("with two outlets the demo prints %q:\n%s", gone, told)
		}
	}
}

// A reader of the demo sees news: headlines and sentences, none of what stands around them on a page.
func TestDemoPrintsNewsOnly(t *testing.T) {
	var mu sync.Mutex
	furniture := []string{
		"भी पढ़ें", "फोटो :", "विज्ञापन", "WhatsApp", "प्रिंट करें", "प्रकाशित:", "Published:", "लिंक कॉपी", "कॉपी लिंक", "साझा करें", "Tags:",
		"त्योहारी छूट",
	}
	told := demoOutput(t, demo.Config{Edit: func(_, text string) string {
		mu.Lock()
		defer mu.Unlock()
		for line := range strings.Lines(text) {
			for _, key := range []string{"image:", "photo:"} {
				if caption, ok := strings.CutPrefix(line, key); ok {
					caption, _, _ = strings.Cut(caption, "{")
					furniture = append(furniture, strings.Trim(caption, " .।\n"))
				}
			}
		}
		return text
	}})
	if len(furniture) < 20 {
		t.Fatalf("only %d captions found", len(furniture))
	}
	for _, text := range furniture {
		if len([]rune(text)) > 4 && strings.Contains(told, text) {
			t.Errorf("the demo prints %q:\n%s", text, lineWith(told, text))
		}
	}
	for _, want := range []string{"सुबह का सार", "3 में से 3 स्रोत उपलब्ध", "स्वतंत्र स्रोत", "pages", "unchanged", "duplicates folded", "stories", "messages"} {
		if !strings.Contains(told, want) {
			t.Errorf("the demo does not print %q:\n%s", want, told)
		}
	}
}

// lineWith is the first line of text that holds part.
func lineWith(text, part string) string {
	for line := range strings.Lines(text) {
		if strings.Contains(line, part) {
			return line
		}
	}
	return ""
}
