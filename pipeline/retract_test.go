package pipeline_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/pipeline"
)

func (o *office) retract(url string) (laid []saar.Overlay, waiting int) {
	o.t.Helper()
	laid, waiting, err := o.pipeline.Retract(o.t.Context(), saar.Retraction{URL: url, By: "saar retract", Reason: "ग़लत", At: time.Now()})
	if err != nil {
		o.t.Fatal(err)
	}
	return laid, waiting
}

func headed(t *testing.T, d saar.Digest, n int) saar.Story {
	t.Helper()
	title, _ := text(n)
	for _, s := range d.Stories {
		if s.Title == title {
			return s
		}
	}
	t.Fatalf("no story is headed %q", title)
	return saar.Story{}
}

// Without a token the retraction is stored; who has one edits the post once, wherever saar was killed in between.
func TestARetractionWithoutATokenIsFinishedByWhoeverHasOne(t *testing.T) {
	desk(t, 3, func(t *testing.T, o *office) {
		if _, err := o.publish(); err != nil {
			t.Fatal(err)
		}
		story := headed(t, o.digest(today.Date), 1)
		mute := pipeline.New(o.config, o.web, o.store, nil, slog.New(o.log), nil)
		o.pipeline, mute = mute, o.pipeline
		laid, waiting := o.retract(story.URL)
		if len(laid) != 1 || laid[0].Story != story.ID || waiting != 1 || len(o.post.edited) != 0 {
			t.Fatalf("laid %+v, %d waiting", laid, waiting)
		}
		if tells(o.digest(today.Date), 1) {
			t.Error("the archive still tells it")
		}
		o.pipeline = mute
		for range 2 {
			if waiting, err := o.pipeline.Revise(t.Context()); err != nil || waiting != 0 {
				t.Errorf("%d posts wait: %v", waiting, err)
			}
		}
		if len(o.post.edited) != 1 || !strings.Contains(o.post.edited[0].Text, "यह ख़बर हटाई गई") ||
			strings.Contains(o.post.edited[0].Text, story.Title) || !strings.Contains(o.post.edited[0].Text, o.digest(today.Date).Stories[0].Title) {
			t.Errorf("edits: %+v", o.post.edited)
		}
		again, _ := o.retract(story.URL)
		if len(again) != 1 || again[0].Number != laid[0].Number || len(o.post.edited) != 1 {
			t.Errorf("a second time: %+v, %d edits", again, len(o.post.edited))
		}
	})
}

// A retracted story never returns: not when its page is read again, nor by another outlet's copy, nor under its id.
func TestARetractedStoryNeverReturns(t *testing.T) {
	room(t, []saar.Source{prabhat("prabhat"), prabhat("samvad")}, func(t *testing.T, o *office) {
		url := o.print("prabhat", 1)
		o.print("prabhat", 2)
		o.collect("prabhat")
		pass(time.Second)
		if _, err := o.publish(); err != nil {
			t.Fatal(err)
		}
		o.retract(url)
		pass(2 * time.Hour)
		o.web.rewrite(t, "prabhat", url, 1)
		copied := o.print("samvad", 1)
		o.print("samvad", 3)
		o.collect("prabhat")
		o.collect("samvad")
		pass(time.Second)
		draft, err := o.pipeline.Draft(t.Context(), saar.DigestID{Edition: "subah", Date: "2026-11-21"}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if !tells(draft, 3) || tells(draft, 1) {
			t.Errorf("the next digest tells %+v", draft.Stories)
		}
		for _, s := range draft.Stories {
			for _, m := range s.Members {
				if m.URL == copied || m.URL == url {
					t.Errorf("%s is told", m.URL)
				}
			}
		}
	})
}

// Retracted before it is sent, a story is in no part, and the next one is in its place.
func TestARetractionBeforeTheDigestIsSent(t *testing.T) {
	desk(t, 3, func(t *testing.T, o *office) {
		o.config.Editions[0].Stories = 2
		mute := pipeline.New(o.config, o.web, o.store, nil, slog.New(o.log), nil)
		o.pipeline = o.another()
		_, _ = mute.Publish(t.Context(), today, time.Now(), time.Now().Add(time.Hour))
		story := o.digest(today.Date).Stories[0]
		o.retract(story.URL)
		status, err := o.publish()
		if err != nil || !status.Done() || len(status.Digest.Shown()) != 2 {
			t.Fatalf("%+v, %v", status, err)
		}
		if sent := o.post.calls[0].parts[0]; strings.Contains(sent.Text, story.Title) || sent.Version != 0 || len(o.post.edited) != 0 {
			t.Errorf("sent:\n%s", sent.Text)
		}
	})
}

// Parts stored by a saar that did not note what they hold are the operator's to edit.
func TestOldPartsAreNeverEdited(t *testing.T) {
	desk(t, 2, func(t *testing.T, o *office) {
		draft, err := o.pipeline.Draft(t.Context(), today, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.store.SaveDigest(t.Context(), draft); err != nil {
			t.Fatal(err)
		}
		if _, err := o.store.SaveMessages(t.Context(), []saar.Message{{Digest: today, Rendering: "telegram", Part: 1, Parts: 1, Text: "पुराना"}}); err != nil {
			t.Fatal(err)
		}
		if _, err := o.publish(); err != nil {
			t.Fatal(err)
		}
		o.retract(draft.Stories[0].URL)
		if len(o.post.edited) != 0 || len(o.post.alarms) != 1 || !strings.Contains(o.post.alarms[0], "subah/2026-11-20/-1001/0/1, message 1") {
			t.Errorf("edits %+v, alarms %q", o.post.edited, o.post.alarms)
		}
	})
}

// A reader who has been sent the story reads in its place that it has left; who is served later is not told it at all.
func TestARetractionReachesReaders(t *testing.T) {
	readers(t, func(t *testing.T, o *office) {
		subscribe(t, o.store, saar.Subscriber{Chat: 5001})
		subscribe(t, o.store, saar.Subscriber{Chat: 5002, Time: 23 * 60})
		if _, err := o.publish(); err != nil {
			t.Fatal(err)
		}
		story := headed(t, o.digest(today.Date), 1)
		laid, waiting := o.retract(story.URL)
		if len(laid) != 1 || waiting != 0 || len(o.post.edited) != 2 {
			t.Fatalf("laid %+v, %d waiting, edits %+v", laid, waiting, o.post.edited)
		}
		for _, e := range o.post.edited {
			if strings.Contains(e.Text, story.Title) || !strings.Contains(e.Text, "यह ख़बर हटाई गई") {
				t.Errorf("%s was edited to:\n%s", e.Post.Key, e.Text)
			}
		}
		travel(instant(t, "2026-11-20T23:30:00+05:30"))
		if _, err := o.publish(); err != nil {
			t.Fatal(err)
		}
		rows, err := o.store.Deliveries(t.Context(), today, saar.Chat{ID: 5002})
		if err != nil || len(rows) != 1 || rows[0].State != saar.Sent {
			t.Fatalf("the reader served later: %+v, %v", rows, err)
		}
		parts, err := o.store.Messages(t.Context(), today, rows[0].Rendering)
		if err != nil || strings.Contains(parts[0].Text, story.Title) || strings.Contains(parts[0].Text, "हटाई गई") {
			t.Errorf("a reader served later is sent %+v, %v", parts, err)
		}
	})
}
