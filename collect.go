package saar

import "time"

// Step is one way of finding links on a source. A source moves down the chain when a step stops yielding.
type Step string

// The chain of discovery.
const (
	StepFeed    Step = "feed"
	StepSitemap Step = "sitemap"
	StepListing Step = "listing"
)

// Validator is what a server gave to ask later whether a page has changed (RFC 9110, 8.8).
type Validator struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// Memo is what discovery remembers of a source between two runs.
type Memo struct {
	Step       Step                 // the step that yielded last; empty on the first run
	Address    string               // the address that step used
	Validators map[string]Validator // by address
	Home       string               // home page of the site its links are on, when that is another than the source's

	News   time.Time     // when the source last offered news: links that nobody had seen before
	Habit  time.Duration // the longest that it has been without news of late
	Looked time.Time     // when it last answered, as its runs tell; not kept with the memo
	Below  time.Time     // when the steps below were last looked at, or taken to
}

// Discovery is what one look at a source found. Memo replaces the source's memo; it must be kept together with the
// links, or an "unchanged" answer would lose links that were found and never kept.
type Discovery struct {
	Links     []Link
	Memo      Memo
	Unchanged bool // every address asked was unchanged
	Most      int  // how many of the links are read: the newest; the others never, though they are known from now on. 0: all
}

// Reread is how a young article stands that is to be read again, because outlets rewrite news while it is young. The zero
// value is that of a link that is not.
type Reread struct {
	Article   string    // its address
	Times     int       // how often it has been read again
	Validator Validator // what its page gave when it was read last
	Due       time.Time // when it is read again on account of its age; zero: no more
	Early     time.Time // when at the earliest, if its source says that it has changed
	Until     time.Time // when it is not young any more
	Told      bool      // a digest that was sent tells it, and Until counts from then
}

// Reading is the end of one attempt to read a link.
type Reading struct {
	Link        Link
	Outcome     Outcome
	Detail      string      // the error's text, or why a page is no article; for the operator
	Article     *Article    // only with OK
	Fingerprint Fingerprint // of the article's body
	DuplicateOf string      // canonical URL of the article kept instead; only with Duplicate
	RetryAt     time.Time   // when a transient outcome of a link that is no article yet may be tried again
	Again       Reread      // when the article is read again; zero: no more
	Read        time.Time
}

// Run is one Collect of one source.
type Run struct {
	Source   string
	Started  time.Time
	Finished time.Time
	Step     Step
	Found    int // links offered
	New      int // links never seen before
	Outcomes map[Outcome]int
	Outcome  Outcome // of discovery: OK or Unchanged when the source answered
	Detail   string  // the discovery's error, for the operator
}

// Available reports whether the source answered.
func (r Run) Available() bool { return r.Outcome == OK || r.Outcome == Unchanged }

// SourceHealth is how a source has been doing, from its runs.
type SourceHealth struct {
	Source      string          `json:"source"`
	LastRun     time.Time       `json:"last_run,omitzero"`
	LastSuccess time.Time       `json:"last_success,omitzero"`
	LastArticle time.Time       `json:"last_article,omitzero"`
	FailingFrom time.Time       `json:"failing_from,omitzero"` // zero while the source answers
	Outcome     Outcome         `json:"outcome"`               // of the last run
	Detail      string          `json:"detail,omitempty"`
	Step        Step            `json:"step,omitempty"`
	Articles24h int             `json:"articles_24h"`
	Usual24h    *Usual          `json:"usual_24h,omitempty"` // nil while too little is known
	Outcomes24h map[Outcome]int `json:"outcomes_24h,omitempty"`
	Pending     int             `json:"pending"` // links found and not yet read
}

// Usual is how many articles a source yields in the 24 hours that end at this hour: the median of those of so many weeks
// before, at the same hours of the week, or of so many days before while it is not known for two weeks.
type Usual struct {
	Articles int `json:"articles"`
	Weeks    int `json:"weeks,omitempty"`
	Days     int `json:"days,omitempty"`
}

// Meagre reports whether a source answers and yields far less than it usually does: less than a third, where it usually
// yields enough for that to be no accident.
func (h SourceHealth) Meagre() bool {
	const enough = 5
	return h.FailingFrom.IsZero() && h.Usual24h != nil && h.Usual24h.Articles >= enough && 3*h.Articles24h < h.Usual24h.Articles
}
