package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// isDataRow tells a row of a table from one that lays the page out: its cells hold little, and no blocks.
func isDataRow(n *html.Node) bool {
	cells := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th || !onlyInline(c, 0) {
			return false
		}
		cells++
	}
	return cells > 1
}

func onlyInline(n *html.Node, depth int) bool {
	size := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			size += len(c.Data)
		case c.Type != html.ElementNode || c.DataAtom == atom.Br:
		case depth > 8 || c.DataAtom != atom.P && c.DataAtom != atom.Img && !isInline(c.DataAtom) || !onlyInline(c, depth+1):
			return false
		}
	}
	return size < 600
}

// row makes one block of a table's row.
func (s *scan) row(n *html.Node, in int32) {
	s.flush(in)
	outer := s.tag
	s.tag = atom.Tr
	s.cells(n, in)
	s.flush(in)
	s.tag = outer
}

func (s *scan) cells(n *html.Node, in int32) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.DataAtom == atom.Td || c.DataAtom == atom.Th || c.DataAtom == atom.P:
			s.run.space = true
			s.cells(c, in)
			s.run.space = true
		case c.DataAtom == atom.Br:
			s.run.space = true
		case c.Type == html.TextNode:
			s.write(c.Data)
		case c.Type == html.ElementNode:
			s.element(c, in)
		}
	}
}
