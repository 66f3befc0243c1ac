package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Whatever is started with a wrong configuration says what is wrong and ends with the status that systemd does not
// restart on, before it has touched anything.
func TestWrongConfigurationTouchesNothing(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/config/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d configurations, %v", len(files), err)
	}
	commands := [][]string{
		{},
		{"--scrape"},
		{"--digest"},
		{"--scrape", "--digest", "--dry-run"},
		{"check"},
		{"sources"},
		{"deliveries"},
		{"search", "नगर"},
		{"explain", "https://nav-prabhat.example/1"},
		{"backup", "copy.db"},
		{"inspect", "https://nav-prabhat.example/1"},
	}
	for i, file := range files {
		command := commands[i%len(commands)]
		if name := filepath.Base(file); name == "no_sources.yaml" || name == "empty.yaml" {
			command = commands[0] // inspect, say, needs no source
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(strings.TrimSuffix(file, ".yaml") + ".want")
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Base(file)
			if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{command, {}} {
				p := runSaar(t, folder, append([]string{"-c", name}, args...)...)
				if p.status() != exitConfig || p.out.String() != "" {
					t.Errorf("saar %v: exit status %d, want %d; stdout %q", args, p.status(), exitConfig, p.out.String())
				}
				if diff := cmp.Diff(string(want), p.err.String()); diff != "" {
					t.Errorf("saar %v: stderr (-want +got):\n%s", args, diff)
				}
			}
			entries, err := os.ReadDir(folder)
			if err != nil {
				t.Fatal(err)
			}
			if len(entries) != 1 {
				t.Errorf("a wrong configuration left files behind: %v", entries)
			}
		})
	}
}
