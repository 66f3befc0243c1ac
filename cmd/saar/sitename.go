package main

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/saar-news/saar/hindi"
	"github.com/saar-news/saar/notify/render"
)

// longestName is the length in characters above which a title is no name.
const longestName = 40

// siteTitles returns what a page declares the site's name to be (og:site_name of ogp.me, or application-name of HTML),
// and the first title of a page or feed. It reads tokens, not a tree: nesting cannot harm it.
func siteTitles(body []byte) (declared, title string) {
	z := html.NewTokenizer(bytes.NewReader(body))
	z.AllowCDATA(true)
	inTitle := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return declared, title
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			inTitle = t.DataAtom == atom.Title && title == ""
			if t.DataAtom == atom.Meta && declared == "" {
				declared = siteName(metaName(t))
			}
			if t.DataAtom == atom.Body || t.Data == "item" || t.Data == "entry" {
				return declared, title
			}
		case html.TextToken:
			if inTitle {
				title = plainTitle(string(z.Text()))
				inTitle = title == ""
			}
		case html.EndTagToken:
			inTitle = false
		}
	}
}

// metaName is the content of a meta element that names the site.
func metaName(t html.Token) string {
	content, names := "", false
	for _, a := range t.Attr {
		switch value := strings.ToLower(strings.TrimSpace(a.Val)); {
		case a.Key == "content":
			content = a.Val
		case a.Key == "property" && value == "og:site_name", a.Key == "name" && value == "application-name":
			names = true
		}
	}
	if !names {
		return ""
	}
	return content
}

// plainTitle is a title without the marks of CDATA, which in a feed's title the tokenizer of HTML takes for text.
func plainTitle(text string) string {
	text = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(text), "<![CDATA["), "]]>")
	return render.Clean(html.UnescapeString(text))
}

// siteName is text that can be an outlet's name, or nothing.
func siteName(text string) string {
	if text = plainTitle(text); len([]rune(text)) > longestName {
		return ""
	}
	return text
}

// brand finds the outlet's name in a title such as "ताज़ा समाचार, आज की ख़बरें | नव प्रभात": the shortest of its parts that
// says more than that there is news, in Hindi if one is.
func brand(title string) string {
	parts := strings.Split(strings.NewReplacer(" - ", "|", " – ", "|", " — ", "|", ": ", "|", " » ", "|", " · ", "|").Replace(title), "|")
	best := ""
	for _, part := range parts {
		part = siteName(part)
		if commonplace(part) || isHindi(best) && !isHindi(part) {
			continue
		}
		if best == "" || isHindi(part) && !isHindi(best) || len([]rune(part)) < len([]rune(best)) {
			best = part
		}
	}
	return best
}

// commonplaces are the words of which titles of news sites consist, besides their names.
var commonplaces = func() map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields("समाचार न्यूज न्यूज़ खबर खबरें ताजा ताज़ा आज ब्रेकिंग हिन्दी मुख्य होम live लाइव " +
		"news hindi latest breaking today top headlines online samachar khabar home in of the rss feed") {
		set[hindi.Normalize(word)] = true
	}
	return set
}()

// commonplace reports whether a text has no word of its own.
func commonplace(text string) bool {
	for _, word := range hindi.Words(text) {
		if word = hindi.Normalize(word); !commonplaces[word] && !hindi.Stop(word) {
			return false
		}
	}
	return true
}

func isHindi(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Devanagari, r) })
}
