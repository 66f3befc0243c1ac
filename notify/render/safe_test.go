package render_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
)

// Headlines come from strangers: what is invisible in them can only mislead.
func TestClean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"hindi stays", "क्‍ष और क्‌ष, हिन्दी।", "क्‍ष और क्‌ष, हिन्दी।"},
		{"emoji stays", "जीत 🏏 👨‍👩‍👧", "जीत 🏏 👨‍👩‍👧"},
		{"bidi", "सच\u202eठूझ\u202c \u2066x\u2069\u200e\u200f\u061c", "सचठूझ x"},
		{"zero width", "ब\u200bड़ी\ufeff ख\u2060बर\u00ad\u2063", "बड़ी खबर"},
		{"line separators part words", "एक\u2028दो\u2029तीन\u0085चार", "एक दो तीन चार"},
		{"controls", "एक\x00दो\tतीन\r\nचार\x1b[1m", "एक दो तीन चार [1m"},
		{"spaces", "  एक \u3000 दो  ", "एक दो"},
		{"marks Telegram drops", "a\u0333b\u033fc\u030a", "abc"},
		{"fillers", "\u3164\u115fक", "क"},
		{"broken UTF-8", "क\xff\xe0\xa4", "क\ufffd"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := render.Clean(c.in); got != c.want {
				t.Errorf("Clean(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

// A comparison with what was posted, and a part resent as plain text, must read as readers saw it.
func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		`<b>क</b> &lt;ख&gt; &amp;amp; <a href="x>y&quot;">ग</a>`: "क <ख> &amp; ग",
		"&#2325;&#x915; &#0; &#xD800; &nbsp; & b":                "कक &#0; &#xD800; &nbsp; & b",
		"5 < 6":                    "5 < 6",
		"\n क \n":                  "क",
		"<blockquote expandable>x": "x",
	} {
		if got := render.Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
}

// Joiners stand where Telegram would find a link and nowhere else: a number must stay one that can be copied.
func TestJoiners(t *testing.T) {
	for in, want := range map[string]string{
		"nav.in":          "nav.|in",
		"http://x":        "http:|//|x",
		"@neta a@b.in":    "@|neta a@|b.|in",
		"#चुनाव $INR $5":  "#|चुनाव $|INR $5",
		"/start 24/7 a/b": "/|start 24/7 a/b",
		"रुपये/kg":        "रुपये/|kg",
		"3.5 10.11.2026":  "3.5 10.11.2026",
		"127.0.0.1":       "127.|0.0.1",
		"रहा। डॉ. राम…":   "रहा। डॉ. राम…",
		"है.भारत":         "है.|भारत",
		"+91 98765 43210": "+91 98765 43210",
		"10:30 बजे":       "10:30 बजे",
	} {
		d := sample()
		d.Stories, d.Show = []saar.Story{{ID: "x", Title: in}}, 1
		messages, _ := render.Telegram(d)
		got := strings.ReplaceAll(messages[0].Text, "\u2060", "|")
		if !strings.Contains(got, "<b>"+want+"</b>") {
			t.Errorf("%q: want %q in\n%s", in, want, got)
		}
	}
}

// Whatever a page says, a message is accepted whole, links nothing of itself, and is verbatim but for the joiners.
func FuzzTelegram(f *testing.F) {
	for _, seed := range []string{
		"देखें ndtv.in और www.x.co.in/a?b=1 पर", "भाव रु.500/kg व 24/7 @neta #UP2027 $INR /start", "a@b.in, tg://resolve?x, http://1.2.3.4/x",
		"उदाहरण.भारत है।राम", "<b>&amp;</b> \" ' > 5 < 6 &#39;", "\u202eabc\u2066\x00\u2028x", "1.5 करोड़ 10.11.2026 3.in", strings.Repeat("क", 5000),
		"x.\u0301in ..in a..in .in/ @@a ##a //a http:///x", "क\u200dत\u200c.in", "@\u200ba", "१.२.in _.in -.in",
	} {
		f.Add(seed, seed, "https://a.example/"+seed)
	}
	f.Add("0", "0", "http://0.0\xe0") // a link must be UTF-8 too, or the whole text is refused
	f.Fuzz(func(t *testing.T, title, point, url string) {
		d := sample()
		d.Title = title
		d.Stories[0].Title, d.Stories[0].URL = title, url
		d.Stories[0].Points[0].Text, d.Stories[0].Points[0].URL = point, url
		d.Stories[0].Tellers[0].Name, d.Stories[0].Disagreement[0].Claims[0].Text = point, title
		messages, shed := render.Telegram(d)
		var all strings.Builder
		for _, m := range messages {
			all.WriteString(check(t, m).Text + "\n")
		}
		if !utf8.ValidString(all.String()) {
			t.Error("not UTF-8")
		}
		if len(shed) > 0 {
			return
		}
		read := strings.ReplaceAll(all.String(), "\u2060", "")
		for _, want := range []string{title, point} {
			if want = render.Clean(want); !strings.Contains(read, want) {
				t.Errorf("%q is not in\n%s", want, read)
			}
		}
		links := strings.Count(messages[0].Text, `<a href="`)
		if saar.LinkableURL(url) && utf8.ValidString(url) && links == 0 {
			t.Error("no links")
		}
	})
}
