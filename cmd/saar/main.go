// Command saar scrapes news sites and posts a daily digest in Hindi to Telegram.
//
// Without flags it is the daemon that the systemd unit starts. Exit status: 0 done, 1 failed, 2 wrong usage,
// 78 wrong configuration (EX_CONFIG).
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	_ "time/tzdata" // a small server may have no zone files

	"github.com/spf13/cobra"
)

// Exit statuses; see the package comment.
const (
	exitFailed = 1
	exitUsage  = 2
	exitConfig = 78
)

// gcPercent lets the heap, of which little is live, grow before it is looked through: pages are large and short-lived.
// GOGC in the environment goes before it, and GOMEMLIMIT bounds the whole.
const gcPercent = 200

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run executes one command line and returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	root := rootCommand()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	return status(err, strings.TrimSuffix(cmd.CommandPath(), " help"), stderr)
}

// usageError is a command line that means nothing.
type usageError struct{ error }

// errShown is an error whose text has been shown already.
var errShown = errors.New("failed")

// status prints the error of a command for a person and returns the exit status it stands for.
func status(err error, command string, stderr io.Writer) int {
	var usage usageError
	var config *configProblem
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errShown):
		return exitFailed
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "saar: %v\nTry `%s --help`.\n", err, command)
		return exitUsage
	case errors.As(err, &config):
		fmt.Fprintln(stderr, err)
		return exitConfig
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "saar: stopped; nothing is lost, call it again to go on")
		return exitFailed
	}
	fmt.Fprintf(stderr, "saar: %v\n", err)
	return exitFailed
}

// noArgs refuses words that a command does not take.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return unknownCommand(cmd, args[0])
	}
	return nil
}

// exactly wants n arguments and says what they are.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return usageError{fmt.Errorf("%s wants %s", strings.TrimPrefix(cmd.CommandPath(), "saar "), what)}
		}
		return nil
	}
}
