package telegramtest_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

type (
	entity   = telegramtest.Entity
	entities = []telegramtest.Entity
)

func style(kind string, offset, length int) entity {
	return entity{Type: kind, Offset: offset, Length: length}
}

func link(url string, offset, length int) entity {
	return entity{Type: "text_link", Offset: offset, Length: length, URL: url}
}

// parseCases are the rules of the scanner one by one: references, start tags, attributes, end tags, entities.
var parseCases = []struct {
	name, html string
	text       string
	entities   entities
	err        string
}{
	// Character references.
	{name: "the four names", html: "&lt;&gt;&amp;&quot;", text: `<>&"`},
	{name: "names are case-sensitive", html: "&LT; &Amp;", text: "&LT; &Amp;"},
	{name: "semicolon may be missing before Hindi", html: "&amp।", text: "&।"},
	{name: "a longer name is another name", html: "&ampere", text: "&ampere"},
	{name: "unknown names stay", html: "&copy;&hellip;&zwj;", text: "&copy;&hellip;&zwj;"},
	{name: "bare ampersands", html: "राम & श्याम && &", text: "राम & श्याम && &"},
	{name: "bare greater-than", html: "7 > 5", text: "7 > 5"},
	{name: "decimal", html: "&#2360;&#2366;&#2352;", text: "सार"},
	{name: "hexadecimal in either case", html: "&#x938;&#x93E;&#x0930;", text: "सार"},
	{name: "upper-case X is no hexadecimal", html: "&#X41;", text: "&#X41;"},
	{name: "number without semicolon", html: "&#65 &#x42।", text: "A B।"},
	{name: "zero is no character", html: "&#0;&#x0;", text: "&#0;&#x0;"},
	{name: "last code point is refused", html: "&#x10FFFF;", text: "&#x10FFFF;"},
	{name: "last but one is fine", html: "&#x10FFFE;", text: "\U0010FFFE"},
	{name: "ten bytes need a semicolon", html: "&#00000065 &#0000065 ", text: "&#00000065 A "},
	{name: "ten bytes with it", html: "&#00000065;", text: "A"},
	{name: "no digits", html: "&#; &#x;", text: "&#; &#x;"},
	{name: "emoji count twice", html: "&#x1F5DE; <b>सार</b>", text: "🗞 सार", entities: entities{style("bold", 3, 3)}},
	{name: "half a surrogate pair", html: "क&#xD800;", err: "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"},
	{name: "decoded once only", html: "&amp;lt;b&amp;gt;", text: "&lt;b&gt;"},

	// Start tags.
	{name: "bare less-than", html: "तापमान < 5", err: `Unsupported start tag "" at byte offset 19`},
	{name: "less-than at the end", html: "क<", err: "Unclosed start tag at byte offset 3"},
	{name: "input ends in a name", html: "<blockq", err: "Unclosed start tag at byte offset 0"},
	{name: "headings", html: "<h1>सुर्ख़ी</h1>", err: `Unsupported start tag "h1" at byte offset 0`},
	{name: "lists", html: "क\n<ul><li>ख</li></ul>", err: `Unsupported start tag "ul" at byte offset 4`},
	{name: "images", html: `<img src="x">`, err: `Unsupported start tag "img" at byte offset 0`},
	{name: "break with slash", html: "क<br/>", err: `Unsupported start tag "br/" at byte offset 3`},
	{name: "names are lower-cased in errors", html: "<DIV>", err: `Unsupported start tag "div" at byte offset 0`},
	{name: "every style", html: "<strong>क</strong><em>ख</em><ins>ग</ins><strike>घ</strike><del>च</del><tg-spoiler>छ</tg-spoiler>", text: "कखगघचछ", entities: entities{
		style("bold", 0, 1), style("italic", 1, 1), style("underline", 2, 1), style("strikethrough", 3, 1), style("strikethrough", 4, 1), style("spoiler", 5, 1),
	}},
	{name: "a tag may hold line breaks", html: "<b\n\tid=x\v>क</b\r>", text: "क", entities: entities{style("bold", 0, 1)}},
	{name: "empty elements vanish", html: "<b><i></i></b>क<code></code>", text: "क"},
	{name: "never closed", html: "<b><i>क</i>", err: `Can't find end tag corresponding to start tag "b"`},
	{name: "the innermost is named", html: "<b><i>क", err: `Can't find end tag corresponding to start tag "i"`},

	// Attributes.
	{name: "self-closing link", html: `<a href="https://nav.example/"/>`, err: `Empty attribute name in the tag "a" at byte offset 0`},
	{name: "stray quote", html: `ख<i "x">`, err: `Empty attribute name in the tag "i" at byte offset 3`},
	{name: "input ends after a name", html: "<b class", err: `Unclosed start tag "b" at byte offset 0`},
	{name: "input ends after spaces", html: "<b class  ", err: `Unclosed start tag "b" at byte offset 0`},
	{name: "input ends after equals", html: "<b class= ", err: `Unclosed start tag "b" at byte offset 0`},
	{name: "input ends in quotes", html: `<b class="x`, err: "Unclosed start tag at byte offset 0"},
	{name: "input ends after a bare value", html: "<b class=x", err: "Unclosed start tag at byte offset 0"},
	{name: "Hindi cannot be bare", html: "<b class=क>", err: "Unexpected end of name token at byte offset 9"},
	{name: "slashes cannot be bare", html: "<a href=nav.example/x>क</a>", err: "Unexpected end of name token at byte offset 8"},
	{name: "tags inside quotes are text", html: `<a href="https://nav.example/?q=<b>">क</a>`, text: "क", entities: entities{link("https://nav.example/?q=<b>", 0, 1)}},
	{name: "the last value wins", html: `<a href="https://one.example" href='https://two.example'>क</a>`, text: "क", entities: entities{link("https://two.example/", 0, 1)}},
	{name: "names of attributes keep their case", html: `<a HREF="https://nav.example">क</a>`, text: "क"},
	{name: "references in quotes", html: `<a href="https://nav.example/?a=1&amp;b=&#50;&copy;">क</a>`, text: "क", entities: entities{link("https://nav.example/?a=1&b=2&copy;", 0, 1)}},
	{name: "no references in bare values", html: "<b class=&amp;>", err: "Unexpected end of name token at byte offset 9"},
	{name: "span without class", html: "क<span>ख</span>", err: `Tag "span" must have class "tg-spoiler" at byte offset 3`},
	{name: "span with two classes", html: `<span class="tg-spoiler x">ख</span>`, err: `Tag "span" must have class "tg-spoiler" at byte offset 0`},

	// End tags.
	{name: "end without start", html: "क</i>", err: "Unexpected end tag at byte offset 3"},
	{name: "crossed", html: "<b>क<i>ख</b></i>", err: `Unmatched end tag at byte offset 12, expected "</i>", found "</b>"`},
	{name: "a synonym does not close", html: "<b>क</strong>", err: `Unmatched end tag at byte offset 6, expected "</b>", found "</strong>"`},
	{name: "nameless end", html: "<b>क<i>ख</></>", text: "कख", entities: entities{style("bold", 0, 2), style("italic", 1, 1)}},
	{name: "end with attributes", html: "<b>क</b x>", err: "Unclosed end tag at byte offset 6"},
	{name: "input ends in an end tag", html: "<b>क</b", err: "Unclosed end tag at byte offset 6"},
	{name: "upper case closes lower", html: "<b>क</B>", text: "क", entities: entities{style("bold", 0, 1)}},

	// Links.
	{name: "host is lower-cased, path is not", html: `<a href="HTTPS://Nav.Example/Up">क</a>`, text: "क", entities: entities{link("https://nav.example/Up", 0, 1)}},
	{name: "query without path", html: `<a href="https://nav.example?id=7">क</a>`, text: "क", entities: entities{link("https://nav.example/?id=7", 0, 1)}},
	{name: "port", html: `<a href="https://nav.example:8443/">क</a>`, text: "क", entities: entities{link("https://nav.example:8443/", 0, 1)}},
	{name: "port too high", html: `<a href="https://nav.example:65536/">क</a>`, text: "क"},
	{name: "port zero", html: `<a href="https://nav.example:0/">क</a>`, text: "क"},
	{name: "address in brackets", html: `<a href="http://[2001:db8::7]/x">क</a>`, text: "क", entities: entities{link("http://[2001:db8::7]/x", 0, 1)}},
	{name: "broken brackets", html: `<a href="http://[2001:db8::7/x">क</a>`, text: "क"},
	{name: "host of dots", html: `<a href="https://./x">क</a>`, text: "क"},
	{name: "user zero", html: `<a href="tg://user?id=0">क</a>`, text: "क", entities: entities{link("tg://user?id=0", 0, 1)}},
	{name: "space in the host", html: `<a href="https://nav example.org/">क</a>`, text: "क"},
	{name: "line break in the path", html: "<a href=\"https://nav.example/a\nb\">क</a>", text: "क", entities: entities{link("https://nav.example/a%0Ab", 0, 1)}},
	{name: "host with escapes", html: `<a href="https://%E0%A4%95.example/">क</a>`, text: "क", entities: entities{link("https://%e0%a4%95.example/", 0, 1)}},
	{name: "host with a broken escape", html: `<a href="https://%E0%A.example/">क</a>`, text: "क"},
	{name: "mail address", html: `<a href="mailto:desk@nav.example">क</a>`, text: "क"},
	{name: "another scheme", html: `<a href="ftp://nav.example/x">क</a>`, text: "क"},
	{name: "Telegram's own", html: `<a href="TG://resolve?domain=saar">क</a>`, text: "क", entities: entities{link("tg://resolve?domain=saar", 0, 1)}},
	{name: "mention by id", html: `<a href="tg:user?id=77">क</a>`, text: "क", entities: entities{{Type: "text_mention", Length: 1, User: &telegramtest.User{ID: 77}}}},
	{name: "link without href is its text", html: "<a>nav.example/up</a>", text: "nav.example/up", entities: entities{link("http://nav.example/up", 0, 14)}},

	// The other entities.
	{name: "code in pre with other text", html: `<pre>क<code class="language-go">ख</code></pre>`, text: "कख", entities: entities{style("pre", 0, 2), style("code", 1, 1)}},
	{name: "code exactly in pre", html: `<pre><code class="language-go">क</code></pre>`, text: "क", entities: entities{{Type: "pre", Length: 1, Language: "go"}}},
	{name: "code without language in pre", html: `<pre><code>क</code></pre>`, text: "क", entities: entities{style("pre", 0, 1), style("code", 0, 1)}},
	{name: "pre without language in code", html: `<code><pre>क</pre></code>`, text: "क", entities: entities{style("pre", 0, 1), style("code", 0, 1)}},
	{name: "language outside", html: `<code class="language-sql"><pre>क</pre></code>`, text: "क", entities: entities{{Type: "pre", Length: 1, Language: "sql"}}},
	{name: "code alone has no language", html: `<code class="language-go">क</code>`, text: "क", entities: entities{style("code", 0, 1)}},
	{name: "time without a time", html: `<tg-time format="d">कल</tg-time>`, text: "कल"},
	{name: "time beyond 32 bits", html: `<tg-time unix="2147483648">कल</tg-time>`, text: "कल"},
	{name: "time relative", html: `<tg-time unix="1795000000" format="R">कल</tg-time>`, text: "कल", entities: entities{{Type: "date_time", Length: 2, UnixTime: 1795000000, DateTimeFormat: "R"}}},
	{name: "time with two relatives", html: `<tg-time unix="1795000000" format="rr">कल</tg-time>`, err: "Invalid date format used"},
	{name: "format of empty time is not read", html: `<tg-time unix="1" format="zz"></tg-time>क`, text: "क"},
	{name: "emoji zero", html: `<tg-emoji emoji-id="0">👍</tg-emoji>`, err: "Invalid custom emoji identifier specified"},
	{name: "emoji without text is not read", html: `<tg-emoji></tg-emoji>क`, text: "क"},
	{name: "expandable with a value", html: `<blockquote expandable="">क</blockquote>`, text: "क", entities: entities{style("expandable_blockquote", 0, 1)}},
	{name: "longer comes first", html: "<i><b>क</b>ख</i>", text: "कख", entities: entities{style("italic", 0, 2), style("bold", 0, 1)}},
	{name: "then the order of kinds", html: `<tg-spoiler><b><blockquote><a href="https://nav.example/">क</a></blockquote></b></tg-spoiler>`, text: "क", entities: entities{
		style("blockquote", 0, 1), link("https://nav.example/", 0, 1), style("bold", 0, 1), style("spoiler", 0, 1),
	}},
	{name: "the first mistake wins", html: `<tg-time unix="1" format="zz">क</tg-time><p>`, err: "Invalid date format used"},
}

