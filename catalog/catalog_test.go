package catalog_test

import (
	"net/url"
	"regexp"
	"slices"
	"testing"
	"time"
	"unicode"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/catalog"
)

// beltStates are where Hindi is the first language of public life.
var beltStates = []string{
	"uttar-pradesh", "bihar", "madhya-pradesh", "rajasthan", "haryana", "uttarakhand", "himachal-pradesh", "jharkhand",
	"chhattisgarh", "delhi",
}

// A reader of any state of the Hindi belt finds news of it, a digest finds many independent voices.
func TestBreadth(t *testing.T) {
	entries := catalog.All()
	if len(entries) < 60 {
		t.Errorf("%d entries, want 60 or more", len(entries))
	}
	owners, states, sections := map[string]bool{}, map[string]int{}, map[saar.Section]int{}
	for _, e := range entries {
		owners[e.Outlet.OwnerID()] = true
		states[e.State]++
		sections[e.Section]++
	}
	if len(owners) < 12 {
		t.Errorf("%d owners, want 12 or more", len(owners))
	}
	for _, state := range beltStates {
		if states[state] < 2 {
			t.Errorf("%s has %d entries, want 2 or more", state, states[state])
		}
	}
	for _, section := range []saar.Section{saar.India, saar.World, saar.State, saar.Business, saar.Sports} {
		if sections[section] < 3 {
			t.Errorf("section %s has %d entries, want 3 or more", section, sections[section])
		}
	}
	for _, agency := range []string{"pti", "uni", "ians"} {
		if !owners[agency] {
			t.Errorf("the Hindi desk of %s is not there", agency)
		}
	}
}

var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// A feed or sitemap costs a site one small page a look, and says how old each article is: where one is known it is the address.
func TestMostEntriesBeginAtAFeed(t *testing.T) {
	feeds := 0
	for _, e := range catalog.All() {
		if feedAddress.MatchString(e.URL) {
			feeds++
		}
	}
	if feeds < 60 {
		t.Errorf("%d entries begin at a feed or sitemap, want 60 or more", feeds)
	}
}

var feedAddress = regexp.MustCompile(`(?i)rss|feed|sitemap|\.xml$`)

// Every entry must work as it stands in a configuration, or an operator who names it is told of a mistake not theirs.
func TestEveryEntryIsSound(t *testing.T) {
	refs := regexp.MustCompile(`^[a-z0-9-]{1,31}/[a-z0-9-]{1,31}$`)
	addresses := map[string]string{}
	for _, e := range catalog.All() {
		if !refs.MatchString(e.Ref) {
			t.Errorf("%q is no ref", e.Ref)
		}
		if !slug.MatchString(e.Outlet.ID) || !slug.MatchString(e.Outlet.Owner) {
			t.Errorf("%s: outlet %q, owner %q", e.Ref, e.Outlet.ID, e.Outlet.Owner)
		}
		if !inDevanagari(e.Outlet.Name) {
			t.Errorf("%s: the name %q is not in Hindi", e.Ref, e.Outlet.Name)
		}
		if e.Section != "" && !e.Section.Valid() {
			t.Errorf("%s: %q is no section", e.Ref, e.Section)
		}
		if e.State != "" && !slug.MatchString(e.State) {
			t.Errorf("%s: %q is no state", e.Ref, e.State)
		}
		if _, err := time.Parse(time.DateOnly, e.Tested); err != nil && e.Tested != catalog.Untested {
			t.Errorf("%s: tested %q is neither a day nor %q", e.Ref, e.Tested, catalog.Untested)
		}
		checkAddresses(t, e)
		if other, twice := addresses[e.URL]; twice {
			t.Errorf("%s and %s have the same address", other, e.Ref)
		}
		addresses[e.URL] = e.Ref
	}
}

