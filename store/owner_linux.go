package store

import (
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"

	"github.com/saar-news/saar"
)

// openOwners locks a byte of its own in the file at path. The kernel drops an open-file-description lock when the process
// ends, however it ends, and tells others about it also from another container (fcntl(2), "Open file description
// locks"): no pid and no clock has to be trusted. On a file system without such locks only expiry counts.
func openOwners(path string) (*owners, error) {
	id, place := newOwnerID()
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	lock := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart, Start: place, Len: 1}
	err = unix.FcntlFlock(file.Fd(), unix.F_OFD_SETLK, &lock)
	switch {
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOLCK), errors.Is(err, unix.EOPNOTSUPP), errors.Is(err, unix.ENOSYS):
		return &owners{id: id}, file.Close()
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EACCES):
		_ = file.Close()
		return nil, fmt.Errorf("%w: `saar restore` is at work, try again when it is done", saar.ErrHeld)
	case err != nil:
		_ = file.Close()
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return &owners{id: id, file: file}, nil
}

// seize takes the places of all owners at once, or returns saar.ErrHeld when anybody has one: nobody else can open the
// database until it is closed.
func seize(path string) (*owners, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	all := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart, Start: 0, Len: firstTurn}
	err = unix.FcntlFlock(file.Fd(), unix.F_OFD_SETLK, &all)
	if errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EACCES) {
		err = fmt.Errorf("%w: stop saar first (systemctl stop saar)", saar.ErrHeld)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return &owners{file: file}, nil
}

// alive asks the kernel whether an owner's process lives. known is false when it cannot tell.
func (o *owners) alive(owner string) (alive, known bool) {
	if owner == o.id {
		return true, true
	}
	place, ok := placeOf(owner)
	if o.file == nil || !ok {
		return false, false
	}
	lock := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart, Start: place, Len: 1}
	if err := unix.FcntlFlock(o.file.Fd(), unix.F_OFD_GETLK, &lock); err != nil {
		return false, false
	}
	return lock.Type != unix.F_UNLCK, true
}

// lock takes a byte, or returns saar.ErrHeld while another process or another Store has it.
func (o *owners) lock(place int64) error {
	lock := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart, Start: place, Len: 1}
	err := unix.FcntlFlock(o.file.Fd(), unix.F_OFD_SETLK, &lock)
	if errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EACCES) {
		return saar.ErrHeld
	}
	return err
}

// unlock frees a byte. It cannot fail on a file that is open; one that is closed has no locks.
func (o *owners) unlock(place int64) {
	lock := unix.Flock_t{Type: unix.F_UNLCK, Whence: io.SeekStart, Start: place, Len: 1}
	_ = unix.FcntlFlock(o.file.Fd(), unix.F_OFD_SETLK, &lock)
}
