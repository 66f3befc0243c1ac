package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/catalog"
	"github.com/saar-news/saar/hindi"
)

func sourcesListCommand(o *options, format *string) *cobra.Command {
	return &cobra.Command{
		Use:   "list [FILTER...]",
		Short: "List the sources that saar knows by name",
		Long: `List the catalogue: Hindi sources that a configuration may use by name, with ✓ before those that it has. With a FILTER
only those in whose name, outlet, owner, state, section or address all its words begin. It needs no configuration.`,
		Example: "  saar sources list\n  saar sources list bihar\n  saar sources list up\n  saar sources list भास्कर --format json",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			configured, err := configuredRefs(*o)
			if err != nil {
				return err
			}
			all := listed(args, configured)
			if *format == "json" {
				return printJSON(cmd.OutOrStdout(), all)
			}
			return printCatalog(cmd.OutOrStdout(), all)
		},
	}
}

// knownSource is an entry of the catalogue as it is listed.
type knownSource struct {
	Ref     string       `json:"ref"`
	Outlet  string       `json:"outlet"`
	Name    string       `json:"name"`
	Owner   string       `json:"owner"`
	Home    string       `json:"home"`
	URL     string       `json:"url"`
	State   string       `json:"state,omitempty"`
	Section saar.Section `json:"section,omitempty"`
	Tested  string       `json:"tested"`
	Source  string       `json:"source,omitempty"` // id of the configured source that it is
}

// listed is the catalogue, as far as it has all the words.
func listed(words []string, configured map[string]string) []knownSource {
	all := []knownSource{} // not null in JSON
	for _, e := range catalog.All() {
		text := plainWords(strings.Join([]string{
			e.Ref, e.Outlet.Name, e.Outlet.Owner, e.State, initials(e.State), string(e.Section), e.Home, e.URL,
		}, " "))
		lacks := func(word string) bool { return !strings.Contains(text, plainWords(word)) }
		if slices.ContainsFunc(words, lacks) {
			continue
		}
		all = append(all, knownSource{
			Ref: e.Ref, Outlet: e.Outlet.ID, Name: e.Outlet.Name, Owner: e.Outlet.Owner, Home: e.Home, URL: e.URL,
			State: e.State, Section: e.Section, Tested: e.Tested, Source: configured[e.Ref],
		})
	}
	return all
}

// plainWords are the words of a text in one spelling, each with a space before it.
func plainWords(text string) string {
	words := strings.FieldsFunc(hindi.Normalize(text), func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M, unicode.N) })
	return " " + strings.Join(words, " ")
}

// initials are what a state of several words is called for short: "up" for "uttar-pradesh".
func initials(state string) string {
	short := ""
	for _, word := range strings.Split(state, "-") {
		short += word[:min(len(word), 1)]
	}
	if len(short) < 2 {
		return ""
	}
	return short
}

// configuredRefs are the sources of the configuration that the catalogue has, by ref. It takes the configuration as it
// is written: the list is where an operator looks when a name in it is wrong. Without a configuration there are none.
func configuredRefs(o options) (map[string]string, error) {
	refs := map[string]string{}
	path, err := configPath(o.config)
	if err != nil {
		return refs, nil //nolint:nilerr // there is none, and none is needed
	}
	written, _, err := readConfig(path)
	if errors.Is(err, fs.ErrPermission) {
		return refs, nil // the list is anybody's to read
	}
	if err != nil {
		return nil, err
	}
	byURL := map[string]string{}
	for _, e := range written.Sources {
		if e, err := e.fromCatalog(""); err == nil {
			refs[e.Catalog], byURL[canonical(e.URL)] = e.ID, e.ID
		}
	}
	for _, e := range catalog.All() {
		if id, ok := byURL[canonical(e.URL)]; ok {
			refs[e.Ref] = id
		}
	}
	return refs, nil
}

// canonical is an address in the form that compares; one that has none stays as it is.
func canonical(address string) string {
	if c, err := saar.CanonicalURL(address); err == nil {
		return c
	}
	return address
}

func printCatalog(out io.Writer, all []knownSource) error {
	if len(all) == 0 {
		_, err := fmt.Fprintln(out, "nothing in the catalogue has all these words; `saar sources add URL` looks at any site")
		return err
	}
	t := table{colour: colourful(out)}
	t.row(faint, "", "REF", "SECTION", "STATE", "TESTED", "OUTLET AND ADDRESS")
	outlets, configured := map[string]bool{}, 0
	for _, s := range all {
		mark := cell{}
		if s.Source != "" {
			mark = cell{"✓", green}
			configured++
		}
		outlets[s.Outlet] = true
		t.cells(mark, plainCell(s.Ref), plainCell(dash(string(s.Section))), plainCell(dash(s.State)), plainCell(s.Tested),
			plainCell(s.Name+"  "+s.URL))
	}
	_, err := fmt.Fprintf(out, "%s\n%d sources of %d outlets, ✓ %d configured. To use one, write below `sources:`\n  - catalog: %s\n",
		t.String(), len(all), len(outlets), configured, example(all))
	return err
}

// example is a source that is not used yet, where there is one.
func example(all []knownSource) string {
	for _, s := range all {
		if s.Source == "" {
			return s.Ref
		}
	}
	return all[0].Ref
}
