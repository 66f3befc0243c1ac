package pipeline_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
	"github.com/saar-news/saar/pipeline"
)

var today = saar.DigestID{Edition: "subah", Date: "2026-11-20"}

// desk runs f at noon in an office that has read as many pieces of news, one a second.
func desk(t *testing.T, pieces int, f func(t *testing.T, o *office)) {
	t.Helper()
	room(t, []saar.Source{prabhat("prabhat"), prabhat("samvad")}, func(t *testing.T, o *office) {
		for n := range pieces {
			o.print("prabhat", n)
			o.collect("prabhat")
			pass(time.Second)
		}
		f(t, o)
	})
}

// publish publishes today's edition with what there is now.
func (o *office) publish() (pipeline.Status, error) {
	return o.pipeline.Publish(o.t.Context(), today, time.Now(), time.Now().Add(time.Hour))
}

// messages returns the stored parts of today's edition.
func (o *office) messages() []saar.Message {
	o.t.Helper()
	parts, err := o.store.Messages(o.t.Context(), today, render.Rendering)
	if err != nil {
		o.t.Fatal(err)
	}
	return parts
}

// An edition is compiled once. Later news, another title and another order of stories change nothing that has been
// stored, and what has been posted is not posted again.
func TestEditionIsCompiledOnce(t *testing.T) {
	desk(t, 2, func(t *testing.T, o *office) {
		first, err := o.publish()
		if err != nil || !first.Done() || first.Sent != first.Parts || first.Parts != 1 {
			t.Fatalf("first: %+v, %v", first, err)
		}
		parts := o.messages()

		o.print("samvad", 5)
		o.collect("samvad")
		o.config.Editions[0].Title, o.config.Editions[0].Stories = "शाम का सार", 1
		o.pipeline = o.another()
		pass(4 * 24 * time.Hour) // there is no news of this window
		second, err := o.publish()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, second); diff != "" {
			t.Errorf("the second time (-first +second):\n%s", diff)
		}
		if diff := cmp.Diff(parts, o.messages()); diff != "" {
			t.Errorf("stored parts (-first +second):\n%s", diff)
		}
		if diff := cmp.Diff(o.post.calls[0].parts, o.post.calls[1].parts); diff != "" {
			t.Errorf("parts to deliver (-first +second):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"subah/2026-11-20"}, o.post.dates(t)); diff != "" {
			t.Errorf("published (-want +got):\n%s", diff)
		}
	})
}

// Two saars that publish an edition at once tell readers the same, once, whatever each of them had read.
func TestTwoPublishAtOnce(t *testing.T) {
	desk(t, 3, func(t *testing.T, o *office) {
		pipelines := []*pipeline.Pipeline{o.pipeline, o.another(), o.another()}
		told := make([]pipeline.Status, len(pipelines))
		var working sync.WaitGroup
		for i, p := range pipelines {
			working.Go(func() {
				cutoff := time.Now().Add(time.Duration(i-3) * time.Second) // each knows of one piece more
				status, err := p.Publish(t.Context(), today, cutoff, time.Now().Add(time.Hour))
				if err != nil {
					t.Errorf("publish: %v", err)
				}
				told[i] = status
			})
		}
		working.Wait()
		for _, status := range told[1:] {
			if diff := cmp.Diff(told[0].Digest, status.Digest); diff != "" {
				t.Errorf("two digests of one edition:\n%s", diff)
			}
		}
		if diff := cmp.Diff([]string{"subah/2026-11-20"}, o.post.dates(t)); diff != "" {
			t.Errorf("published (-want +got):\n%s", diff)
		}
	})
}

