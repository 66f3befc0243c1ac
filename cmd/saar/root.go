package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// options are the flags of the command line.
type options struct {
	config  string
	verbose bool

	scrape  bool
	sources []string

	digest  bool
	edition string
	date    string
	dryRun  bool
	format  string
	show    bool // --format was given

	recompile bool
}

// formats are what --format takes.
var formats = []string{"text", "telegram", "json", "html"}

func rootCommand() *cobra.Command {
	var o options
	root := &cobra.Command{
		Use:   "saar",
		Short: "Scrape news sites and post a daily digest in Hindi to Telegram",
		Long: `saar (सार, "the gist") scrapes news sites on a schedule, finds which articles tell the same story, picks the key
points and posts a daily digest in Hindi to Telegram.

Without flags it is the daemon. With --scrape or --digest it does that once and exits.`,
		Example: `  saar                                  the daemon, as the systemd unit starts it
  saar --scrape                         read all sources now
  saar --scrape --source nav-prabhat    read one
  saar --digest --dry-run               show what the digest would be now
  saar --scrape --digest --dry-run      the whole way, without posting
  saar --digest --date 2026-11-22       finish, or make, the digest of that day
  saar --digest --dry-run --date 2026-11-22 --recompile
                                        what today's rules and configuration would change in it
  saar demo                             see it all with no network and no token`,
		Args:          noArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.show = cmd.Flags().Changed("format")
			if err := o.check(cmd); err != nil {
				return err
			}
			switch {
			case o.scrape || o.digest:
				return runOnce(cmd, o)
			default:
				return runDaemon(cmd, o)
			}
		},
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.PersistentFlags().StringVarP(&o.config, "config", "c", "", "configuration `FILE` (default ./config.yaml, then /etc/saar/config.yaml)")
	root.PersistentFlags().BoolVarP(&o.verbose, "verbose", "v", false, "log every step")
	flags := root.Flags()
	flags.BoolVar(&o.scrape, "scrape", false, "scrape now, once, and exit")
	flags.StringArrayVar(&o.sources, "source", nil, "with --scrape: only the source `ID`; may be given again")
	flags.BoolVar(&o.digest, "digest", false, "publish today's edition now, or finish it, and exit")
	flags.StringVar(&o.edition, "edition", "", "with --digest: the edition's `ID`; may be left out when there is one")
	flags.StringVar(&o.date, "date", "", "with --digest: the edition of `YYYY-MM-DD`")
	flags.BoolVar(&o.dryRun, "dry-run", false, "with --digest: print it; store and send nothing")
	flags.BoolVar(&o.recompile, "recompile", false, "with --digest --dry-run --date: show what today's rules would change in the stored digest")
	flags.StringVar(&o.format, "format", "text", "with --digest: print it as text, telegram, json or html")
	_ = root.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats, cobra.ShellCompDirectiveNoFileComp))
	root.AddCommand(
		demoCommand(&o), checkCommand(&o), inspectCommand(&o), sourcesCommand(&o), deliveriesCommand(&o),
		searchCommand(&o), explainCommand(&o), retractCommand(&o), backupCommand(&o), restoreCommand(&o), exportCommand(&o), importCommand(&o),
		completionCommand(), versionCommand(),
	)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(helpCommand())
	return root
}

// check refuses flags that mean nothing together.
func (o options) check(cmd *cobra.Command) error {
	if len(o.sources) > 0 && !o.scrape {
		return usageError{errors.New("--source says what to scrape: add --scrape")}
	}
	for _, flag := range []string{"edition", "date", "dry-run", "recompile", "format"} {
		if cmd.Flags().Changed(flag) && !o.digest {
			return usageError{fmt.Errorf("--%s belongs to a digest: add --digest", flag)}
		}
	}
	if o.recompile && (!o.dryRun || o.date == "" || o.show) {
		return usageError{errors.New("--recompile goes with --dry-run and --date, and without --format")}
	}
	if !slices.Contains(formats, o.format) {
		return usageError{fmt.Errorf("--format %s: write one of %s", o.format, strings.Join(formats, ", "))}
	}
	return nil
}
