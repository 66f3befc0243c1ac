package pipeline

import (
	"context"
	"errors"
	"fmt"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

// Recompile returns a stored digest, and what today's rules and configuration make of the same window at the same time,
// from the articles as they are kept now, both with the digest's overlays. It stores nothing. The error is saar.ErrNotFound when no such digest is stored,
// and *PrunedError when the articles are no longer whole.
func (p *Pipeline) Recompile(ctx context.Context, id saar.DigestID) (stored, again saar.Digest, err error) {
	edition, err := p.edition(id.Edition)
	if err != nil {
		return stored, again, err
	}
	if stored, err = p.store.Digest(ctx, id); err != nil {
		return stored, again, err
	}
	articles, err := p.store.Articles(ctx, stored.Window, stored.Window.To.Add(-edition.MaxAge))
	if err != nil {
		return stored, again, err
	}
	if gone := pruned(articles); gone > 0 {
		return stored, again, &PrunedError{Gone: gone, Articles: len(articles)}
	}
	earlier, err := p.earlier(ctx, edition, stored.Window.To.Add(-3*edition.Window))
	if err != nil {
		return stored, again, err
	}
	if articles, err = p.untold(ctx, articles); err != nil {
		return stored, again, err
	}
	withdrawn, err := p.store.Withdrawn(ctx, stored.Window.To.Add(-3*edition.Window))
	if err != nil {
		return stored, again, err
	}
	again = digest.Compile(digest.Input{
		Edition: edition, ID: id, Window: stored.Window, Articles: articles, Earlier: earlier, Now: stored.Compiled,
		Withdrawn: withdrawn, Sources: stored.Sources,
	})
	again.Late = stored.Late
	overlays, err := p.store.Overlays(ctx, id)
	return stored, again.With(overlays), errors.Join(err, ctx.Err())
}

// PrunedError means that a window's articles have lost bodies to age: what would be made of the rest says nothing.
type PrunedError struct {
	Gone     int // articles without the body that they had
	Articles int // of the window
}

func (e *PrunedError) Error() string {
	return fmt.Sprintf("%d of its %d articles have no body any more", e.Gone, e.Articles)
}

// pruned counts the articles that have no body and are not copies, which never had one.
func pruned(articles []saar.Article) int {
	n := 0
	for _, a := range articles {
		if len(a.Body) == 0 && a.CopyOf == "" {
			n++
		}
	}
	return n
}
