//go:build unix

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// checkOwner refuses to touch the database of another user, or to make one in another's folder: the files that root would
// leave there could not be read by the service any more, and who may not read them should learn what to do instead.
func (s settings) checkOwner() error {
	me := os.Geteuid()
	owner, err := ownerOf(s.database)
	if err != nil && (me == 0 || errors.Is(err, fs.ErrPermission)) {
		owner, err = ownerOf(filepath.Dir(s.database))
	}
	if err != nil || owner == me { // that it cannot be opened is for the store to say
		return nil
	}
	return foreign(s.database, s.path, userName(owner), userName(me))
}

// foreign says how a command is run as the user whose database it is.
func foreign(database, config, owner, me string) error {
	command := fmt.Sprintf("sudo -u %s saar -c %s …", owner, config)
	if owner == "saar" {
		command = "sudo systemd-run -qPG --wait -p User=saar -p LoadCredential=telegram-token:/etc/saar/telegram-token " +
			"-p SetCredential=telegram-token:unset /usr/bin/saar -c " + config + " …"
	}
	return fmt.Errorf("database %s belongs to the user %s, and this is %s: run it as that user: %s", database, owner, me, command)
}

func ownerOf(path string) (uid int, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(stat.Uid), nil
	}
	return os.Geteuid(), nil
}

func userName(uid int) string {
	known, err := user.LookupId(strconv.Itoa(uid))
	if err != nil {
		return strconv.Itoa(uid)
	}
	return known.Username
}
