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
}

// Discovery is what one look at a source found. Memo replaces the source's memo; it must be kept together with the
// links, or an "unchanged" answer would lose links that were found and never kept.
type Discovery struct {
	Links     []Link
	Memo      Memo
	Unchanged bool // every address asked was unchanged
}

// Reading is the end of one attempt to read a link.
type Reading struct {
	Link        Link
	Outcome     Outcome
	Detail      string      // the error's text, or why a page is no article; for the operator
	Article     *Article    // only with OK
	Fingerprint Fingerprint // of the article's body
	DuplicateOf string      // canonical URL of the article kept instead; only with Duplicate
	RetryAt     time.Time   // when a transient outcome may be tried again
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
	Outcomes24h map[Outcome]int `json:"outcomes_24h,omitempty"`
	Pending     int             `json:"pending"` // links found and not yet read
}
