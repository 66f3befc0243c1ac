// Package extract turns a page into an article: its text, and what is known of it.
//
// It is pure: bytes in, values out. It never fails loudly; what a page turned out to be is its Result's Kind and Outcome.
package extract

import "github.com/saar-news/saar"

// Kind is what a page turned out to be. Only an Article may enter a digest.
type Kind string

// The kinds of page.
const (
	Article Kind = "article"
	Live    Kind = "live"    // a live blog: dated entries, newest first
	Video   Kind = "video"   // a player with a line or two of text
	Photo   Kind = "photo"   // a gallery
	Listing Kind = "listing" // a section, tag, search or author page
	Home    Kind = "home"    // an outlet's front page
	Forum   Kind = "forum"   // posts by readers
	Product Kind = "product" // something for sale, a service, an organisation's own pages
	Login   Kind = "login"   // a form stands where the text should be
	Error   Kind = "error"   // "not found" and the like, whatever the status said
	Paywall Kind = "paywall" // a few lines, the rest for subscribers
	Empty   Kind = "empty"   // no text to speak of
)

// Drop is a block of the body that was left out, and the name of the rule that left it out.
type Drop struct {
	Rule string `json:"rule"`
	Text string `json:"text"`
}

// Result is what one page holds.
type Result struct {
	Article   saar.Article // filled as far as the page allows, whatever its kind
	Kind      Kind
	Canonical string // the article's identity, as in Article.URL
	Dropped   []Drop // in page order
	Outcome   saar.Outcome
	Reason    string // for a person: why the page is no article
}
