package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

func sceneOf(ts *testscript.TestScript) *scene { return ts.Value("scene").(*scene) }

// scriptCommands are the commands of the scripts, besides testscript's own.
var scriptCommands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"exits":    plain(cmdExits),    // exits STATUS PROGRAM ARGS...: runs it to exactly this exit status
	"until":    plain(cmdUntil),    // until PATTERN PROGRAM ARGS...: runs it again and again until it writes that
	"start":    plain(cmdStart),    // start NAME ARGS...: runs saar in the background
	"await":    plain(cmdAwait),    // await NAME PATTERN: until it has written that to stderr
	"signal":   plain(cmdSignal),   // signal NAME HUP|TERM|KILL
	"ended":    plain(cmdEnded),    // ended NAME STATUS: waits for it, -1 when killed; shows what it wrote
	"alive":    plain(cmdAlive),    // alive NAME: it has not ended
	"fault":    plain(cmdFault),    // fault METHOD REPLY [SKIP]: one call is answered so
	"calls":    plain(cmdCalls),    // calls METHOD N: the Bot API was called so often
	"called":   plain(cmdCalled),   // called METHOD N: waits until it was
	"standing": plain(cmdStanding), // standing CHAT STATUS [DENIED...]: the bot's, from now on
	"channel":  plain(cmdChannel),  // channel: shows the channel's messages as they were sent
	"block":    plain(cmdBlock),    // block HOST: keeps back its answers
	"blocked":  plain(cmdBlocked),  // blocked HOST: waits until somebody waits for one
	"unblock":  plain(cmdUnblock),  // unblock: all hosts answer
	"once":     plain(cmdOnce),     // once: no article was asked for twice
	"lastrun":  plain(cmdLastRun),  // lastrun JOB AGO: notes in the database that a job ran so long ago
	"again":    plain(cmdAgain),    // again DATE: stores today's digest a second time, as the one of that date
	"edit":     plain(cmdEdit),     // edit FILE OLD NEW: replaces a text that must be there
	"shape":    plain(cmdShape),    // shape FILE: shows of which keys and types JSON consists
}

// plain is a command that does not take a "!".
func plain(do func(ts *testscript.TestScript, args []string)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg {
			ts.Fatalf("this command cannot be negated")
		}
		do(ts, args)
	}
}

