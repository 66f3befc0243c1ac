package saar

import "time"

// Revision is a later version of a stored part, made when a story that it holds was corrected or retracted. It is stored
// before any post is edited, and never rendered again.
type Revision struct {
	Digest     DigestID
	Rendering  string
	Part       int
	Version    int  // from 1
	Overlays   int  // number of the last overlay that it has
	Correction bool // what is new in it are corrections only
	Empty      bool // no story is left in it
	Text       string
	Made       time.Time
}

// EditState is what became of bringing a revision to a post. An edit whose answer is lost stays pending: made again, it
// changes nothing.
type EditState string

// The states.
const (
	EditPending EditState = "pending"
	EditDone    EditState = "done"
	EditDeleted EditState = "deleted" // the post had no story left
	EditFailed  EditState = "failed"  // the post stays as it was
)

// Edit is a revision on its way to one post.
type Edit struct {
	Post      Delivery // as it was posted
	Version   int
	Text      string
	Empty     bool
	State     EditState
	Reason    string // why it failed or waits; never holds a secret
	Tries     int
	NotBefore time.Time
	Updated   time.Time
}
