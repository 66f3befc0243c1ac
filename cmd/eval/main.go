// Command eval runs saar's own steps over labelled files and prints how well they do.
//
//	go run ./cmd/eval TASK -in IN [-out FILE]
//
// It calls the functions the pipeline calls, with the same defaults: no rule, weight or list lives here. Predictions go
// to FILE as JSON lines; the metrics of what the input carries gold for go to standard output, one JSON object.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// task reads gold from in, writes predictions to out (nowhere when out is empty) and prints its metrics.
type task func(in, out string, stdout io.Writer) error

// tasks is what eval can do. A new task is one file with its function, and one line here.
var tasks = map[string]task{
	"extract":   extractTask,
	"links":     linksTask,
	"keypoints": keypointsTask,
	"stories":   storiesTask,
	"sections":  sectionsTask,
	"sentences": sentencesTask,
}

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "eval:", err)
		if errors.As(err, new(usageError)) {
			os.Exit(2)
		}
		os.Exit(1)
	}
}

// usageError is a mistake in the arguments.
type usageError string

func (e usageError) Error() string {
	names := slices.Sorted(maps.Keys(tasks))
	return string(e) + "\nusage: eval TASK -in IN [-out FILE]\ntasks: " + strings.Join(names, ", ")
}

func run(args []string, stdout io.Writer) error {
	if len(args) == 0 {
		return usageError("no task given")
	}
	do, ok := tasks[args[0]]
	if !ok {
		return usageError(fmt.Sprintf("%q is not a task", args[0]))
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	in := flags.String("in", "", "the labelled input")
	out := flags.String("out", "", "where predictions go, as JSON lines")
	switch err := flags.Parse(args[1:]); {
	case err != nil:
		return usageError(err.Error())
	case flags.NArg() > 0:
		return usageError(fmt.Sprintf("%q is too much", flags.Arg(0)))
	case *in == "":
		return usageError("-in is missing")
	}
	if err := do(*in, *out, stdout); err != nil {
		return fmt.Errorf("%s %s: %w", args[0], *in, err)
	}
	return nil
}
