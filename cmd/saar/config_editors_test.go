package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A configuration from an editor of Windows is told its mistakes at the lines that this editor shows.
func TestLinesAreRightInEveryEditor(t *testing.T) {
	files, err := filepath.Glob("testdata/config/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d configurations, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(strings.TrimSuffix(file, ".yaml") + ".want")
		if err != nil {
			t.Fatal(err)
		}
		plain := strings.TrimPrefix(string(text), byteOrderMark)
		for editor, saved := range map[string]string{
			"mark":           byteOrderMark + plain,
			"CRLF":           strings.ReplaceAll(plain, "\n", "\r\n"),
			"mark and CRLF":  byteOrderMark + strings.ReplaceAll(plain, "\n", "\r\n"),
			"CRLF on line 1": strings.Replace(plain, "\n", "\r\n", 1),
		} {
			path := filepath.Join(t.TempDir(), filepath.Base(file))
			if err := os.WriteFile(path, []byte(saved), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := loadConfig(path)
			if err == nil {
				t.Errorf("%s with %s is taken for right", file, editor)
				continue
			}
			got := strings.ReplaceAll(err.Error(), filepath.Dir(path)+"/", "") + "\n"
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s with %s: message (-want +got):\n%s", file, editor, diff)
			}
		}
	}
}

// Neither comments nor empty lines nor long texts above a mistake move it.
func TestLinesAreRightBelowCommentsOfWindows(t *testing.T) {
	text := "# सार\n\n# sources are below\nsources:\n  - id: one   # the first\n    name: >\n      एक\n      दो\n\n    url: https://ek.example/\n\n" +
		"# editions\neditions:\n  - id: subah\n    schedule: \"0 7 * * *\"\n    chat: [\"@saar_example\"]\n"
	for editor, saved := range map[string]string{"LF": text, "CRLF": strings.ReplaceAll(text, "\n", "\r\n")} {
		config := writeConfig(t, byteOrderMark+saved)
		_, err := loadConfig(config)
		if want := config + ":16: editions[0].chat: unknown key; write chats"; err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", editor, err, want)
		}
	}
}

// An editor that saves in UTF-16 makes a file that looks right on its screen: the message must not be about YAML.
func TestTextThatIsNotUTF8(t *testing.T) {
	config := writeConfig(t, "\xff\xfes\x00o\x00u\x00r\x00c\x00e\x00s\x00:\x00")
	status, _, errs := saarRuns(t, "-c", config, "check")
	if status != exitConfig || !strings.Contains(errs, "save it as UTF-8") {
		t.Errorf("exit status %d: %s", status, errs)
	}
}
