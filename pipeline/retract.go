package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

// Retractions say what is never told again.
type Retractions interface {
	Retract(ctx context.Context, r saar.Retraction) ([]saar.Overlay, error)
	Retractions(ctx context.Context) ([]saar.Retraction, error)
	// Withdrawn returns the stories that were retracted from digests whose windows ended at since or later.
	Withdrawn(ctx context.Context, since time.Time) ([]saar.Story, error)
}

// Retract takes the story that tells an address, which must be canonical, out of all digests, for good, and edits the
// posts as far as that can be done now; Revise does the rest. It returns what was laid over which digests, and how many
// posts wait to be edited.
func (p *Pipeline) Retract(ctx context.Context, r saar.Retraction) (laid []saar.Overlay, waiting int, err error) {
	if laid, err = p.store.Retract(ctx, r); err != nil {
		return laid, 0, err
	}
	old, err := p.withoutNote(ctx, laid)
	if err != nil {
		return laid, 0, err
	}
	if len(old) > 0 && p.post != nil {
		p.post.Alarm(ctx, byHand("A story was retracted", r.URL, old))
	}
	waiting, err = p.Revise(ctx)
	return laid, waiting, err
}

// withoutNote are the posts of parts of which nobody noted which stories they hold: they are never edited.
func (p *Pipeline) withoutNote(ctx context.Context, laid []saar.Overlay) (posts []saar.Delivery, err error) {
	var seen []saar.DigestID
	for _, o := range laid {
		if o.Early || slices.Contains(seen, o.Digest) {
			continue
		}
		seen = append(seen, o.Digest)
		rows, err := p.store.Deliveries(ctx, o.Digest)
		if err != nil {
			return nil, err
		}
		parts := map[string][]saar.Message{}
		for _, d := range rows {
			if d.State != saar.Sent || d.Key.Chat.ID > 0 {
				continue
			}
			if _, read := parts[d.Rendering]; !read {
				if parts[d.Rendering], err = p.store.Messages(ctx, o.Digest, d.Rendering); err != nil {
					return nil, err
				}
			}
			if m := parts[d.Rendering]; d.Key.Part <= len(m) && m[d.Key.Part-1].Stories == nil {
				posts = append(posts, d)
			}
		}
	}
	return posts, nil
}

// untold leaves out the articles that are retracted or repeat what is.
func (p *Pipeline) untold(ctx context.Context, articles []saar.Article) ([]saar.Article, error) {
	retractions, err := p.store.Retractions(ctx)
	if err != nil || len(retractions) == 0 {
		return articles, err
	}
	return slices.DeleteFunc(articles, func(a saar.Article) bool {
		return slices.ContainsFunc(retractions, func(r saar.Retraction) bool { return r.Covers(a) })
	}), nil
}

// byHand asks the operator to edit posts that saar cannot edit.
func byHand(what, of string, posts []saar.Delivery) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\nEdit these posts by hand; a saar sent them that did not note which stories a part holds:", what, of)
	for _, d := range posts {
		fmt.Fprintf(&b, "\n%s, message %d", d.Key, d.MessageID)
	}
	return b.String()
}
