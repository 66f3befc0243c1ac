package main

import (
	"cmp"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/catalog"
	"github.com/saar-news/saar/notify/telegram"
)

// idForm is what an id may look like: it becomes part of commands, ledger keys and addresses.
var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`)

func (f file) sources() ([]saar.Source, []error) {
	if len(f.Sources) == 0 {
		return nil, []error{&saar.ConfigError{
			Key: "sources", Problem: "there is none", Instead: "add at least one with id, name and url",
		}}
	}
	var errs []error
	seen := map[string]bool{}
	outlets := map[string]saar.Outlet{}
	sources := make([]saar.Source, 0, len(f.Sources))
	for i, entry := range f.Sources {
		key := fmt.Sprintf("sources[%d]", i)
		entry, err := entry.fromCatalog(key)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, checkID(key+".id", entry.ID, seen)...)
		errs = append(errs, entry.check(key)...)
		source := entry.source()
		outlet, err := merge(key+".owner", outlets[source.Outlet.ID], source.Outlet)
		if err != nil {
			errs = append(errs, err)
		}
		outlets[outlet.ID] = outlet
		sources = append(sources, source)
	}
	for i, s := range sources {
		sources[i].Outlet = outlets[s.Outlet.ID]
	}
	return sources, errs
}

// merge joins what several sources say of their outlet: it is called what the first calls it, and has one owner.
func merge(key string, known, said saar.Outlet) (saar.Outlet, error) {
	switch {
	case known.ID == "":
		return said, nil
	case known.Owner == "":
		known.Owner = said.Owner
	case said.Owner != "" && said.Owner != known.Owner:
		return known, &saar.ConfigError{
			Key: key, Problem: fmt.Sprintf("outlet %s already belongs to %s, not to %s", known.ID, known.Owner, said.Owner),
			Instead: "give all sources of an outlet the same owner",
		}
	}
	return known, nil
}

// fromCatalog completes an entry that names a source of the catalogue: what is not written is as the catalogue has it.
func (e sourceEntry) fromCatalog(key string) (sourceEntry, error) {
	if e.Catalog == "" {
		return e, nil
	}
	known, ok := catalog.Find(e.Catalog)
	if !ok {
		hint := "`saar sources list` shows all"
		if near := catalog.Nearest(e.Catalog); near != "" {
			hint = "write " + near + "; " + hint
		}
		return e, &saar.ConfigError{Key: key + ".catalog", Problem: fmt.Sprintf("%q is not in the catalogue", e.Catalog), Instead: hint}
	}
	e.ID = cmp.Or(e.ID, catalogID(known))
	e.Name = cmp.Or(e.Name, known.Outlet.Name)
	e.URL = cmp.Or(e.URL, known.URL)
	e.Section = cmp.Or(e.Section, string(known.Section))
	if e.Outlet == "" || e.Outlet == known.Outlet.ID { // another outlet has another owner
		e.Owner = cmp.Or(e.Owner, known.Outlet.Owner)
	}
	e.Outlet = cmp.Or(e.Outlet, known.Outlet.ID)
	return e, nil
}

// catalogID is the id of a source of the catalogue unless the configuration gives it another.
func catalogID(e catalog.Entry) string { return strings.ReplaceAll(e.Ref, "/", "-") }

func (e sourceEntry) check(key string) []error {
	var errs []error
	if e.Name == "" {
		errs = append(errs, &saar.ConfigError{
			Key: key + ".name", Problem: "is empty", Instead: "write the outlet's name as readers know it, e.g. नव प्रभात",
		})
	}
	if err := checkURL(e.URL); err != nil {
		errs = append(errs, &saar.ConfigError{
			Key: key + ".url", Problem: err.Error(), Instead: "write the full address of a page, feed or sitemap, e.g. https://example.org/up/",
		})
	}
	if e.Section != "" && !saar.Section(e.Section).Valid() {
		errs = append(errs, &saar.ConfigError{
			Key: key + ".section", Problem: fmt.Sprintf("%q is no section", e.Section),
			Instead: "write one of " + sectionList() + ", or leave it out",
		})
	}
	return errs
}

// source completes an entry: an outlet that is not named is the site's registrable domain.
func (e sourceEntry) source() saar.Source {
	id := e.Outlet
	if address, err := url.Parse(e.URL); id == "" && err == nil {
		id = saar.RegistrableDomain(address.Hostname())
	}
	outlet := saar.Outlet{ID: id, Name: e.Name, Owner: e.Owner}
	return saar.Source{ID: e.ID, Name: e.Name, URL: e.URL, Section: saar.Section(e.Section), Outlet: outlet}
}

func (f file) editions(zone *time.Location) ([]saar.Edition, []error) {
	var errs []error
	seen := map[string]bool{}
	editions := make([]saar.Edition, 0, len(f.Editions))
	for i, entry := range f.Editions {
		key := fmt.Sprintf("editions[%d]", i)
		errs = append(errs, checkID(key+".id", entry.ID, seen)...)
		entry = entry.withDefaults()
		errs = append(errs, entry.check(key)...)
		edition := saar.Edition{
			ID: entry.ID, Title: entry.Title, Schedule: entry.Schedule, Zone: zone, Window: entry.Window, Grace: entry.Grace,
			MaxAge: f.Scrape.MaxAge, Stories: entry.Stories, Chats: entry.Chats, Subscribers: entry.Subscribers,
			Preview: entry.Preview,
		}
		errs = append(errs, entry.preferences(key, &edition)...)
		editions = append(editions, edition)
	}
	return editions, errs
}

func (e editionEntry) withDefaults() editionEntry {
	if e.Window == 0 {
		e.Window = defaultWindow
	}
	if e.Grace == 0 {
		e.Grace = defaultGrace
	}
	if e.Stories == 0 {
		e.Stories = defaultStories
	}
	if e.OutletShare == 0 {
		e.OutletShare = defaultShare
	}
	if e.Title == "" {
		e.Title = "सार"
	}
	return e
}

func (e editionEntry) check(key string) []error {
	var errs []error
	if len(e.Chats) == 0 && !e.Subscribers {
		errs = append(errs, &saar.ConfigError{
			Key: key, Problem: "has neither chats nor subscribers: nobody would read it",
			Instead: `add chats: ["@your_channel"] or subscribers: true`,
		})
	}
	for i, chat := range e.Chats {
		if !validChat(chat) {
			errs = append(errs, &saar.ConfigError{
				Key: fmt.Sprintf("%s.chats[%d]", key, i), Problem: fmt.Sprintf("%q is no chat", chat),
				Instead: `write "@name", "-1001234567890" or, for a forum's thread, "-1001234567890/7"`,
			})
		}
	}
	if e.Stories < 0 || e.Stories > 100 {
		errs = append(errs, &saar.ConfigError{Key: key + ".stories", Problem: fmt.Sprintf("%d is out of range", e.Stories), Instead: "write 1 to 100"})
	}
	errs = append(errs, positive(key+".window", e.Window)...)
	errs = append(errs, checkPing(key+".ping", e.Ping)...)
	return append(errs, positive(key+".grace", e.Grace)...)
}

