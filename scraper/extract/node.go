package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// lookup finds an attribute.
func lookup(n *html.Node, key string) (string, bool) {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val, true
		}
	}
	return "", false
}

func attr(n *html.Node, key string) string {
	value, _ := lookup(n, key)
	return value
}

// textOf is the text under n, whatever it is.
func textOf(n *html.Node) string {
	if c := n.FirstChild; c != nil && c.NextSibling == nil && c.Type == html.TextNode {
		return c.Data
	}
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.TextNode {
				b.WriteString(c.Data)
			} else if !isRaw(c.DataAtom) {
				walk(c)
			}
		}
	}
	walk(n)
	return b.String()
}

// squeeze folds white space, trims, and drops what has no width and no meaning.
func squeeze(s string) string {
	if strings.ContainsAny(s, "\u200b\ufeff\u00ad") {
		s = unseen.Replace(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

var unseen = strings.NewReplacer("\u200b", "", "\ufeff", "", "\u00ad", "")

// endsSentence reports whether text ends as a sentence does, in any of the scripts saar meets.
func endsSentence(text string) bool {
	text = strings.TrimRight(text, "\"'”’»)] ")
	if text == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".!?।॥…:;。", last)
}
