package render_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

// What readers get in each form.
func TestGolden(t *testing.T) {
	empty := sample()
	empty.Stories, empty.Late = nil, false
	dead := empty
	dead.Sources.OK = 0
	index := crowded(24, saar.State, saar.Crime, saar.Sports)
	for name, d := range map[string]saar.Digest{"sample": sample(), "empty": empty, "dead": dead, "index": index} {
		t.Run(name, func(t *testing.T) {
			messages, shed := render.Telegram(d)
			if len(shed) > 0 {
				t.Errorf("shed %v", shed)
			}
			var all strings.Builder
			for _, m := range messages {
				check(t, m)
				fmt.Fprintf(&all, "=== %s %s %d/%d\n%s\n", m.Digest, m.Rendering, m.Part, m.Parts, m.Text)
			}
			golden(t, name+".telegram", all.String())
			if name == "index" {
				return // the other forms have no parts
			}
			golden(t, name+".txt", render.Text(d, render.TextOptions{Width: 60}))
			golden(t, name+".html", render.HTML(d, nil))
			golden(t, name+".json", string(render.JSON(d)))
		})
	}
}

// check finds what Telegram would refuse, drop or add.
func check(t *testing.T, m saar.Message) telegramtest.Content {
	t.Helper()
	if len(m.Text) > 32768 {
		t.Errorf("part %d has %d bytes", m.Part, len(m.Text))
	}
	content, err := telegramtest.Read(m.Text)
	if err != nil {
		t.Fatalf("part %d: %v\n%s", m.Part, err, m.Text)
	}
	if n := len(utf16.Encode([]rune(content.Text))); n > 4096 {
		t.Errorf("part %d has %d UTF-16 units", m.Part, n)
	}
	if len(content.Entities) > 100 || len(content.Lost)+len(content.BadLinks) > 0 {
		t.Errorf("part %d has %d entities and loses %v %v", m.Part, len(content.Entities), content.Lost, content.BadLinks)
	}
	for _, e := range content.Found {
		if e.Type != "phone_number" { // a helpline may be called
			t.Errorf("part %d: Telegram links %s at %d of %q", m.Part, e.Type, e.Offset, content.Text)
		}
	}
	for _, e := range content.Entities {
		if e.Type == "blockquote" {
			t.Errorf("part %d: a quote that does not fold", m.Part)
		}
	}
	if plain := render.Plain(m.Text); plain != content.Text {
		t.Errorf("part %d: readers see\n%q\nPlain says\n%q", m.Part, content.Text, plain)
	}
	return content
}

// Entities above the hundredth vanish silently, and a story cut in two cannot be read.
func TestPartsBreakBetweenStories(t *testing.T) {
	d := crowded(60, saar.Sections()...)
	messages, shed := render.Telegram(d)
	if len(shed) > 0 || len(messages) < 3 {
		t.Fatalf("%d messages, shed %v", len(messages), shed)
	}
	next := 1
	for _, m := range messages {
		text := check(t, m).Text
		for strings.Contains(text, fmt.Sprintf("\n%d. ", next)) {
			next++
		}
		if want := fmt.Sprintf("भाग %d/%d", m.Part, len(messages)); !strings.Contains(text, want) || m.Parts != len(messages) {
			t.Errorf("part %d of %d does not say %q", m.Part, m.Parts, want)
		}
	}
	if next != 61 {
		t.Errorf("stories up to %d in order, want 60", next-1)
	}
	first, last := render.Plain(messages[0].Text), render.Plain(messages[len(messages)-1].Text)
	if !strings.Contains(first, "\nराजनीति · 5\n") {
		t.Errorf("the first of many parts has no table of contents:\n%s", first)
	}
	if !strings.HasSuffix(last, "14 में से 12 स्रोत उपलब्ध") || strings.Contains(first, "स्रोत उपलब्ध") {
		t.Errorf("the count of sources does not end the digest:\n%s", last)
	}
}

