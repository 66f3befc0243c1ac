package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
	"github.com/saar-news/saar/notify/render"
	"github.com/saar-news/saar/scraper"
)

func sourcesAddCommand(o *options, format *string) *cobra.Command {
	var write bool
	cmd := &cobra.Command{
		Use:   "add URL",
		Short: "Find the articles of a site and write its configuration",
		Long: `Look at any address of a news site (home page, section, feed or sitemap), show how its articles are found and five of
them, and print the lines that make it a source. With --write they are added to the configuration, which otherwise
stays as it is, comments and all. Without --write it needs no configuration.`,
		Example: "  saar sources add https://example.org/up/\n  saar sources add example.org --write",
		Args:    exactly(1, "one address"),
		RunE: func(cmd *cobra.Command, args []string) error {
			address, err := webAddress(args[0])
			if err != nil {
				return usageError{err}
			}
			s, err := lookSettings(*o, write)
			if err != nil {
				return err
			}
			a, err := look(cmd, *o, s, args[0], address)
			if err != nil {
				return err
			}
			if err := a.finish(s, write); err != nil {
				return err
			}
			if *format == "json" {
				return printJSON(cmd.OutOrStdout(), a.object())
			}
			return a.print(cmd.OutOrStdout(), s)
		},
	}
	cmd.Flags().BoolVar(&write, "write", false, "add it to the configuration file")
	return cmd
}

// webAddress completes what an operator types.
func webAddress(typed string) (string, error) {
	if !strings.Contains(typed, "://") {
		typed = "https://" + typed
	}
	if err := checkURL(typed); err != nil {
		return "", fmt.Errorf("%w; write the address of a page, feed or sitemap, e.g. https://example.org/up/", err)
	}
	if u, err := url.Parse(typed); err == nil && u.Path == "" {
		u.Path = "/"
		typed = u.String()
	}
	return typed, nil
}

// lookSettings are what a command needs to look at a site: the configuration's, which may have no source yet, or the
// defaults, which are polite, where none was named and there is none that this user may read. With needed there must be one.
func lookSettings(o options, needed bool) (settings, error) {
	path, err := configPath(o.config)
	if err == nil {
		s, err := settingsWithoutSources(path)
		if err == nil || needed || o.config != "" || !errors.Is(err, fs.ErrPermission) {
			return s, err
		}
	} else if needed {
		return settings{}, err
	}
	s, _ := defaults().settings("") // its mistakes are what is left out
	return s, nil
}

// settingsWithoutSources is loadConfig for a file that may have no source yet.
func settingsWithoutSources(path string) (settings, error) {
	written, tree, err := readConfig(path)
	if err != nil {
		return settings{}, err
	}
	s, errs := written.settings(path)
	var others []error
	for _, err := range errs {
		var mistake *saar.ConfigError
		if len(written.Sources) > 0 || !errors.As(err, &mistake) || mistake.Key != "sources" {
			others = append(others, err)
		}
	}
	if len(others) > 0 {
		return settings{}, tree.problem(others)
	}
	return s, nil
}

// look finds out what is at an address. It keeps no pace with a daemon on the same database and leaves that file alone:
// a configuration is often edited by another user than the one the daemon runs as.
func look(cmd *cobra.Command, o options, s settings, typed, address string) (addition, error) {
	web, err := scraper.New(s.scraper, nil, newLog(cmd.ErrOrStderr(), o.verbose, &redactor{}))
	if err != nil {
		return addition{}, err
	}
	defer web.Close()
	if isTerminal(cmd.ErrOrStderr()) {
		fmt.Fprintf(cmd.ErrOrStderr(), "looking at %s, politely …\n", address)
	}
	f, err := explore(cmd.Context(), web, address)
	if o := saar.OutcomeOf(err); address != typed && (o == saar.Refused || o == saar.TLS) { // a site without https
		if plain, again := explore(cmd.Context(), web, "http://"+typed); again == nil {
			f, err = plain, nil
		}
	}
	if err != nil {
		return addition{}, fmt.Errorf("%w\n%s", err, advice(err, address))
	}
	return addition{finding: f, entry: f.entry(s.pipeline.Sources)}, nil
}

// advice says what to try when nothing was found at an address.
func advice(err error, address string) string {
	host := hostOf(address)
	hint := map[saar.Outcome]string{
		saar.Robots:        "saar keeps to robots.txt; another section or a feed may be allowed",
		saar.RobotsDown:    "without a readable robots.txt nothing may be asked for (RFC 9309); try again later",
		saar.Forbidden:     "the site turns robots away; look for a feed of it, or write to its owner",
		saar.Challenge:     "the site wants to see a browser; look for a feed of it, or write to its owner",
		saar.Limited:       "the site asks for fewer requests; try again later",
		saar.UnsafeAddress: "if you mean a network of your own, name it in scrape.allow_networks, e.g. 127.0.0.0/8",
		saar.DNS:           "look at the spelling of " + host,
		saar.Refused:       "look at the spelling of " + host + ", try it with www. or http://, or try again later",
		saar.TLS:           "its certificate is no good; try http:// instead of https://, or tell its owner",
		saar.Timeout:       "try again later",
		saar.ServerError:   "try again later",
		saar.Cancelled:     "nothing was changed",
	}[saar.OutcomeOf(err)]
	if hint == "" {
		hint = "feeds are often at /feed, /rss or /rss.xml, news sitemaps at /news-sitemap.xml; a section page serves if it shows headlines"
	}
	if outlet, ok := outletAt(host, catalogued()); ok {
		hint += fmt.Sprintf("; of %s saar knows other addresses: `saar sources list %s`", outlet.Name, outlet.ID)
	}
	return hint
}

