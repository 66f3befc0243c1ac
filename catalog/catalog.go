// Package catalog is the list of Hindi outlets and their sources that saar knows by name, so that a configuration may
// say amarujala/uttar-pradesh instead of spelling a source out. It is data: to add an outlet, add lines to outlets.txt.
package catalog

import (
	_ "embed"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/saar-news/saar"
)

// Untested is the Tested of an entry whose address has not been seen to answer.
const Untested = "untested"

// Entry is one source that saar knows.
type Entry struct {
	Ref     string       // what a configuration calls it: outlet and section, e.g. "amarujala/uttar-pradesh"
	Outlet  saar.Outlet  // its name in Hindi
	Home    string       // the outlet's home page
	URL     string       // a feed, sitemap or section page on the outlet's own site: where discovery begins
	State   string       // the state it is about, e.g. "uttar-pradesh"; empty: no single one
	Section saar.Section // empty: decided by each article
	Tested  string       // the day on which URL was last seen to answer, as YYYY-MM-DD, or Untested
}

//go:embed outlets.txt
var outlets string

// entries are the parsed list. A mistake in it is one of this program, and found by its tests.
var entries = sync.OnceValue(func() []Entry {
	all, err := parse(outlets)
	if err != nil {
		panic(err)
	}
	return all
})

// All returns every entry, in the order of the list: an outlet's together, the great ones first.
func All() []Entry { return slices.Clone(entries()) }

// Find returns the entry that a configuration names by ref.
func Find(ref string) (Entry, bool) {
	i := slices.IndexFunc(entries(), func(e Entry) bool { return e.Ref == ref })
	if i < 0 {
		return Entry{}, false
	}
	return entries()[i], true
}

// parse reads the form that the head of outlets.txt describes.
func parse(text string) ([]Entry, error) {
	var all []Entry
	var outlet Entry // what all sources of one outlet share
	for i, line := range strings.Split(text, "\n") {
		if content := strings.TrimSpace(line); content == "" || content[0] == '#' {
			continue
		}
		var err error
		if line[0] != ' ' && line[0] != '\t' {
			outlet, err = parseOutlet(line)
		} else {
			var e Entry
			e, err = outlet.parseSource(line)
			all = append(all, e)
		}
		if err != nil {
			return nil, fmt.Errorf("outlets.txt:%d: %w", i+1, err)
		}
	}
	return all, nil
}

func parseOutlet(line string) (Entry, error) {
	fields := strings.Fields(line)
	if len(fields) < 4 {
		return Entry{}, fmt.Errorf("%q: want id, owner, home page and name", line)
	}
	return Entry{
		Outlet: saar.Outlet{ID: fields[0], Owner: fields[1], Name: strings.Join(fields[3:], " ")},
		Home:   fields[2],
	}, nil
}

// parseSource completes an outlet's entry from the line of one of its sources.
func (e Entry) parseSource(line string) (Entry, error) {
	fields := strings.Fields(line)
	if len(fields) != 5 || e.Home == "" {
		return e, fmt.Errorf("%q: want, below an outlet, name, section, state, address and tested", strings.TrimSpace(line))
	}
	home, err := url.Parse(e.Home)
	if err != nil {
		return e, err
	}
	address, err := home.Parse(fields[3])
	if err != nil {
		return e, err
	}
	e.Ref = e.Outlet.ID + "/" + fields[0]
	e.URL = address.String()
	e.Section = saar.Section(given(fields[1]))
	e.State = given(fields[2])
	e.Tested = fields[4]
	return e, nil
}

// given is a field's value, or nothing for "-".
func given(field string) string {
	if field == "-" {
		return ""
	}
	return field
}
