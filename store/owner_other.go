//go:build !linux

package store

import "github.com/saar-news/saar"

// openOwners gives the process an id; where the kernel keeps no lock for it, only expiry tells whether an owner lives.
func openOwners(string) (*owners, error) {
	id, _ := newOwnerID()
	return &owners{id: id}, nil
}

// seize cannot tell here whether anybody has the database open: the caller must know.
func seize(string) (*owners, error) { return &owners{}, nil }

func (o *owners) alive(owner string) (alive, known bool) { return owner == o.id, owner == o.id }

// lock and unlock are for owners with a file, which there are none of here.
func (o *owners) lock(int64) error { return saar.ErrHeld }

func (o *owners) unlock(int64) {}
