package store_test

import (
	"database/sql"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

var update = flag.Bool("update", false, "write testdata/schema.sql anew")

// schema is what the tables of a file are made of, apart from those that SQLite and goose make for themselves.
func schema(t *testing.T, path string) string {
	t.Helper()
	rows, err := raw(t, path).Query(`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'goose%'
		AND name NOT LIKE 'search\_%' ESCAPE '\' AND name NOT LIKE 'sqlite%' ORDER BY name`)
	check(t, err)
	defer rows.Close()
	var all strings.Builder
	for rows.Next() {
		var statement string
		check(t, rows.Scan(&statement))
		all.WriteString(statement + ";\n\n")
	}
	check(t, rows.Err())
	return all.String()
}

// A migration that has been released is never edited: databases that had it would differ from new ones.
func TestASchemaIsOnlyChangedByANewMigration(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	openAt(t, path)
	got := schema(t, path)
	if *update {
		check(t, os.WriteFile("testdata/schema.sql", []byte(got), 0o600))
	}
	same(t, "schema", got, string(must[[]byte](t)(os.ReadFile("testdata/schema.sql"))))
}

// Each file in testdata/released is a database as a released version left it. Upgrading must lose nothing of it.
func TestUpgradeFromEveryReleasedSchema(t *testing.T) {
	fresh := filepath.Join(t.TempDir(), "fresh.db")
	openAt(t, fresh)
	files := must[[]string](t)(filepath.Glob("testdata/released/*.sql"))
	if len(files) == 0 {
		t.Fatal("no released schema")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "saar.db")
			must[sql.Result](t)(raw(t, path).Exec(string(must[[]byte](t)(os.ReadFile(file)))))
			s, ctx := openAt(t, path), t.Context()
			same(t, "schema", schema(t, path), schema(t, fresh))

			same(t, "articles", len(all(t, s)), 2)
			hits := must[[]saar.Hit](t)(s.Search(ctx, "हिंदी", 5))
			same(t, "hits", len(hits), 1)
			same(t, "still known", save(t, s, withBody(reading("new", "prabhat"), "")), saar.OK)
			d := must[saar.Delivery](t)(s.Delivery(ctx, row(-100, 1).Key))
			same(t, "delivery", d.MessageID, 4711)
			same(t, "digest", len(must[saar.Digest](t)(s.Digest(ctx, subah)).Stories), 1)
			same(t, "reader", must[saar.Subscriber](t)(s.Subscriber(ctx, 5001)).Places, []string{"लखनऊ"})
			same(t, "report", must[store.Report](t)(s.Check(ctx)).Damage, []string(nil))
			if _, err := s.LastRun(ctx, "scrape"); errors.Is(err, saar.ErrNotFound) {
				t.Error("the last run is forgotten")
			}
		})
	}
}