// A story too long for a message loses its last points, and the operator learns of it.
func TestStoryShedsItsLastPoints(t *testing.T) {
	long := strings.Repeat("लंबा वाक्य ", 180) // 1,980 units
	for name, c := range map[string]struct {
		story saar.Story
		want  render.Shed
	}{
		"points": {
			saar.Story{ID: "x", Title: "शीर्षक", Section: saar.State, Points: []saar.KeyPoint{
				{Text: long, URL: "https://a.example/1"}, {Text: "रहे " + long, URL: "https://a.example/1"}, {Text: "जाए " + long, URL: "https://a.example/1"},
			}},
			render.Shed{Story: "x", Title: "शीर्षक", Points: 1},
		},
		"bytes": {
			saar.Story{ID: "x", Title: "शीर्षक", Section: saar.State, Points: []saar.KeyPoint{
				{Text: "पहला", URL: "https://a.example/1"},
				{Text: "दूसरा", URL: "https://a.example/?" + strings.Repeat("x", 33000), Outlet: "a"},
			}},
			render.Shed{Story: "x", Title: "शीर्षक", Points: 1},
		},
		"everything": {
			saar.Story{
				ID: "x", Title: "शीर्षक", Section: saar.State, URL: "https://a.example/?" + strings.Repeat("x", 33000),
				Points: []saar.KeyPoint{{Text: "पहला"}}, Tellers: []saar.Teller{samvad},
			},
			render.Shed{Story: "x", Title: "शीर्षक", Points: 1, More: true},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := sample()
			d.Stories, d.Show = []saar.Story{c.story}, 1
			messages, shed := render.Telegram(d)
			if len(shed) != 1 || shed[0] != c.want {
				t.Errorf("shed %+v, want %+v", shed, c.want)
			}
			for _, m := range messages {
				check(t, m)
			}
		})
	}
	t.Run("headline", func(t *testing.T) {
		d := sample()
		d.Stories, d.Show = []saar.Story{{ID: "x", Title: strings.Repeat("क", 9000), Section: saar.State}}, 1
		messages, shed := render.Telegram(d)
		if len(shed) != 1 || !shed[0].More {
			t.Errorf("shed %+v", shed)
		}
		check(t, messages[len(messages)-1])
	})
}

// Whatever its length, a story either fits with all that stands around it or says what it lost.
func TestStoriesNearTheLimit(t *testing.T) {
	for n := 3850; n < 4100; n += 7 {
		d := sample()
		d.Stories, d.Show = []saar.Story{
			{ID: "a", Title: "छोटी", Section: saar.State},
			{ID: "b", Title: "लंबी", Section: saar.State, Points: []saar.KeyPoint{{Text: strings.Repeat("क", n)}}},
		}, 2
		messages, shed := render.Telegram(d)
		for _, m := range messages {
			check(t, m)
		}
		if whole := strings.Contains(messages[len(messages)-1].Text, strings.Repeat("क", n)); whole == (len(shed) == 1) {
			t.Errorf("%d: whole %v, shed %v", n, whole, shed)
		}
	}
}

// An outlet is linked once, and a story takes at most 8 of a message's 100 entities.
func TestStoryLinksSparingly(t *testing.T) {
	d := sample()
	s := d.Stories[0]
	for i := range 12 {
		id := fmt.Sprintf("o%d", i)
		s.Tellers = append(s.Tellers, teller(id, "पत्र "+id, "https://"+id+".example/"))
	}
	d.Stories, d.Show = []saar.Story{s}, 1
	messages, _ := render.Telegram(d)
	content := check(t, messages[0])
	links := map[string]int{}
	for _, e := range content.Entities {
		links[e.URL]++
	}
	if links[samvad.URL] != 1 || links[prabhat.URL] != 2 { // the headline is another article's link by chance only
		t.Errorf("links %v", links)
	}
	if n := len(content.Entities) - 2; n != 8 { // without title and section
		t.Errorf("%d entities, want 8", n)
	}
	if !strings.Contains(content.Text, "पत्र o6 और 5 अन्य · 2 स्वतंत्र स्रोत") {
		t.Errorf("outlets beyond the eighth are not counted:\n%s", content.Text)
	}
}

// Scripts read these keys.
func TestJSONKeys(t *testing.T) {
	var object map[string]any
	if err := json.Unmarshal(render.JSON(sample()), &object); err != nil {
		t.Fatal(err)
	}
	stories := object["stories"].([]any)
	if len(stories) != 4 || stories[1].(map[string]any)["id"] != "s3" {
		t.Errorf("stories are not those a channel shows in reading order: %v", stories)
	}
	window := object["window"].(map[string]any)
	if _, err := time.Parse(time.RFC3339, window["from"].(string)); err != nil || !strings.HasSuffix(window["to"].(string), "+05:30") {
		t.Errorf("window %v", window)
	}
}

// A page must not run what a headline holds.
func TestHTMLIsInert(t *testing.T) {
	d := sample()
	d.Title = `<script>alert(1)</script>`
	d.Stories[0].Title = `"><img src=x onerror=alert(1)>`
	d.Stories[0].URL = "javascript:alert(1)"
	d.Stories[0].Points[0].URL = "javascript:alert(2)"
	page := render.HTML(d, nil)
	for _, bad := range []string{"<script", "<img", "javascript:"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %s", bad)
		}
	}
}

// Hindi letters and emoji must not push lines over the edge of the terminal.
func TestTextKeepsToItsWidth(t *testing.T) {
	for line := range strings.Lines(render.Text(sample(), render.TextOptions{Width: 40})) {
		letters := strings.Map(func(r rune) rune {
			if strings.ContainsRune("\u0901\u0902\u0903\u093c\u0941\u0942\u0943\u0947\u0948\u094d\u200d\n", r) {
				return -1
			}
			return r
		}, line)
		if n := len([]rune(letters)); n > 40 && !strings.Contains(line, "https://") {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	if text := render.Text(sample(), render.TextOptions{Colour: true}); !strings.Contains(text, "\x1b[1m") {
		t.Error("no colour where it was asked for")
	}
}
