package notify_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

// revised is a rig whose two parts are posted in two channels and a group, the first of them with a later version.
func revised(t *testing.T, empty bool) *rig {
	t.Helper()
	r := newRig(t)
	s := r.ledger.(*store.Store)
	if _, err := s.SaveMessages(t.Context(), parts(2)); err != nil {
		t.Fatal(err)
	}
	r.deliver(2, first, second, saar.Chat{ID: group})
	r.revise(1, empty)
	return r
}

func (r *rig) revise(overlays int, empty bool) {
	r.Helper()
	if err := r.ledger.(*store.Store).SaveRevision(r.Context(), saar.Revision{
		Digest: digest, Rendering: "telegram", Part: 1, Overlays: overlays, Empty: empty, Text: "<b>नया</b> " + strings.Repeat("।", overlays), Made: time.Now(),
	}); err != nil {
		r.Fatal(err)
	}
}

func (r *rig) due() []saar.Edit {
	r.Helper()
	due, err := r.ledger.(*store.Store).DueEdits(r.Context(), time.Now().Add(time.Hour), 100)
	if err != nil {
		r.Fatal(err)
	}
	return due
}

// edit makes what is due until nothing is tried any more, as the pipeline does.
func (r *rig) edit() {
	r.Helper()
	for range 20 {
		tried, err := r.post().Edit(r.Context(), r.due())
		if err != nil {
			r.Fatal(err)
		}
		if tried == 0 {
			return
		}
	}
	r.Error("the edits do not end")
}

func TestEveryPostShowsTheLastVersionAfterOneEdit(t *testing.T) {
	r := revised(t, false)
	r.revise(2, false)
	r.edit()
	r.edit()
	for _, chat := range []saar.Chat{first, second, {ID: group}} {
		if got := r.posted(chat); got[0] != "नया ।।" || got[1] != want(2)[1] || len(got) != 2 {
			t.Errorf("chat %s holds %q", chat, got)
		}
		if d := r.row(chat, 1); d.Version != 2 || d.State != saar.Sent {
			t.Errorf("the ledger says %+v", d)
		}
	}
	if n := r.server.Count("editMessageText"); n != 3 {
		t.Errorf("%d edits, want one for each chat", n)
	}
}

// An edit whose answer is lost is made again: Telegram then says that nothing changes, and that is success.
func TestAnEditWhoseAnswerIsLostIsRepeated(t *testing.T) {
	for name, reply := range map[string]telegramtest.Reply{"lost": telegramtest.LoseReply, "reset": telegramtest.Reset, "502": telegramtest.BadGatewayAfter} {
		r := revised(t, false)
		r.server.Inject(telegramtest.Fault{Method: "editMessageText", Chat: first.ID, Times: 2, Reply: reply})
		r.edit()
		if got := r.posted(first); got[0] != "नया ।" {
			t.Errorf("%s: chat holds %q", name, got)
		}
		if left := r.due(); len(left) != 0 {
			t.Errorf("%s: still due: %+v", name, left)
		}
	}
}

// An edit waits as long as Telegram asks; the other chats do not wait for it.
func TestAFloodedEditWaits(t *testing.T) {
	r := revised(t, false)
	r.server.Inject(telegramtest.Fault{Method: "editMessageText", Chat: first.ID, Times: 1, Reply: telegramtest.Flood(1)})
	r.edit()
	left := r.due()
	if len(left) != 1 || left[0].Post.Key.Chat != first || left[0].Tries != 0 || time.Until(left[0].NotBefore) < 500*time.Millisecond {
		t.Fatalf("due: %+v", left)
	}
	if got := r.posted(second); got[0] != "नया ।" {
		t.Errorf("the other channel holds %q", got)
	}
	if held, err := r.ledger.Held(t.Context(), "chat/-1001000000111"); err != nil || time.Until(held) < 500*time.Millisecond {
		t.Errorf("held until %v, %v", held, err)
	}
}

