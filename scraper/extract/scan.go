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
	headings  []string // the texts of h1
	times     []stamp
	passwords int // password fields
	videos    int
	buttons   int
	carts     int // buttons that put something in a cart
	pitches   int // calls to buy, book or call

	alts  map[string]bool // what images say they show
	zone  *time.Location
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
}

// run is the text being gathered.
type run struct {
	text                       strings.Builder
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
	switch n.DataAtom {
	case atom.Br:
		s.lineBreak(n, in)
		return
	case atom.Wbr:
		return
	case atom.Hr:
		s.flush(in)
		return
	case atom.Meta:
		s.meta(n)
		return
	case atom.Link:
		s.linkElement(n)
		return
	case atom.Title:
		if s.title == "" && !inside(n, atom.Svg) {
			s.title = squeeze(textOf(n))
		}
		return
	case atom.Html:
		s.lang = attr(n, "lang")
	case atom.Img:
		if alt := squeeze(attr(n, "alt")); alt != "" && len(s.alts) < 2000 {
			s.alts[alt] = true
		}
		return
	case atom.Input:
		if attr(n, "type") == "password" {
			s.passwords++
		}
		return
	case atom.Video:
		s.videos++
	}
	if isRaw(n.DataAtom) {
		if n.DataAtom == atom.Button {
			s.buttons++
			s.notePitch(squeeze(textOf(n)))
		}
		s.raw(n)
		return
	}
	s.noteTime(n)
	if n.DataAtom == atom.Tr && isDataRow(n) {
		s.row(n, in)
		return
	}
	if isInline(n.DataAtom) {
		s.inline(n, in)
		return
	}
	s.flush(in)
	at := int32(len(s.boxes))
	t, id := s.traits(n)
	s.boxes = append(s.boxes, box{parent: in, first: int32(len(s.blocks)), tag: n.DataAtom, traits: t, name: id})
	outer := s.tag
	s.tag = blockTag(n.DataAtom, outer)
	if n.DataAtom == atom.H1 {
		if h := squeeze(textOf(n)); h != "" && len(s.headings) < 20 {
			s.headings = append(s.headings, h)
		}
	}
	s.walk(n, at)
	s.flush(at)
	s.tag = outer
	s.boxes[at].end, s.boxes[at].last = int32(len(s.blocks)), int32(len(s.boxes)-1)
}

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
					r.text.WriteByte(' ')
					s.count()
				}
			}
			r.text.WriteString(text[i : i+size])
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
	if nextIsBreak(n) || s.run.runes > 60 && endsSentence(s.run.text.String()) {
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
	if r.runes > 0 {
		s.blocks = append(s.blocks, block{
			text: r.text.String(), box: in, runes: r.runes, linked: r.linked, links: r.links, bold: r.bold, tag: s.tag,
		})
	}
	s.run = run{}
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
	s.times = append(s.times, stamp{value: value, text: squeeze(textOf(n)), kind: prop + " " + attr(n, "class")})
}

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

func inside(n *html.Node, a atom.Atom) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.DataAtom == a {
			return true
		}
	}
	return false
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

// squeeze folds white space and trims.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// endsSentence reports whether text ends as a sentence does, in any of the scripts saar meets.
func endsSentence(text string) bool {
	text = strings.TrimRight(text, "\"'”’»)] ")
	if text == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".!?।॥…:;。", last)
}

// notePitch counts the calls to buy or book among the labels of buttons and links.
func (s *scan) notePitch(label string) {
	label = strings.ToLower(label)
	for _, call := range cartCalls {
		if strings.Contains(label, call) {
			s.carts++
			return
		}
	}
	for _, call := range pitchCalls {
		if strings.Contains(label, call) {
			s.pitches++
			return
		}
	}
}

var (
	cartCalls  = []string{"add to cart", "add to bag", "add to basket", "add to trolley", "buy it now", "add to wishlist", "कार्ट में"}
	pitchCalls = []string{
		"get started", "free trial", "contact us", "get a quote", "free quote", "request a demo", "book a demo", "get a demo", "book now",
		"book a call", "buy now", "schedule a", "talk to", "contact sales", "free consultation", "call us", "call now", "pricing", "order now",
		"sign up free", "try for free", "start free", "shop now", "get in touch", "enroll", "apply now",
	}
)