// The text of a message is on disk before anybody may send it.
func TestPartsAreStoredBeforeDelivery(t *testing.T) {
	desk(t, 2, func(t *testing.T, o *office) {
		until := time.Now().Add(time.Hour)
		o.post.onDeliver = func(_ context.Context, parts []saar.Message) error {
			if diff := cmp.Diff(o.messages(), parts); diff != "" || len(parts) == 0 {
				t.Errorf("parts to deliver are not those stored (-stored +delivered):\n%s", diff)
			}
			return errors.New("the network is down")
		}
		status, err := o.publish()
		if err == nil || status.Done() || status.Waiting != status.Parts {
			t.Errorf("while the network is down: %+v, %v", status, err)
		}
		if got := o.post.calls[0].until; !got.Equal(until) {
			t.Errorf("deliver until %v, want %v", got, until)
		}
		o.post.onDeliver = nil
		if status, err = o.publish(); err != nil || status.Sent != status.Parts {
			t.Errorf("afterwards: %+v, %v", status, err)
		}
	})
}

// Parts that are stored are what is sent, also by a version of saar that would write them in another way.
func TestStoredPartsAreNeverRenderedAgain(t *testing.T) {
	desk(t, 2, func(t *testing.T, o *office) {
		draft, err := o.pipeline.Draft(t.Context(), today, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.store.SaveDigest(t.Context(), draft); err != nil {
			t.Fatal(err)
		}
		old := []saar.Message{
			{Digest: today, Rendering: render.Rendering, Part: 1, Parts: 2, Text: "पहला भाग"},
			{Digest: today, Rendering: render.Rendering, Part: 2, Parts: 2, Text: "दूसरा भाग"},
		}
		if _, err := o.store.SaveMessages(t.Context(), old); err != nil {
			t.Fatal(err)
		}
		status, err := o.publish()
		if err != nil || status.Sent != 2 {
			t.Errorf("publish: %+v, %v", status, err)
		}
		if diff := cmp.Diff(old, o.post.calls[0].parts); diff != "" {
			t.Errorf("parts to deliver (-stored +delivered):\n%s", diff)
		}
	})
}

// What cannot be known or done about a delivery is told apart from what is left to do.
func TestStatusTellsWhatIsLeft(t *testing.T) {
	desk(t, 1, func(t *testing.T, o *office) {
		o.config.Editions[0].Chats = []string{"-1001", "-1002", "-1003", "-1004"}
		o.pipeline = pipeline.New(o.config, o.web, o.store, o.post, slog.New(o.log), nil)
		ends := map[int64]saar.DeliveryState{-1002: saar.Failed, -1003: saar.Uncertain, -1004: saar.Sending}
		o.post.onDeliver = func(ctx context.Context, parts []saar.Message) error {
			for _, d := range pendingRows(parts, []saar.Chat{{ID: -1002}, {ID: -1003}, {ID: -1004}}) {
				d.State = ends[d.Key.Chat.ID]
				if moved, err := o.store.Move(ctx, d, saar.Pending); err != nil || !moved {
					t.Errorf("move %s: %v, %v", d.Key, moved, err)
				}
			}
			return nil
		}
		status, err := o.publish()
		status.Digest = saar.Digest{}
		want := pipeline.Status{Parts: 1, Sent: 1, Failed: 1, Uncertain: 1, Waiting: 1}
		if diff := cmp.Diff(want, status); diff != "" || err != nil || status.Done() {
			t.Errorf("status (-want +got):\n%s\n%v", diff, err)
		}
	})
}

// A preview shows what the edition would be, and leaves nothing behind.
func TestDraftStoresNothing(t *testing.T) {
	desk(t, 2, func(t *testing.T, o *office) {
		draft, err := o.pipeline.Draft(t.Context(), today, time.Now())
		if err != nil || len(draft.Stories) != 2 || !draft.Late {
			t.Errorf("draft at noon of the edition of seven: %d stories, late %v, %v", len(draft.Stories), draft.Late, err)
		}
		if draft.Sources != (saar.SourceCount{Total: 2, OK: 1}) {
			t.Errorf("sources %+v, want one of two: the other has not been read", draft.Sources)
		}
		if _, err := o.store.Digest(t.Context(), today); !errors.Is(err, saar.ErrNotFound) {
			t.Errorf("a digest is stored: %v", err)
		}
		if parts := o.messages(); len(parts) != 0 || len(o.post.calls) != 0 {
			t.Errorf("%d parts stored, %d deliveries", len(parts), len(o.post.calls))
		}
	})
}

// An edition covers what was first seen since the one before: at least its window, at most three times that.
func TestWindow(t *testing.T) {
	tests := []struct {
		name     string
		previous time.Duration // before now; 0: there is none
		want     time.Duration
	}{
		{"the first edition", 0, 24 * time.Hour},
		{"every day", 24 * time.Hour, 24 * time.Hour},
		{"some minutes late yesterday", 23*time.Hour + 50*time.Minute, 24 * time.Hour},
		{"twice in a morning", 2 * time.Hour, 24 * time.Hour},
		{"a day missed", 48 * time.Hour, 48 * time.Hour},
		{"a week missed", 7 * 24 * time.Hour, 72 * time.Hour},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			desk(t, 0, func(t *testing.T, o *office) {
				if test.previous > 0 {
					to := time.Now().Add(-test.previous)
					before := saar.Digest{
						ID: saar.DigestID{Edition: "subah", Date: "2026-11-01"}, Window: saar.Window{From: to.Add(-24 * time.Hour), To: to},
					}
					if _, err := o.store.SaveDigest(t.Context(), before); err != nil {
						t.Fatal(err)
					}
				}
				draft, err := o.pipeline.Draft(t.Context(), today, time.Now())
				if err != nil {
					t.Fatal(err)
				}
				if got := draft.Window.To.Sub(draft.Window.From); got != test.want || !draft.Window.To.Equal(time.Now()) {
					t.Errorf("window %v to %v, want the last %v", draft.Window.From, draft.Window.To, test.want)
				}
			})
		})
	}
}

