package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// helpCommand is cobra's, but for a command that there is not: that is wrong usage.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Show the help of a command",
		Example: "  saar help\n  saar help sources add",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			about, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return commandsOf(about), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil {
				return usageError{err}
			}
			if len(rest) > 0 {
				return unknownCommand(about, rest[0])
			}
			return about.Help()
		},
	}
}

// completionCommand writes what a shell needs to complete saar's commands and flags.
func completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish"}
	return &cobra.Command{
		Use:   "completion bash|zsh|fish",
		Short: "Write the completion of commands and flags for a shell",
		Example: `  saar completion bash | sudo tee /etc/bash_completion.d/saar >/dev/null
  saar completion zsh >"${fpath[1]}/_saar"
  saar completion fish >~/.config/fish/completions/saar.fish`,
		Args:      exactly(1, "a shell: bash, zsh or fish"),
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			root, out := cmd.Root(), cmd.OutOrStdout()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(out, true)
			case "zsh":
				return root.GenZshCompletion(out)
			case "fish":
				return root.GenFishCompletion(out, true)
			}
			return usageError{fmt.Errorf("%q is no shell that saar knows; write bash, zsh or fish", args[0])}
		},
	}
}

// commandsOf are the names of the commands below one.
func commandsOf(cmd *cobra.Command) []string {
	var names []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			names = append(names, sub.Name())
		}
	}
	return names
}

// unknownCommand refuses a word that is no command, and names the one that was most likely meant.
func unknownCommand(cmd *cobra.Command, word string) error {
	names := commandsOf(cmd)
	hint := ""
	if near := nearest(word, names); near != "" {
		hint = fmt.Sprintf("; did you mean `%s %s`?", cmd.CommandPath(), near)
	} else if len(names) > 0 && cmd.HasParent() {
		hint = "; it has " + strings.Join(names, ", ")
	}
	return usageError{fmt.Errorf("%q is no command or argument of %s%s", word, cmd.CommandPath(), hint)}
}
