// Command bot is OceanBot: private driving, said in a sentence, in Slack or in a terminal.
//
// This package wires the others together and holds the subcommands, nothing else.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the image has no zone files

	"github.com/spf13/cobra"
)

// Exit codes.
const (
	exitFailure = 1 // something went wrong while it ran
	exitUsage   = 2 // the command line or a setting is wrong
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, world{Args: os.Args[1:], Environ: os.Environ(), Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr})
	stop()
	os.Exit(code)
}

// world is all that the program touches, so that tests can run the same program.
type world struct {
	Args    []string
	Environ []string
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
}

// usageError is a mistake of whoever started the program, told in one line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func run(ctx context.Context, w world) int {
	root := &cobra.Command{
		Use:   "bot",
		Short: "OceanBot: private driving, said in a sentence",
		Long: `OceanBot lets the driver of a company car say when driving is private, in French or English,
in Slack or in a terminal, and tells what OCEAN really recorded.

Try it with nothing set up:  bot demo`,
		Args:              cobra.NoArgs,
		SilenceErrors:     true,
		SilenceUsage:      true,
		DisableAutoGenTag: true,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetArgs(w.Args)
	root.SetIn(w.Stdin)
	root.SetOut(w.Stdout)
	root.SetErr(w.Stderr)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	//nolint:contextcheck // the work of a chat platform outlives the request that starts it
	root.AddCommand(serveCommand(w), demoCommand(w), parseCommand(w), auditCommand(w), identityCommand(w), healthCommand(w), versionCommand(w))
	for _, command := range root.Commands() {
		wrapArgs(command)
	}
	wrapArgs(root)

	err := root.ExecuteContext(ctx)
	var usage usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &usage):
		_, _ = fmt.Fprintf(w.Stderr, "bot: %v\n", err)
		return exitUsage
	default:
		_, _ = fmt.Fprintf(w.Stderr, "bot: %v\n", err)
		return exitFailure
	}
}

// wrapArgs makes wrong arguments of a command a usage error, an unknown subcommand included.
func wrapArgs(command *cobra.Command) {
	check := command.Args
	if check == nil {
		check = cobra.NoArgs
	}
	command.Args = func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{err}
		}
		return nil
	}
	for _, sub := range command.Commands() {
		wrapArgs(sub)
	}
}