// checkAddresses wants addresses that open, on the outlet's own site: discovery looks for the site of a dead one there.
func checkAddresses(t *testing.T, e catalog.Entry) {
	t.Helper()
	domains := make([]string, 0, 2)
	for _, address := range []string{e.Home, e.URL} {
		u, err := url.Parse(address)
		if err != nil || !saar.LinkableURL(address) {
			t.Errorf("%s: %q is no address, %v", e.Ref, address, err)
			continue
		}
		if c, err := saar.CanonicalURL(address); err != nil || c != address || u.Scheme != "https" {
			t.Errorf("%s: %s is not https, or not as it is written when it is compared: %s, %v", e.Ref, address, c, err)
		}
		domains = append(domains, saar.RegistrableDomain(u.Host))
	}
	if len(slices.Compact(domains)) != 1 {
		t.Errorf("%s: %s is not on the site of %s", e.Ref, e.URL, e.Home)
	}
}

// inDevanagari reports whether a name has Devanagari letters and no Latin ones.
func inDevanagari(name string) bool {
	found := false
	for _, r := range name {
		if unicode.Is(unicode.Latin, r) {
			return false
		}
		found = found || unicode.Is(unicode.Devanagari, r)
	}
	return found
}

// An outlet is one thing under one id: two names or owners for one would count its voice twice or show it under both.
func TestOutletsAgree(t *testing.T) {
	outlets := map[string]catalog.Entry{}
	names := map[string]string{}
	refs := map[string]bool{}
	for _, e := range catalog.All() {
		if refs[e.Ref] {
			t.Errorf("%s is there twice", e.Ref)
		}
		refs[e.Ref] = true
		if first, known := outlets[e.Outlet.ID]; known && (first.Outlet != e.Outlet || first.Home != e.Home) {
			t.Errorf("%s and %s differ about their outlet", first.Ref, e.Ref)
		}
		outlets[e.Outlet.ID] = e
		if other, known := names[e.Outlet.Name]; known && other != e.Outlet.ID {
			t.Errorf("%s and %s are both called %s", other, e.Outlet.ID, e.Outlet.Name)
		}
		names[e.Outlet.Name] = e.Outlet.ID
	}
}

func TestFind(t *testing.T) {
	e, ok := catalog.Find("amarujala/uttar-pradesh")
	if !ok || e.Outlet.Owner != "amar-ujala" || e.State != "uttar-pradesh" || e.Section != saar.State ||
		e.URL != "https://www.amarujala.com/rss/uttar-pradesh.xml" || e.Home != "https://www.amarujala.com/" {
		t.Errorf("Find: %+v, %v", e, ok)
	}
	for _, ref := range []string{"", "amarujala", "amarujala/", "amarujala/uttar"} {
		if e, ok := catalog.Find(ref); ok {
			t.Errorf("Find(%q) = %s", ref, e.Ref)
		}
	}
}

// Whoever gets the list may change it without changing what the next one sees.
func TestAllIsTheCallers(t *testing.T) {
	clear(catalog.All())
	if _, ok := catalog.Find("bhaskar/bihar"); !ok || slices.ContainsFunc(catalog.All(), func(e catalog.Entry) bool { return e.Ref == "" }) {
		t.Error("the list was changed from outside")
	}
}

// A misspelt name is met with the right one, and a name that is none with nothing.
func TestNearest(t *testing.T) {
	for misspelt, want := range map[string]string{
		"amarujala/utar-pradesh":   "amarujala/uttar-pradesh",
		"amarujala/up":             "amarujala/uttar-pradesh",
		"amar-ujala/up":            "amarujala/uttar-pradesh",
		"Bhaskar/MP":               "bhaskar/madhya-pradesh",
		"bhaskar-bihar":            "bhaskar/bihar",
		"jagaran/national":         "jagran/national",
		" livehindustan/jharkhnd ": "livehindustan/jharkhand",
		"moneycontrol":             "moneycontrol/business",
		"nyt/front":                "",
		"":                         "",
		"हिन्दी":                   "",
	} {
		if got := catalog.Nearest(misspelt); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", misspelt, got, want)
		}
	}
}
