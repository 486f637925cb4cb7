package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/store"
)

// operator is who makes changes from the shell, in links and in the audit trail.
const operator = "operator"

// identityCommand has the links between chat users and individus. All of it works beside a running bot,
// which sees a change with the next thing that the person does.
func identityCommand(w world) *cobra.Command {
	var config string
	root := &cobra.Command{
		Use:   "identity",
		Short: "Say who chat users are in OCEAN",
		Long: `Say who chat users are in OCEAN, and forget a person.

USER is slack:U0ABC or discord:1234, INDIVIDUID is OCEAN's individuId. A link wins over the mail by which
people are found otherwise. A running bot sees a change with the next thing that the person does.`,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().StringVar(&config, "config", "", "a YAML file with settings (also BOT_CONFIG)")
	add := func(use, short, example string, args int, do func(k keeper, ctx context.Context, args []string) error) {
		root.AddCommand(&cobra.Command{
			Use: use, Short: short,
			Args: func(_ *cobra.Command, given []string) error {
				if len(given) != args {
					return fmt.Errorf("identity %s: it takes %s, like: bot identity %s", use, counted(int64(args), "argument"), example)
				}
				return nil
			},
			RunE: func(cmd *cobra.Command, given []string) error {
				return withKeeper(cmd.Context(), w, config, func(k keeper) error { return do(k, cmd.Context(), given) })
			},
		})
	}
	add("list", "Print the links, a line each: user, individuId, since when, made by whom, with tabs between", "list", 0, keeper.list)
	add("link USER INDIVIDUID", "Link a user to an individu", "link discord:1234 1110000403", 2, keeper.link)
	add("unlink USER", "Remove a user's link", "unlink discord:1234", 1, keeper.unlink)
	add("forget USER", "Remove the link and whatever else is kept about a user", "forget discord:1234", 1, keeper.forget)
	add("import FILE.csv", "Link all users of a CSV file with the header user,individuId, or none", "import links.csv", 1, keeper.importFile)
	return root
}

// keeper keeps the links of a database.
type keeper struct {
	world

	db  *store.DB
	now time.Time
}

func withKeeper(ctx context.Context, w world, config string, do func(keeper) error) (err error) {
	r, err := openSettings(w, config)
	if err != nil {
		return err
	}
	database, now := readDatabase(r), clockFrom(r.Time("BOT_NOW"))()
	if err := problems(r); err != nil {
		return err
	}
	if path, isFile := strings.CutPrefix(database, store.Scheme); isFile && path != ":memory:" {
		// A relative path in another folder than the bot's would be another database, which nobody asks.
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			_, _ = fmt.Fprintf(w.Stderr, "bot: there was no database %s, and it is made now; is that the one of the running bot?\n", path)
		}
	}
	db, err := store.Open(ctx, database)
	if err != nil {
		return fmt.Errorf("opening the database: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return do(keeper{world: w, db: db, now: now})
}

func (k keeper) say(format string, args ...any) error {
	if _, err := fmt.Fprintf(k.Stdout, format+"\n", args...); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	return nil
}

func (k keeper) list(ctx context.Context, _ []string) error {
	links, err := k.db.Links(ctx)
	if err != nil {
		return fmt.Errorf("listing the links: %w", err)
	}
	for _, l := range links {
		if err := k.say("%s\t%d\t%s\t%s", l.User, l.IndividuID, l.Since.Format(time.RFC3339), l.By); err != nil {
			return err
		}
	}
	return nil
}

func (k keeper) link(ctx context.Context, args []string) error {
	user, err := identity.ParseUser(args[0])
	if err != nil {
		return usageError{fmt.Errorf("identity link: %w", err)}
	}
	individuID, err := identity.ParseIndividu(args[1])
	if err != nil {
		return usageError{fmt.Errorf("identity link: %w", err)}
	}
	changes, err := k.db.PutLinks(ctx, k.links(identity.UserLink{User: user, IndividuID: individuID}))
	if err != nil {
		return fmt.Errorf("linking %s: %w", user.Key(), err)
	}
	for _, c := range changes {
		switch c.Before {
		case 0:
			err = k.say("%s is linked to individu %d", c.User, c.IndividuID)
		case c.IndividuID:
			err = k.say("%s was linked to individu %d already", c.User, c.IndividuID)
		default:
			err = k.say("%s is linked to individu %d, and to %d no more", c.User, c.IndividuID, c.Before)
		}
	}
	return err
}

func (k keeper) links(links ...identity.UserLink) []store.Link {
	rows := make([]store.Link, 0, len(links))
	for _, l := range links {
		rows = append(rows, store.Link{User: l.User.Key(), IndividuID: l.IndividuID, Since: k.now, By: operator})
	}
	return rows
}

func (k keeper) unlink(ctx context.Context, args []string) error {
	user, err := identity.ParseUser(args[0])
	if err != nil {
		return usageError{fmt.Errorf("identity unlink: %w", err)}
	}
	was, err := k.db.DropLink(ctx, user.Key(), operator, k.now)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return fmt.Errorf("%s is not linked", user.Key())
	case err != nil:
		return fmt.Errorf("unlinking %s: %w", user.Key(), err)
	}
	after := ""
	if user.Platform == chat.Slack {
		after = "; from now on their mail decides"
	}
	return k.say("%s is linked to individu %d no more%s", user.Key(), was.IndividuID, after)
}

func (k keeper) forget(ctx context.Context, args []string) error {
	user, err := identity.ParseUser(args[0])
	if err != nil {
		return usageError{fmt.Errorf("identity forget: %w", err)}
	}
	gone, err := k.db.Forget(ctx, user.Key(), operator, k.now)
	if err != nil {
		return fmt.Errorf("forgetting %s: %w", user.Key(), err)
	}
	var lines []string
	if gone.Removed() == 0 {
		lines = append(lines, fmt.Sprintf("nothing about %s was there to be removed", user.Key()))
	} else {
		lines = append(lines, fmt.Sprintf("removed about %s: %s", user.Key(), strings.Join([]string{
			counted(gone.Links, "link"), counted(gone.Drafts, "card"), counted(gone.Listings, "list"),
			counted(gone.Writes, "line of the journal", "lines of the journal"),
		}, ", ")))
	}
	if gone.AuditKept > 0 {
		lines = append(lines, fmt.Sprintf("the audit trail is chained and stays: %s by or about %s, without reasons and places",
			counted(gone.AuditKept, "entry", "entries"), user.Key()))
	}
	if err := k.say("%s", strings.Join(lines, "\n")); err != nil {
		return err
	}
	if gone.WritesKept > 0 {
		return fmt.Errorf("%s can't be removed yet: something for the same driver isn't concluded and told; try again later",
			counted(gone.WritesKept, "line of the journal", "lines of the journal"))
	}
	return nil
}

// counted writes a number with its noun; the plural adds an s where no other is given.
func counted(n int64, noun string, plural ...string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case len(plural) > 0:
		noun = plural[0]
	default:
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func (k keeper) importFile(ctx context.Context, args []string) (err error) {
	file, err := os.Open(args[0])
	if err != nil {
		return fmt.Errorf("nobody was linked: %w", err)
	}
	defer func() { _ = file.Close() }()
	links, err := identity.ReadLinks(file)
	if err != nil {
		return fmt.Errorf("nobody was linked; %s is wrong:\n%w", args[0], err)
	}
	changes, err := k.db.PutLinks(ctx, k.links(links...))
	if err != nil {
		return fmt.Errorf("nobody was linked: %w", err)
	}
	var made, changed, same int64
	for _, c := range changes {
		switch c.Before {
		case 0:
			made++
		case c.IndividuID:
			same++
		default:
			changed++
		}
	}
	return k.say("%s: %d new, %d changed, %d as before", counted(int64(len(changes)), "link"), made, changed, same)
}
