package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/saar-news/saar"
	"golang.org/x/net/html"
)

// rescue looks for the text where the page's elements do not hold it: in <noscript>, in the linked data's articleBody and
// in a framework's embedded JSON. It is kept if it is much more than what the elements held.
func (f *facts) rescue(body []saar.Paragraph) []saar.Paragraph {
	best := body
	size := textSize(body)
	offer := func(other []saar.Paragraph) {
		if n := textSize(other); n > 200 && n > 2*size {
			best, size = other, n
		}
	}
	for _, text := range f.article.texts("articleBody") {
		if len(text) > 2*size {
			offer(f.markupText(text))
		}
	}
	if size > 600 {
		return best
	}
	for _, markup := range f.noscripts {
		if len(markup) > 400 {
			offer(f.markupText(markup))
		}
	}
	for _, data := range f.embedded {
		if text := longestBody(looseJSON(data), 0); text != "" {
			offer(f.markupText(text))
		}
	}
	return best
}

func textSize(body []saar.Paragraph) int {
	n := 0
	for _, p := range body {
		n += utf8.RuneCountInString(p.Text)
	}
	return n
}

// markupText reads text that may hold markup, with the rules of a page's text. Without markup a line is a paragraph.
func (f *facts) markupText(text string) []saar.Paragraph {
	if !strings.Contains(text, "<p") && !strings.Contains(text, "<br") && !strings.Contains(text, "<div") {
		text = "<p>" + strings.ReplaceAll(text, "\n", "</p><p>") + "</p>"
	}
	nodes, err := html.ParseFragment(strings.NewReader(text), nil)
	if err != nil {
		return nil
	}
	root := &html.Node{Type: html.DocumentNode}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	s := scanPage(root, f.zone)
	noise := make([]trait, len(s.boxes))
	body, _ := s.clean(choice{noise: noise, value: s.values(noise)}, f.headline())
	return body
}

// bodyKeys are the names under which frameworks embed an article's text.
var bodyKeys = words("articlebody body content fullcontent full_content description_full storybody story_body storycontent story_content " +
	"bodyhtml body_html contenthtml html text articletext article_body articlecontent paragraphs details fullstory full_story")

// longestBody is the longest text under such a name.
func longestBody(v any, depth int) string {
	if depth > 30 {
		return ""
	}
	best := ""
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			text := ""
			if bodyKeys[strings.ToLower(key)] {
				text = joinedText(value)
			}
			if inner := longestBody(value, depth+1); len(inner) > len(text) {
				text = inner
			}
			if len(text) > len(best) || len(text) == len(best) && text < best {
				best = text
			}
		}
	case []any:
		parts := make([]string, 0, len(v))
		for _, one := range v {
			text := longestBody(one, depth+1)
			if len(text) > len(best) {
				best = text
			}
			if text != "" {
				parts = append(parts, text)
			}
		}
		if joined := strings.Join(parts, "\n"); uniform(v) && len(joined) > len(best) {
			best = joined
		}
	}
	return best
}

// uniform reports whether an array is a list of the paragraphs of one text: objects with a type.
func uniform(list []any) bool {
	for _, one := range list {
		object, ok := one.(map[string]any)
		if !ok || object["type"] == nil || object["url"] != nil && object["title"] != nil {
			return false
		}
	}
	return len(list) > 1
}

// joinedText is a string, or the strings of an array as paragraphs.
func joinedText(v any) string {
	switch v := v.(type) {
	case string:
		return plainText(v)
	case []any:
		var parts []string
		for _, one := range v {
			if s, ok := one.(string); ok {
				parts = append(parts, plainText(s))
			}
		}
		return strings.Join(parts, "\n")
	}
	return ""
}
