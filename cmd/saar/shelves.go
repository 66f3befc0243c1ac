package main

import (
	"context"
	"slices"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// shelves is the store as readers of the web page may see it: without the digests that are withheld from them.
type shelves struct{ *store.Store }

// Digest returns a digest, or saar.ErrNotFound.
func (s shelves) Digest(ctx context.Context, id saar.DigestID) (saar.Digest, error) {
	withheld, err := s.Withheld(ctx)
	if err != nil {
		return saar.Digest{}, err
	}
	if withheld[id] {
		return saar.Digest{}, saar.ErrNotFound
	}
	return s.Store.Digest(ctx, id)
}

// Digests returns the digests of an edition, or of all, whose windows ended at since or later.
func (s shelves) Digests(ctx context.Context, edition string, since time.Time) ([]saar.Digest, error) {
	withheld, err := s.Withheld(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Digests(ctx, edition, since)
	return slices.DeleteFunc(all, func(d saar.Digest) bool { return withheld[d.ID] }), err
}

// Tellings returns the digests in which a story was told.
func (s shelves) Tellings(ctx context.Context, story string, limit int) ([]saar.DigestID, error) {
	withheld, err := s.Withheld(ctx)
	if err != nil {
		return nil, err
	}
	ids, err := s.Store.Tellings(ctx, story, limit)
	return slices.DeleteFunc(ids, func(id saar.DigestID) bool { return withheld[id] }), err
}
