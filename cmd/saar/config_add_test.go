package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is added, in the two manners of writing it.
const (
	addedFlow  = `{id: nav-prabhat, name: नव प्रभात, url: "http://nav-prabhat.example/feed"}`
	addedBlock = "- id: nav-prabhat\n    name: नव प्रभात\n    url: \"http://nav-prabhat.example/feed\"\n"
)

// The operator's file is theirs: what is added stands below the last source in the manner of that one, and nothing else
// is touched. «…» is what --write adds.
var writtenCases = map[string]string{
	"a line each": `# my sources
sources:   # two
  - {id: one, name: एक, url: "https://ek.example/"}   # first
  - {id: two, name: "दो", url: "https://do.example/"} # second
«  - ` + addedFlow + "\n»" + `
# editions are below
` + lastLines,
	"a line for each key": `sources:
  - id: one
    name: एक     # its name
    url: "https://ek.example/"
    # section: state
«  ` + addedBlock + `»  # - id: two
  #   name: दो

` + lastLines,
	"at the margin": `sources:
- id: one
  name: >
    एक
  url: https://ek.example/
«- id: nav-prabhat
  name: नव प्रभात
  url: "http://nav-prabhat.example/feed"
»` + lastLines,
	"last key of the file": lastLines + "sources:\n  - catalog: bhaskar/bihar\n«  " + addedBlock + "»",
	"in brackets":          `sources: [{id: one, name: "एक ] #", url: "https://ek.example/"}«, ` + addedFlow + "»] # all\n" + lastLines,
	"in brackets over some lines, without a last comma": "sources: [\n  {id: one, name: एक, url: \"https://ek.example/\"} # first, and last\n«, " + addedFlow + "»]\n" + lastLines,
	"with an anchor":              "sources: &all\n  - {id: one, name: एक, url: \"https://ek.example/\"}\n«  - " + addedFlow + "\n»" + lastLines,
	"in brackets over some lines": "sources: [\n  {id: one, name: एक, url: \"https://ek.example/\"}, # first\n«" + addedFlow + "»]\n" + lastLines,
	"none in brackets":            "sources: [«" + addedFlow + "»]\n" + lastLines,
	"none":                        "sources:\n«  " + addedBlock + "»\n# the end\n" + lastLines,
	"no key":                      lastLines + "«sources:\n  " + addedBlock + "»",
	"all in braces":               "{sources: [«" + addedFlow + "»], SCRAPE, editions: [{id: subah, schedule: \"0 7 * * *\", chats: [\"@saar_example\"]}]}\n",
}

func TestAddWritesBelowTheLastSource(t *testing.T) {
	web := site{"/feed": feedOf("नव प्रभात", "/up/a-10001", "/up/b-10002")}
	scrape := serveSite(t, web)
	for name, text := range writtenCases {
		for _, newline := range []string{"\n", "\r\n"} {
			t.Run(name+map[string]string{"\r\n": " of Windows"}[newline], func(t *testing.T) {
				text := scrape + text
				if strings.Contains(text, "SCRAPE") {
					text = strings.Replace(text[len(scrape):], "SCRAPE", strings.TrimSpace(scrape), 1)
				}
				text = strings.ReplaceAll(text, "\n", newline)
				head, rest, _ := strings.Cut(text, "«")
				added, tail, _ := strings.Cut(rest, "»")
				config := writeConfig(t, head+tail)
				status, out, errs := saarRuns(t, "-c", config, "sources", "add", "http://nav-prabhat.example/feed", "--write")
				if status != 0 || !strings.Contains(out, "added to "+config) {
					t.Fatalf("exit status %d: %s%s", status, out, errs)
				}
				unchanged(t, config, head+added+tail)
				status, _, errs = saarRuns(t, "-c", config, "sources", "add", "http://nav-prabhat.example/feed", "--write")
				if status != exitFailed || !strings.Contains(errs, "already, as nav-prabhat; nothing was changed") {
					t.Errorf("a second time: exit status %d: %s", status, errs)
				}
				unchanged(t, config, head+added+tail)
			})
		}
	}
}

// A file without a line break at its end gets its own lines and keeps its last one whole.
func TestAddBelowAnUnfinishedLine(t *testing.T) {
	head := serveSite(t, site{"/feed": feedOf("नव प्रभात", "/up/a-10001")}) + lastLines + "sources:\n  - catalog: bhaskar/bihar"
	config := writeConfig(t, head)
	if status, _, errs := saarRuns(t, "-c", config, "sources", "add", "http://nav-prabhat.example/feed", "--write"); status != 0 {
		t.Fatal(errs)
	}
	unchanged(t, config, head+"\n  "+addedBlock)
}

// A place that cannot be found, or a file that cannot be used, is left as it is.
func TestAddLeavesAloneWhatItCannotExtend(t *testing.T) {
	scrape := serveSite(t, site{"/feed": feedOf("नव प्रभात", "/up/a-10001")})
	for name, tt := range map[string]struct {
		text, want string
		status     int
	}{
		"end of the document":  {lastLines + "...\n", "nothing was changed: add the lines by hand", exitFailed},
		"list behind an alias": {"sources: *all\n" + lastLines, "", exitConfig},
		"broken elsewhere":     {"sources: []\ntimezone: Asia/Lucknow\n" + lastLines, `"Asia/Lucknow" is no time zone`, exitConfig},
		"no YAML":              {"sources: [\n" + lastLines, "", exitConfig},
	} {
		t.Run(name, func(t *testing.T) {
			text := scrape + tt.text
			config := writeConfig(t, text)
			status, _, errs := saarRuns(t, "-c", config, "sources", "add", "http://nav-prabhat.example/feed", "--write")
			if status != tt.status || !strings.Contains(errs, tt.want) {
				t.Errorf("exit status %d, want %d: %s", status, tt.status, errs)
			}
			unchanged(t, config, text)
		})
	}
}

// The configuration of a service is often a link to a file that only its group may read. Both stay as they are.
func TestAddKeepsModeAndLink(t *testing.T) {
	text := serveSite(t, site{"/feed": feedOf("नव प्रभात", "/up/a-10001")}) + "sources: []\n" + lastLines
	config := writeConfig(t, text)
	link := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.Symlink(config, link); err != nil {
		t.Fatal(err)
	}
	if status, _, errs := saarRuns(t, "-c", link, "sources", "add", "http://nav-prabhat.example/feed", "--write"); status != 0 {
		t.Fatal(errs)
	}
	unchanged(t, config, strings.Replace(text, "[]", "["+addedFlow+"]", 1))
	info, err := os.Stat(config)
	if err != nil {
		t.Fatal(err)
	}
	at, err := os.Readlink(link)
	if err != nil || at != config || info.Mode().Perm() != 0o640 {
		t.Errorf("link to %s, %v; mode %v, want 0640", at, err, info.Mode())
	}
}
