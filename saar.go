// Package saar holds the nouns that every other package speaks in: what is scraped, kept, told and delivered.
//
// It has no behaviour beyond what belongs to the nouns themselves. The story of the program is in package pipeline;
// the effects are in scraper (network), store (SQLite) and notify (delivery).
package saar

import (
	"errors"
	"net/http"
	"time"
)

// What callers branch on with errors.Is.
var (
	// ErrNotFound is the answer of a look-up that may have none.
	ErrNotFound = errors.New("not found")
	// ErrHeld means that another live process is at work on the same thing.
	ErrHeld = errors.New("held by another process")
)

// Outlet is a publication. Outlets of one owner are sister titles and count as one independent source.
type Outlet struct {
	ID    string `json:"id"`
	Name  string `json:"name"`            // as readers see it, in Hindi where it has a Hindi name
	Owner string `json:"owner,omitempty"` // id of the owner; empty: the outlet itself
}

// OwnerID returns the owner's id, which is the outlet's own id when no owner is named.
func (o Outlet) OwnerID() string {
	if o.Owner == "" {
		return o.ID
	}
	return o.Owner
}

// Source is one section of one outlet, given by the address of any page, feed or sitemap of it.
type Source struct {
	ID      string
	Name    string
	URL     string
	Section Section // what the operator says this source is about; empty: decided by each article
	Outlet  Outlet
}

// Link is an address found on a source, not yet read.
type Link struct {
	URL       string    // absolute, as found
	Canonical string    // CanonicalURL(URL): the link's identity
	Source    string    // id of the source that found it first
	Title     string    // hint from the feed, sitemap or listing; may be empty
	Published time.Time // hint; may be zero
	Modified  time.Time // hint: when the source says that it last changed; may be zero
	Tries     int       // attempts so far that ended in a transient outcome
	Again     Reread    // of a link that has been read as an article
}

// Page is what a link answered: text in UTF-8 with the address it was finally found at.
type Page struct {
	Link      Link
	URL       string // after redirects
	Status    int
	Header    http.Header
	Validator Validator // to ask with when the link is read again
	Body      []byte    // UTF-8, after content and character decoding
	Fetched   time.Time
}

// ParagraphKind tells running text from what stands between it.
type ParagraphKind string

// The kinds of paragraph.
const (
	Text    ParagraphKind = "text"
	Heading ParagraphKind = "heading"
	Bullet  ParagraphKind = "bullet"
	Quote   ParagraphKind = "quote"
)

// Paragraph is one block of an article's body, in reading order.
type Paragraph struct {
	Kind ParagraphKind `json:"kind"`
	Text string        `json:"text"`
}

// Image is an article's lead picture. Width and Height are pixels, 0 when unknown.
type Image struct {
	URL    string `json:"url"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
}

// Article is one page read as news. Its identity is URL, the canonical address.
type Article struct {
	URL       string
	Source    string // id of the source that found it
	Outlet    Outlet
	Title     string
	Byline    []string
	Dateline  string    // place and credit that open the text, e.g. "नई दिल्ली, 21 नवंबर (भाषा)"
	Agency    string    // id of the credited agency, e.g. "pti"; empty: the outlet's own
	Published time.Time // zero when the page does not say
	Modified  time.Time // zero when the page does not say
	FirstSeen time.Time // when saar first read it
	Section   Section
	Language  string // BCP 47, e.g. "hi"
	Image     Image
	Keywords  []string
	Body      []Paragraph
	CopyOf    string // URL of the article read first whose body this one repeats; its own body is not kept
	NoSnippet bool   // the page forbids quoting it (robots meta nosnippet or max-snippet:0): no key points from it
}

// Time is when the article was published, or first seen when the page does not say.
func (a Article) Time() time.Time {
	if a.Published.IsZero() {
		return a.FirstSeen
	}
	return a.Published
}

// Texts returns the body's running text, without sub-headings, in reading order.
func (a Article) Texts() []string {
	texts := make([]string, 0, len(a.Body))
	for _, p := range a.Body {
		if p.Kind != Heading {
			texts = append(texts, p.Text)
		}
	}
	return texts
}

// Fingerprint identifies a body: exactly by a hash of its normalised text, and nearly by MinHash signature.
// The signature is empty for bodies too short to compare.
type Fingerprint struct {
	Exact     string   // hex; equal for equal normalised bodies
	Signature []uint32 // one-permutation MinHash, 128 values
	Bands     []uint64 // 32 hashes of 4 values each; near-duplicates share at least one
}

// Twin is an article already kept that may have the same body as a new one.
type Twin struct {
	URL         string
	Outlet      string
	Fingerprint Fingerprint
}

// Section is what a piece of news is about. The ids are fixed (see design: scores).
type Section string

// The sections, in the order in which a digest shows them unless an edition says otherwise.
const (
	Politics      Section = "politics"
	State         Section = "state"
	India         Section = "india"
	World         Section = "world"
	Crime         Section = "crime"
	Business      Section = "business"
	Education     Section = "education"
	Health        Section = "health"
	Science       Section = "science"
	Sports        Section = "sports"
	Entertainment Section = "entertainment"
	Lifestyle     Section = "lifestyle"
	Religion      Section = "religion"
	Other         Section = "other"
)

// Sections lists every section once, in reading order.
func Sections() []Section {
	return []Section{
		Politics, State, India, World, Crime, Business, Education, Health, Science,
		Sports, Entertainment, Lifestyle, Religion, Other,
	}
}

var sectionNames = map[Section]string{
	Politics: "राजनीति", State: "प्रदेश", India: "देश", World: "दुनिया", Crime: "अपराध", Business: "कारोबार", Education: "शिक्षा",
	Health: "सेहत", Science: "विज्ञान", Sports: "खेल", Entertainment: "मनोरंजन", Lifestyle: "जीवनशैली", Religion: "धर्म", Other: "अन्य",
}

// Name is the section's name in Hindi; that of Other when s is none of the fixed sections.
func (s Section) Name() string {
	if name, ok := sectionNames[s]; ok {
		return name
	}
	return sectionNames[Other]
}

// Valid reports whether s is one of the fixed sections.
func (s Section) Valid() bool {
	for _, known := range Sections() {
		if s == known {
			return true
		}
	}
	return false
}
