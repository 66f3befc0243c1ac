package extract

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// box is an element that may hold blocks. Boxes are in page order; a box's blocks are blocks[first:end].
type box struct {
	parent     int32
	first, end int32
	last       int32 // the boxes inside it are those after it, up to and including last
	name       int32 // of its class attribute; 0 for none
	tag        atom.Atom
	traits     trait
}

// block is a run of text between two places where a line must break.
type block struct {
	text   string
	box    int32
	runes  int32
	linked int32 // runes inside links
	links  int32
	bold   int32 // runes inside bold
	tag    atom.Atom
}

// scan is a page in one walk: its head, its embedded data, and its text as blocks in boxes.
type scan struct {
	zone   *time.Location
	boxes  []box
	blocks []block
	bodily []bool // boxes in what calls itself the article's body

	lang      string
	title     string
	canonical string
	metas     map[string][]string // by lower-case name, property or itemprop
	scripts   []string            // JSON-LD
	embedded  []string            // other JSON that may hold the text
	noscripts []string
	headings  []heading
	shown     string // the h1 that is the headline, or another form of it
	times     []stamp
	passwords int // password fields
	videos    int
	buttons   int
	carts     int // buttons that put something in a cart
	pitches   int // calls to buy, book or call
	slides    int // pages of a story in pictures

	alts  map[string]bool // what images say they show
	names map[string]name // class attributes and ids
	run   run
	link  int // depth
	bold  int
	tag   atom.Atom
}

// stamp is a <time> or an element that says it is a date.
type stamp struct {
	value string // machine-readable, or empty
	text  string
	kind  string // its itemprop, class or id
	block int32  // in which it stands
}

// run is the text being gathered.
type run struct {
	text                       []byte
	runes, linked, links, bold int32
	space                      bool
}

func scanPage(root *html.Node, zone *time.Location) *scan {
	s := &scan{zone: zone, alts: map[string]bool{}, metas: map[string][]string{}, names: map[string]name{}}
	s.boxes = append(s.boxes, box{parent: -1})
	s.walk(root, 0)
	s.flush(0)
	s.boxes[0].end, s.boxes[0].last = int32(len(s.blocks)), int32(len(s.boxes)-1)
	s.markCards()
	return s
}

// walk reads the children of n, whose text belongs to box in. Its depth is bounded by the parser.
func (s *scan) walk(n *html.Node, in int32) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			s.write(c.Data)
		case html.ElementNode:
			s.element(c, in)
		}
	}
}

func (s *scan) element(n *html.Node, in int32) {
	switch a := n.DataAtom; {
	case a == atom.Br:
		s.lineBreak(n, in)
	case a == atom.Hr:
		s.flush(in)
	case isRaw(a):
		s.raw(n)
	case s.note(n):
	case a == atom.Tr && isDataRow(n):
		s.row(n, in)
	case isInline(a):
		s.inline(n, in)
	default:
		s.block(n, in)
	}
}

// note takes down what an element says without being text; it is false when the element's content is still to be read.
func (s *scan) note(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html:
		s.lang = attr(n, "lang")
	case atom.Meta:
		s.meta(n)
	case atom.Link:
		s.linkElement(n)
	case atom.Title:
		if s.title == "" {
			s.title = squeeze(textOf(n))
		}
	case atom.Img:
		if alt := squeeze(attr(n, "alt")); alt != "" && len(s.alts) < 2000 {
			s.alts[alt] = true
		}
	case atom.Input:
		if attr(n, "type") == "password" {
			s.passwords++
		}
	case atom.H1:
		if len(s.headings) < 20 {
			if h := headingOf(n); h.text != "" {
				s.headings = append(s.headings, h)
			}
		}
	}
	s.noteTime(n)
	return isVoid(n.DataAtom) || n.DataAtom == atom.Title
}

// block reads an element that begins a new line.
func (s *scan) block(n *html.Node, in int32) {
	s.flush(in)
	at := int32(len(s.boxes))
	t, id := s.traits(n)
	if n.DataAtom == 0 && n.Data == "amp-story-page" {
		s.slides++
	}
	s.boxes = append(s.boxes, box{parent: in, first: int32(len(s.blocks)), tag: n.DataAtom, traits: t, name: id})
	outer := s.tag
	s.tag = blockTag(n.DataAtom, outer)
	s.walk(n, at)
	s.flush(at)
	s.tag = outer
	s.boxes[at].end, s.boxes[at].last = int32(len(s.blocks)), int32(len(s.boxes)-1)
}

// blockTag is the tag that says most about the text directly inside an element.
func blockTag(a, outer atom.Atom) atom.Atom {
	switch a {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Blockquote, atom.Td, atom.Th,
		atom.Dt, atom.Dd, atom.Pre:
		if a == atom.P && (outer == atom.Li || outer == atom.Blockquote) {
			return outer
		}
		return a
	case atom.Div, atom.Section:
		switch outer {
		case atom.Li, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.H4:
			return outer
		}
	}
	return a
}

