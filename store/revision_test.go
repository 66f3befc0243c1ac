package store_test

import (
	"testing"
	"time"

	"github.com/saar-news/saar"
)

func version(overlays int, text string) saar.Revision {
	return saar.Revision{Digest: subah, Rendering: "telegram", Part: 1, Overlays: overlays, Text: text, Made: morning}
}

// Two processes that render a new version at once store one; whoever sends or edits takes the stored text.
func TestAVersionIsStoredOnce(t *testing.T) {
	s, ctx := open(t), t.Context()
	must[[]saar.Message](t)(s.SaveMessages(ctx, parts("एक", "दो")))
	for _, r := range []saar.Revision{version(1, "एक का दूसरा रूप"), version(1, "और कुछ"), version(3, "तीसरा रूप")} {
		check(t, s.SaveRevision(ctx, r))
	}
	first, second := version(1, "एक का दूसरा रूप"), version(3, "तीसरा रूप")
	first.Version, second.Version = 1, 2
	same(t, "versions", must[[]saar.Revision](t)(s.Revisions(ctx, subah, "telegram")), []saar.Revision{first, second})
	want := parts("तीसरा रूप", "दो")
	want[0].Version, want[0].Earlier = 2, []string{"एक", "एक का दूसरा रूप"}
	same(t, "messages", must[[]saar.Message](t)(s.Messages(ctx, subah, "telegram")), want)
}

// A post is due until it shows the last version; one that was sent in it never is, and a group that moves keeps its edits.
func TestWhichPostsAreDue(t *testing.T) {
	s, ctx := open(t), t.Context()
	must[[]saar.Message](t)(s.SaveMessages(ctx, parts("एक", "दो")))
	send := func(chat int64, version int) {
		t.Helper()
		d := row(chat, 1)
		check(t, s.Enlist(ctx, []saar.Delivery{d}))
		d.State, d.MessageID, d.Version = saar.Sent, 7, version
		same(t, "sent", must[bool](t)(s.Move(ctx, d, saar.Pending)), true)
	}
	due := func(now time.Time) (chats []int64) {
		t.Helper()
		for _, e := range must[[]saar.Edit](t)(s.DueEdits(ctx, now, 10)) {
			chats = append(chats, e.Post.Key.Chat.ID)
		}
		return chats
	}
	send(-100, 0)
	check(t, s.SaveRevision(ctx, version(1, "नया")))
	send(-200, 1)
	now := time.Now()
	same(t, "due", due(now), []int64{-100})

	e := must[[]saar.Edit](t)(s.DueEdits(ctx, now, 1))[0]
	e.State, e.NotBefore, e.Tries = saar.EditPending, now.Add(time.Minute), 3
	check(t, s.SaveEdit(ctx, e))
	check(t, s.Migrate(ctx, -100, -1000))
	same(t, "waits", len(due(now)), 0)
	same(t, "later", due(now.Add(time.Minute)), []int64{-1000})
	e = must[[]saar.Edit](t)(s.DueEdits(ctx, now.Add(time.Minute), 1))[0]
	same(t, "tries", e.Tries, 3)
	e.State = saar.EditDone
	check(t, s.SaveEdit(ctx, e))
	same(t, "done", len(due(now.Add(time.Hour))), 0)
	listed := must[[]saar.Edit](t)(s.AllEdits(ctx, 10))
	if len(listed) != 1 || listed[0].State != saar.EditDone || listed[0].Post.Version != 1 {
		t.Errorf("listed: %+v", listed)
	}
}
