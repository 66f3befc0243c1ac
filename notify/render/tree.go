package render

import (
	"strings"
	"unicode/utf16"
)

// node is a piece of a message: text, or an element around other nodes.
type node struct {
	tag  string // b, a, quote; empty for text
	href string
	text string
	kids []node
}

func text(s string) node            { return node{text: s} }
func bold(kids ...node) node        { return node{tag: "b", kids: kids} }
func quote(kids ...node) node       { return node{tag: "blockquote", kids: kids} }
func link(href string, n node) node { return node{tag: "a", href: href, kids: []node{n}} }

// size is what Telegram limits in a message.
type size struct {
	units    int // UTF-16 code units after parsing
	entities int // formatting entities
	bytes    int // of the HTML
}

// limits of one message. Telegram counts characters rather than UTF-16 units, of which there are at least as many.
var limits = size{units: 4096, entities: 100, bytes: 32768}

func (s size) add(o size) size {
	return size{s.units + o.units, s.entities + o.entities, s.bytes + o.bytes}
}

func (s size) fits(most size) bool {
	return s.units <= most.units && s.entities <= most.entities && s.bytes <= most.bytes
}

// measure adds up nodes.
func measure(nodes ...node) size {
	var total size
	for _, n := range nodes {
		s := measure(n.kids...)
		if n.tag != "" {
			s.entities++
		}
		for _, r := range n.text {
			s.units += utf16.RuneLen(r)
		}
		var b strings.Builder
		n.open(&b)
		n.close(&b)
		s.bytes += b.Len()
		total = total.add(s)
	}
	return total
}

// html writes nodes as Telegram HTML.
func html(nodes []node) string {
	var b strings.Builder
	writeNodes(&b, nodes)
	return b.String()
}

func writeNodes(b *strings.Builder, nodes []node) {
	for _, n := range nodes {
		n.open(b)
		writeNodes(b, n.kids)
		n.close(b)
	}
}

func (n node) open(b *strings.Builder) {
	switch n.tag {
	case "":
		b.WriteString(escapeText(n.text))
	case "a":
		b.WriteString(`<a href="` + escapeAttribute(n.href) + `">`)
	case "blockquote":
		b.WriteString("<blockquote expandable>")
	default:
		b.WriteString("<" + n.tag + ">")
	}
}

func (n node) close(b *strings.Builder) {
	if n.tag != "" {
		b.WriteString("</" + n.tag + ">")
	}
}

var (
	textEscapes      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	attributeEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
)

func escapeText(s string) string      { return textEscapes.Replace(s) }
func escapeAttribute(s string) string { return attributeEscapes.Replace(s) }
