package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
	"github.com/saar-news/saar/store"
)

func restoreCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE",
		Short: "Go back to a copy made by backup; saar must be stopped",
		Long: `restore puts a copy made by "saar backup" in the place of the database. It examines the copy first, refuses while any
saar process has the database open, and keeps the present database beside it.

A copy knows nothing of what was posted after it was made. So that nothing is posted twice, editions due before now count
as done, and parts that the copy has as not yet sent are in doubt: "saar deliveries" lists them.`,
		Example: "  saar restore saar-2026-11-22.db      # after: systemctl stop saar",
		Args:    exactly(1, "the file to go back to"),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := configPath(o.config)
			if err != nil {
				return err
			}
			s, err := loadConfig(path)
			if err != nil {
				return err
			}
			if err := s.checkOwner(); err != nil {
				return err
			}
			before, err := store.Restore(cmd.Context(), s.database, args[0], time.Now())
			if err != nil {
				return err
			}
			if before != "" {
				fmt.Fprintf(cmd.OutOrStdout(), "the database of before is %s\n", before)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s is restored; editions due before now are not published by themselves: saar --digest does it by hand\n", s.database)
			return nil
		},
	}
}

// record is an article as a line of JSON. Times are RFC 3339, "" for unknown.
type record struct {
	URL       string           `json:"url"`
	Source    string           `json:"source"`
	Outlet    saar.Outlet      `json:"outlet"`
	Title     string           `json:"title"`
	Byline    []string         `json:"byline,omitempty"`
	Dateline  string           `json:"dateline,omitempty"`
	Agency    string           `json:"agency,omitempty"`
	Published time.Time        `json:"published,omitzero"`
	Modified  time.Time        `json:"modified,omitzero"`
	FirstSeen time.Time        `json:"first_seen"`
	Section   saar.Section     `json:"section,omitempty"`
	Language  string           `json:"language,omitempty"`
	Image     saar.Image       `json:"image,omitzero"`
	Keywords  []string         `json:"keywords,omitempty"`
	Body      []saar.Paragraph `json:"paragraphs,omitempty"`
	BodyHash  string           `json:"body_hash,omitempty"` // known also when the body is not kept any more
	CopyOf    string           `json:"copy_of,omitempty"`
	NoSnippet bool             `json:"no_snippet,omitempty"`
}

func recordOf(r store.Record) record {
	return record{
		r.URL, r.Source, r.Outlet, r.Title, r.Byline, r.Dateline, r.Agency, r.Published, r.Modified, r.FirstSeen, r.Section,
		r.Language, r.Image, r.Keywords, r.Body, r.Exact, r.CopyOf, r.NoSnippet,
	}
}

func (r record) stored() store.Record {
	return store.Record{Exact: r.BodyHash, Article: saar.Article{
		URL: r.URL, Source: r.Source, Outlet: r.Outlet, Title: r.Title, Byline: r.Byline, Dateline: r.Dateline, Agency: r.Agency,
		Published: r.Published, Modified: r.Modified, FirstSeen: r.FirstSeen, Section: r.Section, Language: r.Language, Image: r.Image,
		Keywords: r.Keywords, Body: r.Body, CopyOf: r.CopyOf, NoSnippet: r.NoSnippet,
	}}
}

func exportCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:     "export FILE",
		Short:   "Write all articles as JSON lines; - for standard output",
		Example: "  saar export articles.jsonl\n  saar export - | gzip > articles.jsonl.gz",
		Args:    exactly(1, "a file, or - for standard output"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			a, err := open(cmd.Context(), *o, cmd.ErrOrStderr(), nil)
			if err != nil {
				return err
			}
			defer a.close()
			if args[0] == "-" {
				_, err := a.export(cmd.Context(), cmd.OutOrStdout())
				return err
			}
			f, err := os.OpenFile(args[0], os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
			if errors.Is(err, os.ErrExist) {
				return fmt.Errorf("export to %s: the file is there already: name another, or move it away", args[0])
			}
			if err != nil {
				return fmt.Errorf("export: %w", err)
			}
			n, err := a.export(cmd.Context(), f)
			if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
				return errors.Join(fmt.Errorf("export to %s: %w", args[0], err), os.Remove(args[0]))
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "%d articles in %s\n", n, args[0])
			return nil
		},
	}
}

// export writes all articles and returns how many there are.
func (a *app) export(ctx context.Context, out io.Writer) (n int, err error) {
	buffered := bufio.NewWriterSize(out, 1<<20)
	lines := json.NewEncoder(buffered)
	lines.SetEscapeHTML(false)
	for r, err := range a.store.Records(ctx) {
		if err != nil {
			return n, err
		}
		if err := lines.Encode(recordOf(r)); err != nil {
			return n, err
		}
		n++
	}
	return n, buffered.Flush()
}

func importCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE",
		Short: "Read articles written by export; - for standard input",
		Long: `import adds the articles of another saar. Those whose addresses are known stay as they are, so that it may be broken off
and run again. They can be searched and recognise reprints. An edition tells only those that the other saar read first within its window.`,
		Example: "  saar import articles.jsonl\n  zcat articles.jsonl.gz | saar import -",
		Args:    exactly(1, "a file, or - for standard input"),
		RunE: func(cmd *cobra.Command, args []string) error {
			in := cmd.InOrStdin()
			if args[0] != "-" {
				f, err := os.Open(args[0])
				if err != nil {
					return fmt.Errorf("import: %w", err)
				}
				defer f.Close()
				in = f
			}
			a, err := open(cmd.Context(), *o, cmd.ErrOrStderr(), nil)
			if err != nil {
				return err
			}
			defer a.close()
			fresh, known, err := a.takeIn(cmd.Context(), in)
			fmt.Fprintf(cmd.ErrOrStderr(), "%d articles added, %d known already\n", fresh, known)
			return err
		},
	}
}

// takeIn keeps the articles of an export.
func (a *app) takeIn(ctx context.Context, in io.Reader) (fresh, known int, err error) {
	lines := json.NewDecoder(bufio.NewReaderSize(in, 1<<20))
	for n := 1; ; n++ {
		var r record
		if err := lines.Decode(&r); errors.Is(err, io.EOF) {
			return fresh, known, nil
		} else if err != nil {
			return fresh, known, fmt.Errorf("article %d: not written by `saar export`: %w", n, err)
		}
		if err := ctx.Err(); err != nil {
			return fresh, known, err
		}
		stored := r.stored()
		added, err := a.store.SaveRecord(ctx, stored, digest.Fingerprint(stored.Article))
		switch {
		case err != nil:
			return fresh, known, fmt.Errorf("article %d: %w", n, err)
		case added:
			fresh++
		default:
			known++
		}
	}
}
