package telegramtest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

// What Telegram changes without a word is what a renderer must not rely on.
func TestReadCleansUp(t *testing.T) {
	for _, c := range []struct {
		name, html, text string
		entities         entities
		badLinks         []string
	}{
		{name: "carriage returns and controls", html: "क\r\nख\tग\x01घ", text: "क\nख ग घ"},
		{name: "line separator glues words", html: "पहला\u2028दूसरा", text: "पहलादूसरा"},
		{name: "bidi overrides", html: "क\u202eख\u202c", text: "कख"},
		{name: "isolates stay", html: "क\u2066ख\u2069", text: "क\u2066ख\u2069"},
		{name: "combining lines", html: "a\u0333b\u033fc\u030a", text: "abc"},
		{name: "direction marks", html: "क\u200e\u200fख", text: "क\u200c\u200cख"},
		{name: "joiners of Hindi stay", html: "क्\u200dष क्\u200cष", text: "क्\u200dष क्\u200cष"},
		{name: "word joiner stays", html: "nav\u2060.in", text: "nav\u2060.in"},
		{name: "entities move along", html: "\r\r<b>क\rख</b>", text: "कख", entities: entities{style("bold", 0, 2)}},
		{name: "entity of removed text", html: "क<b>\r</b>ख", text: "कख"},
		{name: "ends are trimmed", html: " \n क \n ", text: "क"},
		{name: "entity at the end shrinks", html: "<b>क </b>\n", text: "क", entities: entities{style("bold", 0, 1)}},
		{name: "blank entity at the end goes", html: "क<i> </i>", text: "क"},
		{name: "leading space before an entity", html: " \n<b>क</b>", text: "क", entities: entities{style("bold", 0, 1)}},
		{name: "leading space inside an entity stays", html: " <b> क</b>", text: " क", entities: entities{style("bold", 0, 2)}},
		{name: "link in link", html: `<a href="https://a.example/">क<a href="https://b.example/">ख</a></a>`, text: "कख", entities: entities{link("https://a.example/", 0, 2)}},
		{name: "quote in quote", html: "<blockquote>क<blockquote>ख</blockquote></blockquote>", text: "कख", entities: entities{style("blockquote", 0, 2)}},
		{name: "link in quote", html: `<blockquote>क<a href="https://a.example/">ख</a></blockquote>`, text: "कख", entities: entities{style("blockquote", 0, 2), link("https://a.example/", 1, 1)}},
		{name: "quote in link", html: `<a href="https://a.example/">क<blockquote>ख</blockquote></a>`, text: "कख", entities: entities{style("blockquote", 1, 1)}},
		{name: "bold in code", html: "<code>क<b>ख</b></code>", text: "कख", entities: entities{style("code", 0, 2)}},
		{name: "bold around code", html: "<s>a<pre>b</pre>c</s>", text: "abc", entities: entities{style("strikethrough", 0, 1), style("pre", 1, 1), style("strikethrough", 2, 1)}},
		{name: "styles split each other", html: "<u>a<s>b</s></u>", text: "ab", entities: entities{style("underline", 0, 1), style("underline", 1, 1), style("strikethrough", 1, 1)}},
		{name: "equal neighbours join", html: "<b>क</b><strong>ख</strong>", text: "कख", entities: entities{style("bold", 0, 2)}},
		{name: "bold within bold", html: "<b>क<b>ख</b></b>", text: "कख", entities: entities{style("bold", 0, 2)}},
		{name: "bold across a link's border", html: `<b>1. <a href="https://a.example/">क</a></b>`, text: "1. क", entities: entities{style("bold", 0, 3), link("https://a.example/", 3, 1), style("bold", 3, 1)}},
		{name: "links that Telegram drops", html: `<a href="/up">क</a> <a href="javascript:x()">ख</a>`, text: "क ख", badLinks: []string{"/up", "javascript:x()"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := telegramtest.Read(c.html)
			if err != nil {
				t.Fatal(err)
			}
			want := telegramtest.Content{Text: c.text, Entities: c.entities, BadLinks: c.badLinks}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The limits by which a digest is split.
func TestReadLimits(t *testing.T) {
	long := strings.Repeat("क", 4096)
	tag := `<a href="https://nav.example/` + strings.Repeat("x", 100) + `">क</a>`
	for _, c := range []struct{ name, html, err string }{
		{"empty", "", "message text is empty"},
		{"blank", "<b> </b>\n", "text must be non-empty"},
		{"4096 code points", "<b>" + long + "</b> \n", ""},
		{"4097 code points", long + "ख", "message is too long"},
		{"4096 emoji are 8192 units and fit", strings.Repeat("🗞", 4096), ""},
		{"32768 bytes", strings.Repeat("&amp;", 32768/5) + "क", "message is too long"},
		{"32769 bytes", strings.Repeat(tag, 1+32768/len(tag)), "text is too long"},
		{"broken UTF-8", "क\xe0\xa4", "text must be encoded in UTF-8"},
		{"broken HTML", "<p>", `can't parse entities: Unsupported start tag "p" at byte offset 0`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := telegramtest.Read(c.html)
			if got := fmt.Sprint(err); got != c.err && (err != nil || c.err != "") {
				t.Errorf("got %q, want %q", got, c.err)
			}
		})
	}
}

// A digest with more than a hundred entities loses its last bold titles in Telegram.
func TestReadLosesEntitiesBeyondTheHundredth(t *testing.T) {
	var b strings.Builder
	for i := range 60 {
		fmt.Fprintf(&b, "<b><a href=\"https://nav.example/%d\">क</a></b>\n", i)
	}
	b.WriteString(`<tg-emoji emoji-id="7">👍</tg-emoji>`)
	c, err := telegramtest.Read(b.String())
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, e := range c.Entities {
		kinds[e.Type]++
	}
	if diff := cmp.Diff(map[string]int{"text_link": 60, "bold": 40, "custom_emoji": 1}, kinds); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	if len(c.Lost) != 20 || c.Lost[0].Type != "bold" || c.Lost[0].Offset != 80 {
		t.Errorf("lost %+v, want the last 20 bolds", c.Lost)
	}
}

// Names in the news must not turn into links; this says which would.
func TestReadFindsWhatTelegramLinks(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // kind and text of each, separated by spaces
	}{
		{"पूछें @nav_prabhat से", "mention:@nav_prabhat"},
		{"ईमेल desk@nav.example.org पर", "email:desk@nav.example.org"},
		{"desk@nav नहीं", ""},
		{"@nav.in पर", "mention:@nav"},
		{"#चुनाव और #UP2027, पर #2027 नहीं", "hashtag:#चुनाव hashtag:#UP2027"},
		{"क#ख", ""},
		{"$INR, $inr", "cashtag:$INR"},
		{"भेजें /start या /digest@saar_bot", "bot_command:/start bot_command:/digest@saar_bot"},
		{"22/11 और a/b और /क", ""},
		{"देखें ndtv.in।", "url:ndtv.in"},
		{"देखें www.nav-prabhat.co.in/up?x=1, फिर", "url:www.nav-prabhat.co.in/up?x=1"},
		{"उदाहरण.भारत पर", "url:उदाहरण.भारत"},
		{"https://nav.invalid/x.", "url:https://nav.invalid/x"},
		{"डॉ. राम 1.5 करोड़ v2.final", ""},
		{"रु.500 और 3.14", ""},
		{"+91 98765 43210 पर", "phone_number:+91 98765 43210"},
		{"ndtv\u2060.in @\u2060nav #\u2060चुनाव /\u2060start $\u2060INR", ""},
		{"<b>ndtv.in</b>", "url:ndtv.in"},
		{"<code>ndtv.in</code> <a href=\"https://nav.example/\">@nav_prabhat</a>", ""},
	} {
		t.Run(c.text, func(t *testing.T) {
			content, err := telegramtest.Read(c.text)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range content.Found {
				got = append(got, e.Type+":"+string([]rune(content.Text)[e.Offset:e.Offset+e.Length]))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Broadcast benchmarks run against this server: its own work must stay small beside the client's.
func BenchmarkRead(b *testing.B) {
	story := `1. <b><a href="https://nav.example/x">बैठक में तय हुआ कि कार्यकर्ता घर-घर जाएँगे</a></b>` + "\n" +
		`<blockquote expandable>• प्रत्याशी 96 हजार वोटों से हारा, जो पिछली बार से ज़्यादा है। (नव प्रभात)</blockquote>` + "\n"
	html := strings.Repeat(story, 12)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := telegramtest.Read(html); err != nil {
			b.Fatal(err)
		}
	}
}
