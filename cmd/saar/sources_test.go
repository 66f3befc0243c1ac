package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/catalog"
)

func someHealth(now time.Time) []sourceHealth {
	day := 24 * time.Hour
	return []sourceHealth{
		{Name: "नव प्रभात", SourceHealth: saar.SourceHealth{
			Source: "nav-prabhat", LastRun: now, LastSuccess: now, Outcome: saar.OK, Step: saar.StepFeed, Articles24h: 37, Pending: 12,
			Usual24h: &saar.Usual{Articles: 41, Weeks: 4},
		}},
		{Name: "दैनिक सेतु", SourceHealth: saar.SourceHealth{
			Source: "ds", LastRun: now, LastSuccess: now, Outcome: saar.Unchanged, Step: saar.StepSitemap, Articles24h: 3,
			Usual24h:    &saar.Usual{Articles: 12, Days: 5},
			Outcomes24h: map[saar.Outcome]int{saar.OK: 3, saar.NotArticle: 1, saar.Timeout: 2, saar.Forbidden: 9},
		}},
		{Name: "जन संवाद", SourceHealth: saar.SourceHealth{
			Source: "js", LastRun: now, LastSuccess: now.Add(-4 * day), FailingFrom: now.Add(-3*day - time.Hour), Outcome: saar.ServerError,
			Step: saar.StepListing, Articles24h: 110, Detail: "server_error: it says\x1b[31m 503",
		}},
		{Name: "सेतु", SourceHealth: saar.SourceHealth{Source: "setu"}},
	}
}

// An operator sees at a glance which source fails, since when and why, and which has dried up; in columns, whatever width
// Hindi has.
func TestSourcesAtAGlance(t *testing.T) {
	now := time.Date(2026, 11, 22, 6, 40, 0, 0, time.UTC)
	const want = `SOURCE       STATE           FOUND BY  ARTICLES 24H         USUAL  PENDING  LAST SUCCESS      NAME
nav-prabhat  ✓ ok            feed                37  41 (4 weeks)       12  2026-11-22 06:40  नव प्रभात
ds           ✓ unchanged     sitemap              3   12 (5 days)        0  2026-11-22 06:40  दैनिक सेतु
  it answers, but gives far fewer articles than usual
  most of its pages failed in 24 hours: 9 forbidden, 2 timeout
js           ✗ server_error  listing            110             –        0  2026-11-18 06:40  जन संवाद
  failing since 2026-11-19 05:40, for 3 days: server_error: it says [31m 503
setu         – never read    –                    0             –        0  –                 सेतु

2 of 4 sources answer · 150 articles in 24 hours · 1 never read: ` + "`saar --scrape` reads them\n"
	var out, coloured bytes.Buffer
	if err := printSources(&out, false, time.UTC, now, someHealth(now)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	if err := printSources(&coloured, true, time.UTC, now, someHealth(now)); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"\x1b[32m✓ ok\x1b[0m", "\x1b[31m✗ server_error\x1b[0m", "\x1b[31m3\x1b[0m", "\x1b[2m– never read\x1b[0m"} {
		if !strings.Contains(coloured.String(), part) {
			t.Errorf("on a terminal there is no %q", part)
		}
	}
	for _, escape := range []string{"\x1b[31m", "\x1b[32m", "\x1b[2m", "\x1b[0m"} {
		stripped := strings.ReplaceAll(coloured.String(), escape, "")
		coloured.Reset()
		coloured.WriteString(stripped)
	}
	if diff := cmp.Diff(want, coloured.String()); diff != "" {
		t.Errorf("colours move the columns (-want +got):\n%s", diff)
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "0 minutes", time.Minute: "1 minute", 59 * time.Minute: "59 minutes", time.Hour: "1 hour",
		47 * time.Hour: "47 hours", 48 * time.Hour: "2 days", 400 * 24 * time.Hour: "400 days",
	} {
		if got := span(d); got != want {
			t.Errorf("span(%v) = %q, want %q", d, got, want)
		}
	}
}

// The catalogue can be looked through by whoever has no configuration yet, in Hindi or by id.
func TestListNeedsNoConfiguration(t *testing.T) {
	t.Chdir(t.TempDir())
	status, out, errs := saarRuns(t, "sources", "list")
	if status != 0 || errs != "" {
		t.Fatalf("exit status %d: %s", status, errs)
	}
	for _, e := range catalog.All() {
		if !strings.Contains(out, " "+e.Ref+" ") || !strings.Contains(out, e.Outlet.Name+"  "+e.URL+"\n") {
			t.Errorf("%s is not listed", e.Ref)
		}
	}
	for filter, want := range map[string]string{
		"भास्कर bihar": "bhaskar/bihar", "हिंदुस्तान uttar-pradesh": "livehindustan/uttar-pradesh", "BIHAR zeenews": "", "ht-media delhi": "livehindustan/delhi", "bhaskar mp": "bhaskarhindi/madhya-pradesh", "group up": "",
	} {
		args := append([]string{"sources", "list", "--format", "json"}, strings.Fields(filter)...)
		_, out, _ := saarRuns(t, args...)
		var got []knownSource
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatalf("%v in %q", err, out)
		}
		found := slices.ContainsFunc(got, func(s knownSource) bool { return s.Ref == want })
		if len(got) > 2 || found != (want != "") || want == "" && len(got) > 0 {
			t.Errorf("%s: %+v, want %q", filter, got, want)
		}
	}
	if _, out, _ = saarRuns(t, "sources", "list", "कखगघ"); !strings.Contains(out, "`saar sources add URL` looks at any site") {
		t.Errorf("nothing found: %s", out)
	}
}

// The list shows what is configured, by name or by address, and helps even where a name in the configuration is wrong.
func TestListMarksTheConfigured(t *testing.T) {
	e, _ := catalog.Find("amarujala/sports")
	config := writeConfig(t, `sources:
  - {catalog: amarujala/bihar, url: "https://www.amarujala.com/bihar"}
  - {id: khel, name: अमर उजाला, url: "`+strings.ToUpper(e.URL[:24])+e.URL[24:]+`"}
  - catalog: amarujala/utar-pradesh
`+lastLines)
	status, out, errs := saarRuns(t, "-c", config, "sources", "list", "amarujala")
	if status != 0 {
		t.Fatalf("exit status %d: %s", status, errs)
	}
	for _, line := range strings.Split(out, "\n") {
		marked := strings.HasPrefix(line, "✓ ")
		if wanted := strings.Contains(line, " amarujala/bihar ") || strings.Contains(line, " amarujala/sports "); marked != wanted {
			t.Errorf("marked %v: %s", marked, line)
		}
	}
	if !strings.Contains(out, "✓ 2 configured") {
		t.Errorf("the end of the list: %s", out[max(0, len(out)-200):])
	}
	if status, _, _ := saarRuns(t, "sources", "list", "--format", "yaml"); status != exitUsage {
		t.Errorf("--format yaml: exit status %d", status)
	}
}
