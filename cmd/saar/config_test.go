package main

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

var update = flag.Bool("update", false, "write the golden files")

// An operator whose configuration is wrong is told file, line, what is wrong and what to write instead.
func TestEveryMistakeIsExplained(t *testing.T) {
	files, err := filepath.Glob("testdata/config/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d configurations, %v", len(files), err)
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			_, err := loadConfig(path)
			var problem *configProblem
			if !errors.As(err, &problem) {
				t.Fatalf("loadConfig: %v, want a problem", err)
			}
			got := strings.ReplaceAll(err.Error(), "testdata/config/", "") + "\n"
			golden := strings.TrimSuffix(path, ".yaml") + ".want"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
		})
	}
}

// An operator who lets editions look back for years writes that once, and loses no text before an edition could tell it.
func TestDefaultsOfKeepFollowMaxAge(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.yaml")
	text := `scrape: {max_age: 87600h}
sources: [{id: nav, name: नव प्रभात, url: "https://nav-prabhat.example/"}]
editions: [{id: subah, schedule: "0 7 * * *", window: 87600h, chats: ["@saar_example"]}]
`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := loadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	want := saar.Retention{Bodies: 87600 * time.Hour, Bands: 87600 * time.Hour}
	if diff := cmp.Diff(want, s.pipeline.Keep); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
}

// The configuration that ships is what a newcomer starts from: it must load, and name every key.
func TestShippedConfiguration(t *testing.T) {
	s, err := loadConfig("../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	owners := map[string]bool{}
	for _, source := range s.pipeline.Sources {
		owners[source.Outlet.OwnerID()] = true
	}
	if n := len(s.pipeline.Sources); n < 12 || n > 20 {
		t.Errorf("%d sources, want 12 to 20", n)
	}
	if len(owners) < 8 {
		t.Errorf("%d owners, want 8 or more", len(owners))
	}
	if len(s.pipeline.Editions) != 1 || s.pipeline.Editions[0].Schedule != "0 7 * * *" || s.zone.String() != "Asia/Kolkata" {
		t.Errorf("editions %+v in %s: want one at 07:00 Asia/Kolkata", s.pipeline.Editions, s.zone)
	}
	text, err := os.ReadFile("../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range allKeys() {
		if !strings.Contains(string(text), key+":") {
			t.Errorf("config.yaml does not show the key %s", key)
		}
	}
}

// A configuration without the optional keys means the documented defaults.
func TestShippedValuesAreTheDefaults(t *testing.T) {
	tree, err := os.ReadFile("../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parseYAML("config.yaml", tree)
	if err != nil {
		t.Fatal(err)
	}
	var shipped file
	if err := parsed.decode(&shipped); err != nil {
		t.Fatal(err)
	}
	want := defaults()
	want.Sources, want.Editions = shipped.Sources, shipped.Editions
	want.Scrape.Contact = shipped.Scrape.Contact
	want.Scrape.AllowNetworks, want.Scrape.Resolve, want.Telegram.Admins = []string{}, map[string]string{}, []int64{}
	if diff := cmp.Diff(want, shipped); diff != "" {
		t.Errorf("config.yaml differs from the defaults (-default +file):\n%s", diff)
	}
}

// allKeys lists every key of the configuration, wherever it stands.
func allKeys() []string {
	var keys []string
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return
		}
		for field := range t.Fields() {
			keys = append(keys, field.Tag.Get("yaml"))
			walk(field.Type)
		}
	}
	walk(reflect.TypeFor[file]())
	return keys
}