// A morning without news is no digest: nothing is stored that would stand in the way of a later try.
func TestNoStories(t *testing.T) {
	desk(t, 0, func(t *testing.T, o *office) {
		if _, err := o.publish(); !errors.Is(err, pipeline.ErrNoStories) {
			t.Errorf("error %v", err)
		}
		if len(o.post.calls) != 0 {
			t.Error("an empty digest was delivered")
		}
		o.print("prabhat", 1)
		o.collect("prabhat")
		if status, err := o.publish(); err != nil || status.Sent != 1 {
			t.Errorf("when there is news: %+v, %v", status, err)
		}
	})
}

// Without a token the digest is compiled and stored all the same, and posted as it is when there is one.
func TestNoToken(t *testing.T) {
	desk(t, 2, func(t *testing.T, o *office) {
		mute := pipeline.New(o.config, o.web, o.store, nil, slog.New(o.log), nil)
		status, err := mute.Publish(t.Context(), today, time.Now(), time.Now().Add(time.Hour))
		if !errors.Is(err, pipeline.ErrNoToken) || len(status.Digest.Stories) != 2 {
			t.Errorf("without a token: %+v, %v", status, err)
		}
		stored := o.digest(today.Date)
		o.print("prabhat", 5)
		o.collect("prabhat")
		status, err = o.publish()
		if err != nil || status.Sent != 1 {
			t.Errorf("with a token: %+v, %v", status, err)
		}
		if diff := cmp.Diff(stored, status.Digest); diff != "" {
			t.Errorf("digest posted (-stored +posted):\n%s", diff)
		}
	})
}

// An edition that is not in the configuration is an error that says so.
func TestUnknownEdition(t *testing.T) {
	desk(t, 0, func(t *testing.T, o *office) {
		id := saar.DigestID{Edition: "shaam", Date: today.Date}
		if _, err := o.pipeline.Publish(t.Context(), id, time.Now(), time.Now()); !errors.Is(err, saar.ErrNotFound) {
			t.Errorf("publish: %v", err)
		}
		if _, err := o.pipeline.Draft(t.Context(), id, time.Now()); !errors.Is(err, saar.ErrNotFound) {
			t.Errorf("draft: %v", err)
		}
	})
}
