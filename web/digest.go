package web

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
)

// digestPage is a digest with the ways to the ones beside it.
type digestPage struct {
	Digest         template.HTML // as rendered: header, main and footer
	Earlier, Later *entry        // of the same edition; nil: none within a month
}

func (s *site) digest(r *http.Request) (answer, error) {
	id, err := saar.ParseDigestID(r.PathValue("edition") + "/" + r.PathValue("date"))
	if err != nil {
		return answer{}, saar.ErrNotFound
	}
	d, err := s.archive.Digest(r.Context(), id)
	if err != nil {
		return answer{}, err
	}
	var p digestPage
	page := render.HTML(d, func(story saar.Story) string { return storyPath(story.ID) })
	if p.Digest, err = between(page, d.ID, "<body>", "</body>"); err != nil {
		return answer{}, err
	}
	if p.Earlier, err = s.beside(r.Context(), id, -1); err != nil {
		return answer{}, err
	}
	if p.Later, err = s.beside(r.Context(), id, +1); err != nil {
		return answer{}, err
	}
	return show("digest", view{
		Title: title(d) + " – " + hindiDate(id.Date), Page: p,
		Feeds: feedLinks(id.Edition, title(d)),
	})
}

// between is what stands between two marks of a digest's page. That page is whole, with a stylesheet within, which our
// policy forbids; its content is taken as it is, so that a digest reads the same everywhere. Texts within are escaped and
// cannot be a mark.
func between(page string, id saar.DigestID, from, to string) (template.HTML, error) {
	_, rest, ok := strings.Cut(page, from)
	content, _, ok2 := strings.Cut(rest, to)
	if !ok || !ok2 {
		return "", fmt.Errorf("digest %s: the rendered page has no %s … %s", id, from, to)
	}
	return template.HTML(content), nil //nolint:gosec // it comes from html/template
}

// beside seeks the digest of the same edition that is nearest in steps of so many days.
func (s *site) beside(ctx context.Context, id saar.DigestID, step int) (*entry, error) {
	at, err := time.Parse(time.DateOnly, id.Date)
	if err != nil {
		return nil, err
	}
	for range archiveDays {
		at = at.AddDate(0, 0, step)
		d, err := s.archive.Digest(ctx, saar.DigestID{Edition: id.Edition, Date: at.Format(time.DateOnly)})
		if errors.Is(err, saar.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return &entry{Title: hindiDate(d.ID.Date), Path: pathOf(d.ID)}, nil
	}
	return nil, nil
}