// A part of which no story is left is deleted, and edited where that is refused or where it is too old.
func TestAPartWithoutStoriesIsDeletedOrEdited(t *testing.T) {
	r := revised(t, true)
	r.server.Inject(telegramtest.Fault{
		Method: "deleteMessage", Chat: second.ID, Times: 1, Reply: telegramtest.Refuse(http.StatusBadRequest, "Bad Request: message can't be deleted"),
	})
	r.edit()
	if got := r.posted(first); len(got) != 1 || got[0] != want(2)[1] {
		t.Errorf("the first channel holds %q", got)
	}
	if got := r.posted(second); len(got) != 2 || got[0] != "नया ।" {
		t.Errorf("the second channel holds %q", got)
	}

	old := revised(t, true)
	due := old.due()
	for i := range due {
		due[i].Post.Updated = time.Now().Add(-49 * time.Hour)
	}
	if _, err := old.post().Edit(t.Context(), due); err != nil {
		t.Fatal(err)
	}
	if got := old.posted(first); len(got) != 2 || got[0] != "नया ।" || old.server.Count("deleteMessage") != 0 {
		t.Errorf("an old post: %q, %d deleted", got, old.server.Count("deleteMessage"))
	}
}

// What cannot be edited is the operator's: a post without an id, and one that Telegram refuses.
func TestAnEditThatFailsIsTold(t *testing.T) {
	r := revised(t, false)
	r.server.Inject(telegramtest.Fault{
		Method: "editMessageText", Chat: first.ID, Times: 1, Reply: telegramtest.Refuse(http.StatusBadRequest, "Bad Request: message can't be edited"),
	})
	r.edit()
	r.edit()
	if left := r.due(); len(left) != 0 {
		t.Errorf("still due: %+v", left)
	}
	alarms := r.posted(saar.Chat{ID: admin})
	if len(alarms) != 1 || !strings.Contains(alarms[0], "message can't be edited") || !strings.Contains(alarms[0], "by hand") {
		t.Errorf("alarms: %q", alarms)
	}
}

// Two senders at once would break Telegram's limits: while another process has the lease nothing is edited.
func TestEditsKeepToTheSenderLease(t *testing.T) {
	r := revised(t, false)
	other := open(t, r.path)
	_, release, err := other.Claim(t.Context(), "sender")
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if _, err := r.post().Edit(t.Context(), r.due()); !errors.Is(err, saar.ErrHeld) {
		t.Errorf("edited beside another sender: %v", err)
	}
	if n := r.server.Count("editMessageText"); n != 0 {
		t.Errorf("%d edits", n)
	}
}

// A post that somebody has deleted says nothing any more: there is nothing to edit, and nothing to tell the operator.
func TestAPostThatWasDeletedNeedsNoEdit(t *testing.T) {
	r := revised(t, false)
	if err := r.client.Delete(t.Context(), first.ID, r.row(first, 1).MessageID); err != nil {
		t.Fatal(err)
	}
	r.edit()
	if left, alarms := r.due(), r.posted(saar.Chat{ID: admin}); len(left) != 0 || len(alarms) != 0 {
		t.Errorf("due %+v, alarms %q", left, alarms)
	}
}

// A message that was sent in an earlier version is recognised in its channel all the same, so that it is not sent twice.
func TestAnUncertainPartIsFoundAfterItWasRevised(t *testing.T) {
	r := newRig(t)
	s := r.ledger.(*store.Store)
	if _, err := s.SaveMessages(t.Context(), parts(2)); err != nil {
		t.Fatal(err)
	}
	r.fault(telegramtest.LoseReply, first, 0, 1)
	die := r.cfg
	die.AdminChat = 0
	r.cfg, die = die, r.cfg
	r.deliver(1, first) // the answer is lost, and there is nowhere to look
	r.cfg = die
	r.revise(1, false)
	stored, err := s.Messages(t.Context(), digest, "telegram")
	if err != nil {
		t.Fatal(err)
	}
	d := r.state(first, 1, saar.Uncertain)
	d.Owner = "a sender that died"
	if ok, err := s.Move(t.Context(), d, saar.Uncertain); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if _, err := r.post().Deliver(t.Context(), digest, stored, []saar.Chat{first}, time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if d := r.state(first, 1, saar.Sent); d.Version != 0 {
		t.Errorf("it is said to show version %d", d.Version)
	}
	r.edit()
	if got := r.posted(first); len(got) != 2 || got[0] != "नया ।" {
		t.Errorf("the channel holds %q", got)
	}
}