// checkID refuses ids that are malformed or given twice.
func checkID(key, id string, seen map[string]bool) []error {
	switch {
	case !idForm.MatchString(id):
		return []error{&saar.ConfigError{
			Key: key, Problem: fmt.Sprintf("%q is no id", id), Instead: "write small letters, digits and dashes, e.g. nav-prabhat",
		}}
	case seen[id]:
		return []error{&saar.ConfigError{
			Key: key, Problem: fmt.Sprintf("%q is given twice", id), Instead: "give each its own id: it names its state in the database",
		}}
	}
	seen[id] = true
	return nil
}

func checkURL(raw string) error {
	address, err := url.Parse(raw)
	switch {
	case raw == "":
		return fmt.Errorf("is empty")
	case err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https"):
		return fmt.Errorf("%q is no http or https address", raw)
	case address.User != nil:
		return fmt.Errorf("the address carries a user or password")
	}
	return nil
}

func checkListen(listen string) error {
	if listen == "" {
		return nil
	}
	_, port, err := net.SplitHostPort(listen)
	if err != nil {
		return fmt.Errorf("%q is no address to listen on", listen)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("%q is no port", port)
	}
	return nil
}

// chatForm is "@name" (five characters or more, as Telegram has it), an id, or an id or name with a forum's thread.
var chatForm = regexp.MustCompile(`^(@[A-Za-z][A-Za-z0-9_]{3,31}|-?[0-9]{1,19})(/[0-9]{1,9})?$`)

func validChat(chat string) bool {
	_, _, err := telegram.ParseChat(chat)
	return err == nil && chatForm.MatchString(chat)
}

func sectionList() string {
	var names []string
	for _, s := range saar.Sections() {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}