// addition is a source found, and what became of it.
type addition struct {
	finding
	entry   sourceEntry
	already string // id of the source that has this address
	written string // the file it was added to
}

// finish gives the source an id of its own and adds it to the configuration if that is wanted.
func (a *addition) finish(s settings, write bool) error {
	taken := map[string]bool{}
	for _, other := range s.pipeline.Sources {
		taken[other.ID] = true
		if c := canonical(other.URL); c == canonical(a.entry.URL) || c == canonical(a.given) {
			a.already = other.ID
		}
	}
	a.entry.ID = freeID(a.entry.ID, a.given, taken)
	switch {
	case !write:
		return nil
	case a.already != "":
		return fmt.Errorf("%s is in %s already, as %s; nothing was changed", a.entry.URL, s.path, a.already)
	}
	a.written = s.path
	return addToConfig(s.path, s.pipeline.Sources, a.entry)
}

// headlines is how many articles are shown of a source.
const headlines = 5

// samples are the first few articles, by title where they have one.
func (a *addition) samples() []string {
	titled, bare := []string{}, []string{}
	for _, l := range a.links {
		if title := render.Clean(l.Title); title != "" {
			titled = append(titled, title)
		} else {
			bare = append(bare, l.URL)
		}
	}
	all := slices.Concat(titled, bare)
	return all[:min(len(all), headlines)]
}

func (a *addition) print(out io.Writer, s settings) error {
	var b strings.Builder
	fmt.Fprintf(&b, "found by %s at %s: %s%s\n", a.step, a.at, count(len(a.links), "link"), newestOf(a.links, s.zone))
	for _, title := range a.samples() {
		fmt.Fprintf(&b, "  • %s\n", title)
	}
	switch {
	case a.moved != "":
		fmt.Fprintf(&b, "! %s leads to %s now\n", a.given, a.moved)
	case a.beside:
		fmt.Fprintf(&b, "! %s itself lists no articles; these are what its site has\n", a.given)
	}
	if !a.inHindi() {
		b.WriteString("! these are not in Hindi; many outlets have their Hindi pages on an address of its own\n")
	}
	lines := a.entry.block("  ", "\n")
	switch {
	case a.written != "":
		fmt.Fprintf(&b, "\n%s\nadded to %s. `saar --scrape --source %s` reads it now; a running saar takes it up at `systemctl reload saar`\n",
			lines, a.written, a.entry.ID)
	case a.already != "":
		fmt.Fprintf(&b, "\n%s has it already, as %s\n", s.path, a.already)
	default:
		fmt.Fprintf(&b, "\n%s\nCopy these lines below `sources:` of the configuration, or let --write do it.\n", lines)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// newestOf tells how fresh links are, where they say.
func newestOf(links []saar.Link, zone *time.Location) string {
	last := newest(links)
	if last.IsZero() {
		return ""
	}
	return ", the newest of " + when(last, zone)
}

// newest is when the last of the links that say so was published.
func newest(links []saar.Link) time.Time {
	var last time.Time
	for _, l := range links {
		if l.Published.After(last) {
			last = l.Published
		}
	}
	return last
}

// inHindi reports whether the headlines are, as far as there are any.
func (f finding) inHindi() bool {
	var titles []string
	for _, l := range f.links {
		titles = append(titles, l.Title)
	}
	text := strings.TrimSpace(strings.Join(titles, " "))
	return text == "" || hindi.Language(text) == "hi"
}

// addedSource is what `sources add --format json` prints.
type addedSource struct {
	FoundBy   saar.Step `json:"found_by"`
	Address   string    `json:"address"`
	Links     int       `json:"links"`
	Headlines []string  `json:"headlines"`
	Source    struct {
		ID     string `json:"id"`
		Name   string `json:"name"`
		URL    string `json:"url"`
		Outlet string `json:"outlet,omitempty"`
		Owner  string `json:"owner,omitempty"`
	} `json:"source"`
	Already string `json:"already,omitempty"`
	Written string `json:"written,omitempty"`
}

func (a *addition) object() addedSource {
	o := addedSource{FoundBy: a.step, Address: a.at, Links: len(a.links), Headlines: a.samples(), Already: a.already, Written: a.written}
	o.Source.ID, o.Source.Name, o.Source.URL = a.entry.ID, a.entry.Name, a.entry.URL
	o.Source.Outlet, o.Source.Owner = a.entry.Outlet, a.entry.Owner
	return o
}
