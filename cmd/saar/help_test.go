package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Somebody who has forgotten how a command is written finds an example of it in its help.
func TestHelpHasExamples(t *testing.T) {
	t.Parallel()
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		args := append(strings.Fields(cmd.CommandPath())[1:], "--help")
		p := mustRun(t, t.TempDir(), args...)
		_, examples, found := strings.Cut(p.out.String(), "\nExamples:\n")
		if !found || !strings.HasPrefix(strings.TrimSpace(examples), cmd.CommandPath()) {
			t.Errorf("saar %v shows no example of %s:\n%s", args, cmd.CommandPath(), p.out.String())
		}
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(rootCommand())
}
