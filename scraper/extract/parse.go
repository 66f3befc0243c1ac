package extract

import (
	"bytes"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// parse builds the tree of a page. The parser refuses pages with more than 512 open elements; such a page is rebuilt
// flat from its tokens, so that its text is not lost.
func parse(body []byte) *html.Node {
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return flatTree(body)
	}
	return root
}

// flatDepth is how deep flatTree nests; deeper elements become siblings.
const flatDepth = 64

// flatTree builds a tree by tokens alone: no repair, and nothing deeper than flatDepth. Beyond it an element is kept as
// a childless mark of where a block began, and its text goes to the deepest open element.
func flatTree(body []byte) *html.Node {
	root := &html.Node{Type: html.DocumentNode}
	open, over := []*html.Node{root}, 0
	tokens := html.NewTokenizer(bytes.NewReader(body))
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			return root
		}
		top := open[len(open)-1]
		switch kind {
		case html.TextToken:
			text := tokens.Token().Data
			top.AppendChild(&html.Node{Type: html.TextNode, Data: text})
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			node := &html.Node{Type: html.ElementNode, DataAtom: token.DataAtom, Data: token.Data, Attr: token.Attr}
			top.AppendChild(node)
			switch {
			case kind == html.SelfClosingTagToken || isVoid(token.DataAtom):
			case len(open) < flatDepth || isRaw(token.DataAtom):
				open = append(open, node)
			default:
				over++
			}
		case html.EndTagToken:
			name, _ := tokens.TagName()
			if over > 0 && string(name) != top.Data {
				over--
				top.AppendChild(&html.Node{Type: html.ElementNode, DataAtom: atom.Br, Data: "br"})
				continue
			}
			open = closeTo(open, string(name))
		}
	}
}

// closeTo pops the open elements up to the nearest one of that name, if there is one.
func closeTo(open []*html.Node, name string) []*html.Node {
	for i := len(open) - 1; i > 0; i-- {
		if open[i].Data == name {
			return open[:i]
		}
	}
	return open
}

func isVoid(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta,
		atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

// isRaw tells the elements whose content is not text of the page.
func isRaw(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Object, atom.Video,
		atom.Audio, atom.Canvas, atom.Select, atom.Button, atom.Textarea, atom.Map, atom.Math, atom.Datalist,
		atom.Dialog:
		return true
	}
	return false
}
