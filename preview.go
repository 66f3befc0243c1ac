package saar

import "time"

// PreviewState is how an edition stands that an operator may look at, or keep back, before it goes out.
type PreviewState string

// The states. From PreviewOpen and PreviewHeld an edition may still change; the others are its end.
const (
	PreviewOpen     PreviewState = "open"     // it goes out at its time unless it is held
	PreviewHeld     PreviewState = "held"     // it goes out when an operator releases it
	PreviewReleased PreviewState = "released" // it is going out: its time came, or an operator sent it
	PreviewOut      PreviewState = "out"      // nothing is left to be sent
	PreviewLapsed   PreviewState = "lapsed"   // it was held until its grace time was over
)

// Preview is an edition of one date before it goes out: what its operators decided about it, and where they see it.
type Preview struct {
	Number  int64 // stands for the digest in buttons, whose data is short
	Digest  DigestID
	State   PreviewState
	By      string    // who brought it into this state; empty: nobody, the time came
	At      time.Time // when
	Shown   int       // parts of the digest that are in the admin chat
	Message int       // id of the message there that has the buttons; 0: none yet
	Changes int       // of what it says, counted; at least 1
	Drawn   int       // how many of them that message shows; 0: nothing yet
}

// Withheld reports whether readers may not see the digest, anywhere.
func (p Preview) Withheld() bool {
	return p.State == PreviewOpen || p.State == PreviewHeld || p.State == PreviewLapsed
}

// RulingKind is what an operator does by a button or a command.
type RulingKind string

// The kinds of ruling.
const (
	RuleHold    RulingKind = "hold"    // keep the edition back
	RuleSend    RulingKind = "send"    // let it go out now
	RuleTakeOut RulingKind = "takeout" // take a story out of it
	RulePutBack RulingKind = "putback" // and put it in again
	RuleAnswer  RulingKind = "answer"  // say what became of an uncertain delivery
)

// Ruling is one decision of an operator.
type Ruling struct {
	Kind     RulingKind
	By       string // the operator's name, as others in the admin chat know it
	Digest   DigestID
	Story    string   // id; with RuleTakeOut and RulePutBack
	Delivery Delivery // with RuleAnswer: the row as it becomes, if it is still uncertain
}

// Ruled is what became of a ruling.
type Ruled struct {
	Fresh   bool    // false: the update that brought it was heard before
	Changed bool    // false: it came too late, or it stood so already
	Preview Preview // of the edition, as it stands now; not with RuleAnswer
}
