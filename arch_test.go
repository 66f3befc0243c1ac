package saar_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/saar-news/saar"

// mayImport says what each package may import of this module, besides the root and hindi, which every other package
// may. A package without a row fails the test.
var mayImport = map[string][]string{
	".":                            nil,
	"hindi":                        nil,
	"scraper":                      {},
	"scraper/extract":              {},
	"catalog":                      {},
	"digest":                       {},
	"store":                        {},
	"notify":                       {},
	"notify/render":                {},
	"notify/telegram/telegramtest": {},
	"notify/telegram":              {"notify", "notify/render"},
	"web":                          {"notify/render"},
	"pipeline":                     {"digest", "scraper/extract", "notify/render"},
	"cmd/saar":                     {"*"},
	"cmd/saar/demo":                {"*"},
	"cmd/eval":                     {"*"},
}

// seenOnlyBy says which package alone may import a library (and all below its path).
var seenOnlyBy = map[string][]string{
	"github.com/gocolly/colly": {"scraper"},
	"modernc.org/sqlite":       {"store"},
	"database/sql":             {"store"},
	"github.com/go-telegram-bot-api/telegram-bot-api": {"notify/telegram"},
	"github.com/goccy/go-yaml":                        {"cmd"},
	"github.com/robfig/cron":                          {"pipeline"},
}

// pure packages take values and return values.
var (
	pure        = []string{".", "hindi", "digest", "scraper/extract", "notify/render", "catalog"}
	notForPure  = []string{"context", "log", "log/slog", "os", "net", "io/fs", "database/sql", "math/rand", "math/rand/v2"}
	clockedPure = "time.Now"
)

// A package that reaches past its level makes the next change touch the whole house.
func TestImportsFollowTheTable(t *testing.T) {
	for dir, files := range packages(t) {
		allowed, known := mayImport[dir]
		if !known {
			t.Errorf("package %s has no row in the import table: add it here and in the design", dir)
			continue
		}
		for file, imports := range files {
			for _, imp := range imports {
				checkOurs(t, dir, file, imp, allowed)
				checkLibraries(t, dir, file, imp)
			}
		}
	}
}

func checkOurs(t *testing.T, dir, file, imp string, allowed []string) {
	t.Helper()
	rel, ours := strings.CutPrefix(imp, module)
	if !ours {
		return
	}
	rel = strings.TrimPrefix(rel, "/")
	if allowed == nil {
		t.Errorf("%s: level 0 imports %s", file, imp)
	}
	if rel == "" || rel == "hindi" || slices.Contains(allowed, "*") {
		return
	}
	if !slices.Contains(allowed, rel) {
		t.Errorf("%s: %s may not import %s", file, dir, rel)
	}
}

func checkLibraries(t *testing.T, dir, file, imp string) {
	t.Helper()
	for lib, only := range seenOnlyBy {
		if !below(imp, lib) {
			continue
		}
		if !slices.ContainsFunc(only, func(o string) bool { return below(dir, o) }) {
			t.Errorf("%s: only %v may see %s", file, only, lib)
		}
	}
	if slices.Contains(pure, dir) && slices.Contains(notForPure, imp) {
		if dir == "." && imp == "context" {
			return // outcome.go tells a context's end from other errors
		}
		t.Errorf("%s: pure package %s imports %s", file, dir, imp)
	}
}

// A pure package that reads the clock gives another digest tomorrow for the same articles.
func TestPurePackagesReadNoClock(t *testing.T) {
	for dir, files := range packages(t) {
		if !slices.Contains(pure, dir) {
			continue
		}
		for file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(text), clockedPure+"(") {
				t.Errorf("%s: pure package %s calls %s", file, dir, clockedPure)
			}
		}
	}
}

func below(p, root string) bool { return p == root || strings.HasPrefix(p, root+"/") }

// packages returns the imports of every non-test file of the module, by folder and file.
func packages(t *testing.T) map[string]map[string][]string {
	t.Helper()
	found := map[string]map[string][]string{}
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); name == "testdata" || (len(name) > 1 && name[0] == '.') {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir := path.Dir(filepath.ToSlash(file))
		if found[dir] == nil {
			found[dir] = map[string][]string{}
		}
		found[dir][file] = nil
		for _, spec := range parsed.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[dir][file] = append(found[dir][file], imp)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
