//go:build proof

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saar-news/saar/cmd/saar/demo"
)

// TestProofOfMonitoring puts what we hand out to Prometheus's own tool: the rules and what they do, every question of the
// dashboard, and the metrics as saar says them.
func TestProofOfMonitoring(t *testing.T) {
	const folder = "../../deploy/monitoring/"
	promtool(t, "", "check", "rules", folder+"alerts.yml")
	promtool(t, "", "test", "rules", folder+"alerts_test.yml")

	var rules strings.Builder
	rules.WriteString("groups:\n- name: dashboard\n  rules:\n")
	for _, p := range readDashboard(t).Panels {
		for _, target := range p.Targets {
			fmt.Fprintf(&rules, "  - {record: \"panel:%d:%s\", expr: %q}\n", p.ID, target.RefID, target.Expr)
		}
	}
	file := filepath.Join(t.TempDir(), "dashboard.yml")
	if err := os.WriteFile(file, []byte(rules.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	promtool(t, "", "check", "rules", file)

	w := startWorld(t, demo.Config{})
	home := t.TempDir()
	standard, err := os.ReadFile("testdata/standard.yaml")
	if err != nil {
		t.Fatal(err)
	}
	config := strings.Replace(string(standard), `listen: ""`, `listen: "127.0.0.1:0"`, 1)
	if err := os.WriteFile(filepath.Join(home, "config.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := w.furnish(home); err != nil {
		t.Fatal(err)
	}
	p, err := startSaar(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	defer p.kill()
	if err := p.await("msg=collected"); err != nil {
		t.Fatal(err)
	}
	promtool(t, fetchText(t, saidAddress.FindStringSubmatch(p.err.String())[1]+"/metrics"), "check", "metrics")
}

// promtool must have nothing to say against its input.
func promtool(t *testing.T, input string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "promtool", args...)
	cmd.Stdin = strings.NewReader(input)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("promtool %v: %v\n%s", args, err, said)
	}
}
