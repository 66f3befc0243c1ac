package saar

import (
	"fmt"
	"strings"
	"time"
)

// Edition is a named, scheduled digest.
type Edition struct {
	ID          string
	Title       string
	Schedule    string         // five cron fields, read in Zone
	Zone        *time.Location // its dates and clock are of this zone
	Window      time.Duration  // the least it looks back; never more than three times this
	Grace       time.Duration  // how late it may still go out
	MaxAge      time.Duration  // older articles are never digested
	Stories     int            // how many a channel shows
	Chats       []string       // "@name", id, or "id/thread"
	Subscribers bool
	Preview     time.Duration // how long before its time operators see it; 0: they do not

	// What the edition prefers.
	Sections    []Section // are shown first, in this order, and count a little more
	Places      []string  // by the names of hindi.Places: stories of them, or of places in them, count more
	OutletShare int       // percent of Stories that one outlet may lead, rounded up; 0: no limit
	Variety     int       // least sections among those shown, while there are good stories of so many
	Service     []string  // classes of service pieces (digest.ServiceClasses) that it tells too

	Manners map[string]Manner // how those of Chats want it that do not want it plainly
	Digits  Digits
}

// Digits are those in which a digest's own numbers are written: its date, counts and ranks. The words of others stay as
// they are.
type Digits string

// The digits. The empty ones are AsciiDigits.
const (
	AsciiDigits      Digits = "ascii"      // 22 नवंबर 2026
	DevanagariDigits Digits = "devanagari" // २२ नवंबर २०२६
)

// DigestID names one digest: an edition on one date of its zone. Its text form is "subah/2026-11-22".
type DigestID struct {
	Edition string
	Date    string // YYYY-MM-DD
}

func (id DigestID) String() string { return id.Edition + "/" + id.Date }

// ParseDigestID reads the text form of a DigestID.
func ParseDigestID(s string) (DigestID, error) {
	edition, date, ok := strings.Cut(s, "/")
	if _, err := time.Parse(time.DateOnly, date); !ok || err != nil || edition == "" {
		return DigestID{}, fmt.Errorf("digest id %q: want EDITION/YYYY-MM-DD", s)
	}
	return DigestID{Edition: edition, Date: date}, nil
}

// Window is the time in which an edition's articles were first seen: after From, up to and including To.
type Window struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// SourceCount says how many of the configured sources answered within the window.
type SourceCount struct {
	Total int `json:"total"`
	OK    int `json:"ok"`
}

// KeyPoint is one sentence of one article, verbatim.
type KeyPoint struct {
	Text   string `json:"text"`
	URL    string `json:"url"`
	Outlet string `json:"outlet"` // outlet id
}

// Member is an article as part of a story.
type Member struct {
	URL       string    `json:"url"`
	Title     string    `json:"title"`
	Outlet    string    `json:"outlet"` // outlet id
	Published time.Time `json:"published"`
	Agency    string    `json:"agency,omitempty"`
	CopyOf    string    `json:"copy_of,omitempty"`
}

// Teller is an outlet that tells a story, with its best article. Agency is true when all it has is agency copy or
// somebody else's text.
type Teller struct {
	Outlet
	URL    string `json:"url"`
	Agency bool   `json:"agency"`
}

// Claim is one outlet's number in a disagreement, as it wrote it.
type Claim struct {
	Outlet string `json:"outlet"`
	Text   string `json:"text"`
	URL    string `json:"url"`
}

// Disagreement is a number that outlets report differently, e.g. "हार का अंतर": 96 हजार, 98 हजार.
type Disagreement struct {
	Subject string  `json:"subject"`
	Claims  []Claim `json:"claims"`
}

// Story is one event as the outlets told it: the lead article and the others.
type Story struct {
	ID           string         `json:"id"`
	Title        string         `json:"title"`
	Section      Section        `json:"section"`
	URL          string         `json:"url"` // of the article whose headline this is
	Tellers      []Teller       `json:"outlets"`
	Independent  int            `json:"independent_sources"`
	Points       []KeyPoint     `json:"points"`
	Members      []Member       `json:"articles"`
	Disagreement []Disagreement `json:"disagreements,omitempty"`
	Update       bool           `json:"update,omitempty"` // an earlier digest told this story already
	From         []string       `json:"from,omitempty"`   // ids of other earlier stories that share articles with it, or that it goes on with: it took them in, or split off from them; and theirs
	Score        float64        `json:"score,omitempty"`
	Why          []string       `json:"why,omitempty"` // the reasons of its rank, in Hindi, for explain

	// Corrections are what overlays have changed since the digest was compiled, oldest first. No stored story has any.
	Corrections []Correction `json:"corrections,omitempty"`
}

// Digest is an edition's stories in rank order, the shown ones grouped by the sections that the edition
// prefers. What is stored never changes: what people see is that with its overlays (With).
type Digest struct {
	ID       DigestID
	Title    string
	Zone     string // name of the zone of its date and clock
	Window   Window
	Sources  SourceCount
	Show     int // how many of the stories a channel shows
	Stories  []Story
	Compiled time.Time
	Late     bool // compiled after its scheduled time by more than LateAfter
	Digits   Digits

	// Overlays is how many are laid over it, and Version how many of them before it was being sent. Stored, it has none.
	Overlays, Version int
}

// LateAfter is how long after its scheduled time a digest is called late. It leaves room for the scrape that an edition
// waits for.
const LateAfter = 15 * time.Minute

// Shown returns the stories that a channel shows.
func (d Digest) Shown() []Story { return d.Stories[:min(d.Show, len(d.Stories))] }
