package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/saar-news/saar/cmd/saar/demo"
)

var (
	saidAddress = regexp.MustCompile(`msg="web page is up" address=(\S+)/`)
	seriesName  = regexp.MustCompile(`(?m)^(\w+)(?:\{([^}]*)\})? (\S+)$`)
	usedName    = regexp.MustCompile(`\b(?:saar|process)_\w+`)
)

// The rules and the dashboard that we hand out must ask for what saar says, and a wake-up call must rest on true numbers.
func TestMetricsCarryTheRulesAndTheDashboard(t *testing.T) {
	t.Parallel()
	w := startWorld(t, demo.Config{})
	folder := t.TempDir()
	standard, err := os.ReadFile("testdata/standard.yaml")
	if err != nil {
		t.Fatal(err)
	}
	config := strings.Replace(string(standard), `listen: ""`, `listen: "127.0.0.1:0"`, 1)
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := w.furnish(folder); err != nil {
		t.Fatal(err)
	}
	mustRun(t, folder, "--scrape")
	mustRun(t, folder, "--digest")
	p, err := startSaar(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer p.kill()
	if err := p.await(saidAddress.String()); err != nil {
		t.Fatal(err)
	}
	text := fetchText(t, saidAddress.FindStringSubmatch(p.err.String())[1]+"/metrics")
	values, names := map[string]string{}, map[string]bool{}
	for _, m := range seriesName.FindAllStringSubmatch(text, -1) {
		values[m[1]+"{"+m[2]+"}"], names[m[1]] = m[3], true
	}
	for series, want := range map[string]string{
		`saar_source_up{source="nav-prabhat"}`: "1", `saar_ledger_rows_last_day{state="sent"}`: "2", `saar_ledger_rows_last_day{state="failed"}`: "0",
		`saar_edition_stories{edition="subah"}`: "15", `saar_metrics_error{}`: "0", `saar_bot_token_refused{}`: "0",
	} {
		if values[series] != want {
			t.Errorf("%s is %q, want %s", series, values[series], want)
		}
	}
	for _, source := range w.outlets.Sources() {
		if v := values[`saar_source_articles_last_day{source="`+source.ID+`"}`]; v == "" || v == "0" {
			t.Errorf("articles of %s: %q", source.ID, v)
		}
	}
	if strings.Contains(text, secretToken) {
		t.Error("the token is in the metrics")
	}
	for _, file := range []string{"alerts.yml", "dashboard.json"} {
		for _, name := range expressions(t, filepath.Join("../../deploy/monitoring", file)) {
			if !names[name] {
				t.Errorf("%s asks for %s, which saar does not say", file, name)
			}
		}
	}
}

// dashboard is what Grafana must find in a dashboard to import and show it.
type dashboard struct {
	Title, UID    string
	SchemaVersion int
	Templating    struct {
		List []struct{ Name, Type, Query string }
	}
	Panels []panel
}

type panel struct {
	ID          int
	Title, Type string
	GridPos     struct{ X, Y, W, H int }
	FieldConfig struct {
		Defaults struct{ Unit string }
	}
	Datasource datasource
	Targets    []target
}

type datasource struct{ Type, UID string }

type target struct {
	Expr, RefID string
	Datasource  datasource
}

func readDashboard(t *testing.T) (d dashboard) {
	t.Helper()
	text, err := os.ReadFile("../../deploy/monitoring/dashboard.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// A dashboard that Grafana imports with holes in it is found out when it is needed.
func TestDashboardIsWhole(t *testing.T) {
	t.Parallel()
	d := readDashboard(t)
	if d.Title == "" || d.UID == "" || d.SchemaVersion < 36 || len(d.Panels) < 10 ||
		len(d.Templating.List) != 1 || d.Templating.List[0].Type != "datasource" || d.Templating.List[0].Query != "prometheus" {
		t.Errorf("%+v", d)
	}
	asked := datasource{"prometheus", "${" + d.Templating.List[0].Name + "}"}
	ids, cells := map[int]bool{}, map[[2]int]string{}
	for _, p := range d.Panels {
		if ids[p.ID] || p.ID == 0 || p.Title == "" || p.Type != "stat" && p.Type != "timeseries" || p.FieldConfig.Defaults.Unit == "" ||
			p.Datasource != asked || len(p.Targets) == 0 {
			t.Errorf("panel %+v", p)
		}
		ids[p.ID] = true
		refs := map[string]bool{}
		for _, target := range p.Targets {
			if target.Expr == "" || target.RefID == "" || refs[target.RefID] || target.Datasource != asked {
				t.Errorf("%s: target %+v", p.Title, target)
			}
			refs[target.RefID] = true
		}
		for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
			for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
				if other := cells[[2]int{x, y}]; other != "" || x >= 24 {
					t.Fatalf("%s lies over %q or outside of the page", p.Title, other)
				}
				cells[[2]int{x, y}] = p.Title
			}
		}
	}
}

// expressions lists the series that the expressions of a file name.
func expressions(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var parsed any
	unmarshal := yaml.Unmarshal
	if strings.HasSuffix(file, ".json") {
		unmarshal = json.Unmarshal
	}
	if err := unmarshal(text, &parsed); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	var found []string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if expr, ok := v["expr"].(string); ok {
				found = append(found, usedName.FindAllString(expr, -1)...)
			}
			for _, inner := range v {
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	walk(parsed)
	if len(found) < 8 {
		t.Errorf("%s: only %q found", file, found)
	}
	return found
}

func fetchText(t *testing.T, address string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", address, res.Status, err)
	}
	return string(text)
}
