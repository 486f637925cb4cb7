package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/oceanbot/oceanbot/internal/store"
)

// Set by the Makefile and the Dockerfile with -ldflags -X.
var (
	version = ""
	commit  = ""
)

func versionCommand(w world) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print version, commit and Go version",
		RunE: func(*cobra.Command, []string) error {
			v, c := version, commit
			if info, ok := debug.ReadBuildInfo(); ok {
				if v == "" {
					v = info.Main.Version
				}
				for _, setting := range info.Settings {
					if setting.Key == "vcs.revision" && c == "" {
						c = setting.Value
					}
				}
			}
			_, err := fmt.Fprintf(w.Stdout, "bot %s commit %s %s\n", orUnknown(v), orUnknown(c), runtime.Version())
			return err
		},
	}
}

func orUnknown(s string) string {
	if s == "" || s == "(devel)" {
		return "unknown"
	}
	return s
}

// healthCommand is what a container's health check runs: the image has no shell and no curl.
func healthCommand(w world) *cobra.Command {
	var config string
	command := &cobra.Command{
		Use:   "health",
		Short: "Ask a running bot on this machine whether it lives",
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := openSettings(w, config)
			if err != nil {
				return err
			}
			address := readAddress(r)
			if err := problems(r); err != nil {
				return err
			}
			host, port, err := net.SplitHostPort(address)
			if err != nil {
				return fmt.Errorf("reading HTTP_ADDR: %w", err)
			}
			if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
				host = "127.0.0.1"
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), 3*time.Second)
			defer cancel()
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", http.NoBody)
			if err != nil {
				return fmt.Errorf("asking the bot: %w", err)
			}
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				return fmt.Errorf("asking the bot: %w", err)
			}
			defer func() { _ = response.Body.Close() }()
			if response.StatusCode != http.StatusOK {
				return fmt.Errorf("the bot answered %s", response.Status)
			}
			_, err = fmt.Fprintln(w.Stdout, "ok")
			return err
		},
	}
	command.Flags().StringVar(&config, "config", "", "a YAML file with settings")
	return command
}

func auditCommand(w world) *cobra.Command {
	var config string
	verify := &cobra.Command{
		Use:   "verify",
		Short: "Check the chain of the audit trail",
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := openSettings(w, config)
			if err != nil {
				return err
			}
			database := readDatabase(r)
			if err := problems(r); err != nil {
				return err
			}
			db, err := store.Open(cmd.Context(), database)
			if err != nil {
				return fmt.Errorf("opening the database: %w", err)
			}
			defer func() { _ = db.Close() }()
			entries, err := db.VerifyAudit(cmd.Context())
			if err != nil {
				return fmt.Errorf("checking the audit trail: %w", err)
			}
			_, err = fmt.Fprintf(w.Stdout, "ok: the audit trail is whole, %d entries\n", entries)
			return err
		},
	}
	verify.Flags().StringVar(&config, "config", "", "a YAML file with settings")
	audit := &cobra.Command{
		Use:   "audit",
		Short: "The trail of who changed what and when",
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	audit.AddCommand(verify)
	return audit
}