// A renderer tested against a laxer parser sends digests that Telegram refuses.
func TestParseHTML(t *testing.T) {
	for _, c := range parseCases {
		t.Run(c.name, func(t *testing.T) {
			text, entities, err := telegramtest.ParseHTML(c.html)
			message := ""
			if err != nil {
				message = err.Error()
			}
			if diff := cmp.Diff(c.err, message); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.text, text); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.entities, entities); diff != "" {
				t.Errorf("entities (-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever somebody sends, the server survives it, and what it accepts is sound.
func FuzzParseHTML(f *testing.F) {
	for _, c := range parseCases {
		f.Add(c.html)
	}
	f.Fuzz(func(t *testing.T, html string) {
		text, entities, err := telegramtest.ParseHTML(html)
		if err != nil {
			return
		}
		checkSound(t, text, entities)
		if content, err := telegramtest.Clean(text, entities); err == nil {
			checkSound(t, content.Text, content.Entities)
			checkSound(t, content.Text, content.Found)
			if strings.Trim(content.Text, " \n") == "" {
				t.Errorf("nothing left of %q and no error", html)
			}
		}
	})
}

func checkSound(t *testing.T, text string, entities entities) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Errorf("text is not UTF-8: %q", text)
	}
	units := 0
	for _, r := range text {
		units++
		if r > 0xffff {
			units++
		}
	}
	for i, e := range entities {
		if e.Offset < 0 || e.Length < 1 || e.Offset+e.Length > units {
			t.Errorf("entity %+v outside a text of %d", e, units)
		}
		if i > 0 && entities[i-1].Offset > e.Offset {
			t.Errorf("entities out of order: %+v", entities)
		}
	}
}