func (s *scan) inline(n *html.Node, in int32) {
	if t, _ := s.traits(n); t&(traitHidden|traitAd) != 0 && n.DataAtom != atom.A {
		return
	}
	switch n.DataAtom {
	case atom.A:
		if _, ok := lookup(n, "href"); ok {
			if class := attr(n, "class"); strings.Contains(class, "btn") || strings.Contains(class, "utton") || strings.Contains(class, "cta") {
				s.buttons++
			}
			s.link++
			s.run.links++
			s.walk(n, in)
			s.link--
			return
		}
	case atom.B, atom.Strong:
		s.bold++
		s.walk(n, in)
		s.bold--
		return
	}
	s.walk(n, in)
}

func isInline(a atom.Atom) bool {
	switch a {
	case atom.A, atom.B, atom.Strong, atom.I, atom.Em, atom.Span, atom.U, atom.S, atom.Font, atom.Small, atom.Big,
		atom.Sub, atom.Sup, atom.Abbr, atom.Acronym, atom.Cite, atom.Code, atom.Dfn, atom.Kbd, atom.Mark, atom.Q,
		atom.Samp, atom.Strike, atom.Time, atom.Tt, atom.Var, atom.Ins, atom.Del, atom.Label, atom.Bdi, atom.Bdo,
		atom.Nobr, atom.Data, atom.Ruby, atom.Picture:
		return true
	}
	return false
}

// write adds text to the run, folding white space.
func (s *scan) write(text string) {
	r := &s.run
	for i := 0; i < len(text); {
		c := text[i]
		size := 1
		wide := rune(c)
		if c >= utf8.RuneSelf {
			wide, size = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || wide == 0xA0 || wide == 0x3000:
			r.space = true
		case wide == 0xFEFF || wide == 0x200B || wide == 0xAD || wide == 0 || wide == utf8.RuneError && size == 1:
		case c < utf8.RuneSelf && c < 0x20:
		default:
			if r.space {
				r.space = false
				if r.runes > 0 {
					r.text = append(r.text, ' ')
					s.count()
				}
			}
			r.text = append(r.text, text[i:i+size]...)
			s.count()
		}
		i += size
	}
}

func (s *scan) count() {
	s.run.runes++
	if s.link > 0 {
		s.run.linked++
	}
	if s.bold > 0 {
		s.run.bold++
	}
}

// lineBreak ends the run at a <br> that ends a paragraph: the second of two, or one after a whole sentence.
func (s *scan) lineBreak(n *html.Node, in int32) {
	s.run.space = true
	if nextIsBreak(n) || s.run.runes > 60 && endsSentence(string(s.run.text)) {
		s.flush(in)
	}
}

func nextIsBreak(n *html.Node) bool {
	for c := n.NextSibling; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.CommentNode:
		case c.Type == html.TextNode && strings.TrimFunc(c.Data, unicode.IsSpace) == "":
		default:
			return c.DataAtom == atom.Br
		}
	}
	return false
}

// flush ends the run: what was gathered becomes a block of box in.
func (s *scan) flush(in int32) {
	r := &s.run
	if r.runes > 0 && !joinersOnly(r.text) {
		s.blocks = append(s.blocks, block{
			text: string(r.text), box: in, runes: r.runes, linked: r.linked, links: r.links, bold: r.bold, tag: s.tag,
		})
	}
	s.run = run{text: r.text[:0]}
}

// joinersOnly reports whether text shows nothing: editors leave a joiner in a paragraph that is to stay empty.
func joinersOnly(text []byte) bool {
	return len(text) <= 12 && strings.Trim(string(text), "\u200c\u200d\u200e\u200f\u2060\ufe0f ") == ""
}

func (s *scan) meta(n *html.Node) {
	content := attr(n, "content")
	if content == "" {
		return
	}
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		if name := strings.ToLower(attr(n, key)); name != "" && len(s.metas) < 1000 {
			s.metas[name] = append(s.metas[name], content)
		}
	}
}

func (s *scan) linkElement(n *html.Node) {
	if s.canonical == "" && strings.EqualFold(attr(n, "rel"), "canonical") {
		s.canonical = strings.TrimSpace(attr(n, "href"))
	}
}

// raw notes the data inside elements that are not text.
func (s *scan) raw(n *html.Node) {
	switch n.DataAtom {
	case atom.Script:
		kind := strings.ToLower(attr(n, "type"))
		switch {
		case strings.Contains(kind, "ld+json"):
			s.scripts = append(s.scripts, textOf(n))
		case strings.Contains(kind, "json"), n.FirstChild != nil && len(n.FirstChild.Data) > 2000 && strings.Contains(n.FirstChild.Data, `rticleBody"`):
			s.embedded = append(s.embedded, textOf(n))
		}
	case atom.Button:
		s.buttons++
		s.notePitch(squeeze(textOf(n)))
	case atom.Video:
		s.videos++
	case atom.Noscript:
		if n.FirstChild != nil {
			s.noscripts = append(s.noscripts, textOf(n))
		}
	}
}

func (s *scan) noteTime(n *html.Node) {
	prop := attr(n, "itemprop")
	if n.DataAtom != atom.Time && prop != "datePublished" && prop != "dateModified" || len(s.times) > 50 {
		return
	}
	value := attr(n, "datetime")
	if value == "" {
		value = attr(n, "content")
	}
	s.times = append(s.times, stamp{value: value, text: squeeze(textOf(n)), kind: prop + " " + attr(n, "class"), block: int32(len(s.blocks))})
}
