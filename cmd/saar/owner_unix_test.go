//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Who runs a command as somebody else than the service is told the whole of what to run instead.
func TestAnotherUsersDatabaseIsRefused(t *testing.T) {
	got := foreign("/var/lib/saar/saar.db", "/etc/saar/config.yaml", "saar", "root").Error()
	for _, want := range []string{
		"/var/lib/saar/saar.db belongs to the user saar, and this is root", "systemd-run -qPG --wait -p User=saar ",
		"LoadCredential=telegram-token:/etc/saar/telegram-token", "/usr/bin/saar -c /etc/saar/config.yaml …",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	if got := foreign("/home/ram/saar.db", "config.yaml", "ram", "root").Error(); !strings.Contains(got, "sudo -u ram saar -c config.yaml …") {
		t.Error(got)
	}
}

// One's own database, and one that is not there yet in one's own folder, are nobody else's.
func TestOnesOwnDatabaseIsNot(t *testing.T) {
	s := settings{database: filepath.Join(t.TempDir(), "saar.db")}
	if err := s.checkOwner(); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(s.database, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.checkOwner(); err != nil {
		t.Error(err)
	}
}
