package render_test

import (
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

// A reader whose choice nothing matches must know that they see something else; each reader's parts keep their name.
func TestPersonal(t *testing.T) {
	for _, unmatched := range []bool{true, false} {
		parts, _ := render.Personal(sample(), saar.PersonalRendering+"0123", unmatched)
		for i, p := range parts {
			if p.Rendering != saar.PersonalRendering+"0123" || p.Part != i+1 || p.Parts != len(parts) {
				t.Errorf("%+v", p)
			}
			if got := strings.Contains(p.Text, "आपके चुने विषयों"); got != (unmatched && i == 0) {
				t.Errorf("unmatched %t: part %d:\n%s", unmatched, p.Part, p.Text)
			}
		}
	}
}

// The note takes room, too: a message that is a little too long would not arrive at all.
func TestPersonalKeepsWithinTheLimits(t *testing.T) {
	d := sample()
	long := d.Stories[0]
	long.Section, long.Points[0].Text = saar.Politics, strings.Repeat("बैठक ", 120)
	d.Stories, d.Show = nil, 40
	for range 40 {
		d.Stories = append(d.Stories, long)
	}
	for _, unmatched := range []bool{true, false} {
		parts, _ := render.Personal(d, saar.PersonalRendering+"0123", unmatched)
		for _, p := range parts {
			if c, err := telegramtest.Read(p.Text); err != nil || len(c.Lost) > 0 {
				t.Errorf("part %d of %d: %v, lost %v", p.Part, p.Parts, err, c.Lost)
			}
		}
	}
}

// What somebody typed or a site wrote stands in a reply as it is, and does nothing there.
func TestInlineAndAnchor(t *testing.T) {
	for in, want := range map[string]string{
		`<b>मोटा</b> & "उद्धरण"`:      `<b>मोटा</b> & "उद्धरण"`,
		"@naam #tag t.me/x /command":  "@naam #tag t.me/x /command",
		"दो\nपंक्तियाँ \u202eउलटी":    "दो पंक्तियाँ उलटी",
		"https://khabar.example/ दाम": "https://khabar.example/ दाम",
		"":                            "",
		"\u200b":                      "",
		"&lt;b&gt; &amp;":             "&lt;b&gt; &amp;",
	} {
		for _, html := range []string{render.Inline(in), render.Anchor("https://nav-prabhat.example/?a=1&b=\"2\"", in), render.Anchor("javascript:1", in)} {
			c, err := telegramtest.Read("क " + html)
			got := strings.TrimSpace(strings.TrimPrefix(strings.ReplaceAll(c.Text, "\u2060", ""), "क"))
			if err != nil || got != want || len(c.Found)+len(c.BadLinks) > 0 {
				t.Errorf("%q: %q, found %v, bad links %v, %v", in, got, c.Found, c.BadLinks, err)
			}
		}
	}
}