func cmdExits(ts *testscript.TestScript, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	status, ok := exitStatus(err)
	if !ok {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(status) != args[0] {
		ts.Fatalf("exit status %d, want %s", status, args[0])
	}
}

func cmdUntil(ts *testscript.TestScript, args []string) {
	wanted, err := regexp.Compile("(?m)" + args[0])
	ts.Check(err)
	for late := time.Now().Add(patience); ; {
		_ = ts.Exec(args[1], args[2:]...)
		if wanted.MatchString(ts.ReadFile("stdout")) || wanted.MatchString(ts.ReadFile("stderr")) {
			return
		}
		if time.Now().After(late) {
			ts.Fatalf("%v does not write %q", args[1:], args[0])
		}
	}
}

func cmdStart(ts *testscript.TestScript, args []string) {
	s := sceneOf(ts)
	p, err := startSaar(s.ctx, ts.MkAbs("."), args[1:]...)
	ts.Check(err)
	s.running[args[0]] = p
}

func named(ts *testscript.TestScript, name string) *process {
	p := sceneOf(ts).running[name]
	if p == nil {
		ts.Fatalf("nothing runs under the name %s", name)
	}
	return p
}

func cmdAwait(ts *testscript.TestScript, args []string) { ts.Check(named(ts, args[0]).await(args[1])) }

func cmdSignal(ts *testscript.TestScript, args []string) {
	signals := map[string]syscall.Signal{"HUP": syscall.SIGHUP, "TERM": syscall.SIGTERM, "KILL": syscall.SIGKILL}
	ts.Check(named(ts, args[0]).cmd.Process.Signal(signals[args[1]]))
}

// stopTime is how long saar may take to stop: what the systemd unit waits, less a margin.
const stopTime = 20 * time.Second

func cmdEnded(ts *testscript.TestScript, args []string) {
	p := named(ts, args[0])
	ts.Check(p.end(stopTime))
	fmt.Fprint(ts.Stdout(), p.out.String())
	fmt.Fprint(ts.Stderr(), p.err.String())
	if got := strconv.Itoa(p.status()); got != args[1] {
		ts.Fatalf("exit status %s, want %s\n%s", got, args[1], p.err.String())
	}
}

func cmdAlive(ts *testscript.TestScript, args []string) {
	p := named(ts, args[0])
	select {
	case <-p.done:
		ts.Fatalf("it has ended with status %d:\n%s", p.status(), p.err.String())
	default:
	}
}

func cmdFault(ts *testscript.TestScript, args []string) {
	replies := map[string]telegramtest.Reply{
		"hold": telegramtest.Hold(nil), "lose": telegramtest.LoseReply, "reset": telegramtest.Reset,
		"bad-gateway": telegramtest.BadGateway, "flood": telegramtest.Flood(1),
		"forbidden": telegramtest.Refuse(403, "Forbidden: bot is not a member of the channel chat"),
	}
	f := telegramtest.Fault{Method: args[0], Reply: replies[args[1]]}
	if f.Reply == nil {
		ts.Fatalf("no fault is called %s", args[1])
	}
	if len(args) > 2 {
		var err error
		f.Skip, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	sceneOf(ts).api.Inject(f)
}

func cmdCalls(ts *testscript.TestScript, args []string) {
	if got := sceneOf(ts).api.Count(args[0]); strconv.Itoa(got) != args[1] {
		ts.Fatalf("%s was called %d times, want %s", args[0], got, args[1])
	}
}

func cmdCalled(ts *testscript.TestScript, args []string) {
	s := sceneOf(ts)
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	ctx, stop := context.WithTimeout(s.ctx, patience)
	defer stop()
	ts.Check(s.api.Wait(ctx, func() bool { return s.api.Count(args[0]) >= want }))
}

func cmdStanding(ts *testscript.TestScript, args []string) {
	chat, err := strconv.ParseInt(args[0], 10, 64)
	ts.Check(err)
	owner := telegramtest.User{ID: 77, FirstName: "मालिक"}
	sceneOf(ts).api.Appoint(owner, chat, args[1], args[2:]...)
}

func cmdChannel(ts *testscript.TestScript, _ []string) {
	out := ts.Stdout()
	for _, text := range sceneOf(ts).posts(channel) {
		fmt.Fprintln(out, text)
	}
}

func cmdBlock(ts *testscript.TestScript, args []string) {
	s := sceneOf(ts)
	s.waiting[args[0]] = s.sites.block(args[0])
}

func cmdBlocked(ts *testscript.TestScript, args []string) {
	select {
	case <-sceneOf(ts).waiting[args[0]]:
	case <-time.After(patience):
		ts.Fatalf("nobody asks %s", args[0])
	}
}

func cmdUnblock(ts *testscript.TestScript, _ []string) { sceneOf(ts).sites.release() }

func cmdOnce(ts *testscript.TestScript, _ []string) {
	s := sceneOf(ts)
	asked := map[string]int{}
	for _, r := range s.sites.requests() {
		asked["http://"+r.Host+r.URL.Path]++
	}
	for _, a := range s.outlets.Articles() {
		if n := asked[a.URL]; n > 1 || n > 0 && a.Barred {
			ts.Fatalf("%s was asked for %d times", a.URL, n)
		}
	}
}

func cmdLastRun(ts *testscript.TestScript, args []string) {
	ago, err := time.ParseDuration(args[1])
	ts.Check(err)
	inStore(ts, func(ctx context.Context, db *store.Store) error {
		return db.SaveLastRun(ctx, args[0], time.Now().Add(-ago))
	})
}

func cmdAgain(ts *testscript.TestScript, args []string) {
	inStore(ts, func(ctx context.Context, db *store.Store) error {
		told, err := db.Digest(ctx, saar.DigestID{Edition: "subah", Date: sceneOf(ts).date(0)})
		ts.Check(err)
		told.ID.Date = args[0]
		_, err = db.SaveDigest(ctx, told)
		return err
	})
}

// inStore does something to the script's database.
func inStore(ts *testscript.TestScript, do func(ctx context.Context, db *store.Store) error) {
	ctx := sceneOf(ts).ctx
	db, err := store.Open(ctx, ts.MkAbs("saar.db"))
	ts.Check(err)
	ts.Check(do(ctx, db))
	ts.Check(db.Close())
}

func cmdEdit(ts *testscript.TestScript, args []string) {
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not hold %q:\n%s", args[0], args[1], text)
	}
	with := strings.ReplaceAll(args[2], `\n`, "\n")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(text, args[1], with)), 0o600))
}

func cmdShape(ts *testscript.TestScript, args []string) {
	text, err := shapeOf([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	fmt.Fprintln(ts.Stdout(), text)
}
