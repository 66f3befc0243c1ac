package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/saar-news/saar/cmd/saar/demo"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

// Whoever reads saar's output, its logs, its database or the process list, also on the day on which Telegram does not
// work, does not learn the bot's token.
func TestTokenIsNowhere(t *testing.T) {
	t.Parallel()
	trouble := map[string]func(*telegramtest.Server){
		"all is well": func(*telegramtest.Server) {},
		"no answer":   (*telegramtest.Server).Down,
		"revoked":     (*telegramtest.Server).Revoke,
		"bad gateway": always(telegramtest.BadGateway),
		"reset":       always(telegramtest.Reset),
		"lost answer": always(telegramtest.LoseReply),
		"flood":       always(telegramtest.Flood(3600)),
		"restarting":  always(telegramtest.Restarting),
		"conflict":    always(telegramtest.Conflict),
		"blocked":     always(telegramtest.Refuse(403, "Forbidden: bot was blocked by the user")),
		"migrated": func(api *telegramtest.Server) {
			api.SetChat(telegramtest.Chat{ID: channel, Type: telegramtest.Group, MigratedTo: second})
		},
		"refused": always(telegramtest.Refuse(400, "Bad Request: wrong token "+secretToken+" in /bot"+secretToken+"/sendMessage")),
		"elsewhere": always(func(e telegramtest.Exchange) {
			e.W.Header().Set("Location", "http://127.0.0.1:1"+e.R.URL.Path)
			e.W.WriteHeader(302)
		}),
		"nonsense": always(func(e telegramtest.Exchange) { fmt.Fprintf(e.W, "<p>%s</p>", e.R.URL) }),
	}
	for name, bring := range trouble {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, folder := startWorld(t, demo.Config{Without: []string{"nav-prabhat", "dainik-setu"}}), t.TempDir()
			if err := w.furnish(folder); err != nil {
				t.Fatal(err)
			}
			bring(w.api)
			seen := map[string]string{}
			daemonOutput(t, folder, seen)
			commands := [][]string{{"-v", "check"}, {"-v", "deliveries"}}
			if name != "no answer" && name != "flood" { // then it would go on trying, as the daemon did
				commands = append(commands, []string{"-v", "--digest"})
			}
			if name == "all is well" {
				commands = append(commands, []string{"-v", "sources"}, []string{"-v", "inspect", w.outlets.Articles()[0].URL}, []string{"backup", "copy.db"})
			}
			for _, args := range commands {
				p := runSaar(t, folder, args...)
				seen[fmt.Sprintf("saar %v", args)] = p.out.String() + p.err.String()
			}
			searchFiles(t, folder, seen)
			for where, text := range seen {
				assertNoSecret(t, where, text)
			}
		})
	}
}

// always is a Bot API that answers every call in one way.
func always(reply telegramtest.Reply) func(*telegramtest.Server) {
	return func(api *telegramtest.Server) { api.Inject(telegramtest.Fault{Times: -1, Reply: reply}) }
}

// daemonOutput lets a daemon with a due edition run into the trouble, and looks at it from outside as well.
func daemonOutput(t *testing.T, folder string, seen map[string]string) {
	t.Helper()
	replace(t, filepath.Join(folder, "config.yaml"), "@saar_demo", fmt.Sprint(channel)) // an id needs no asking
	replace(t, filepath.Join(folder, "config.yaml"), `listen: ""`, `listen: "127.0.0.1:0"`)
	db, err := store.Open(t.Context(), filepath.Join(folder, "saar.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.SaveLastRun(t.Context(), "edition/subah", time.Now().AddDate(0, 0, -1)), db.Close()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	p, err := startSaar(ctx, folder, "-v")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.await(`msg="bot api" method=sendMessage `); err != nil {
		t.Error(err)
	}
	for _, file := range []string{"cmdline", "comm", "status"} {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", p.cmd.Process.Pid, file))
		if err != nil {
			t.Error(err)
		}
		seen["/proc/"+file] = string(text)
	}
	if err := p.await(saidAddress.String()); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"/metrics", "/status", "/healthz", "/"} {
		seen[page] = fetchText(t, saidAddress.FindStringSubmatch(p.err.String())[1]+page)
	}
	if err := p.cmd.Process.Signal(syscall.SIGABRT); err != nil { // what a panic prints, and more: every goroutine with its arguments
		t.Fatal(err)
	}
	if err := p.end(patience); err != nil || !strings.Contains(p.err.String(), "\ngoroutine 1 ") {
		t.Errorf("no trace of a crash: %v", err)
	}
	seen["the daemon"] = p.out.String() + p.err.String()
}

// replace changes a text in a file that must hold it.
func replace(t *testing.T, file, old, with string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("%s does not hold %q:\n%s", file, old, text)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(text), old, with)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// searchFiles adds all files of an operator's folder but the one that holds the token.
func searchFiles(t *testing.T, folder string, seen map[string]string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.db*"))
	if err != nil || len(files) < 2 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		seen[filepath.Base(file)] = string(text)
	}
}

// assertNoSecret looks for the token, and for its secret half alone.
func assertNoSecret(t *testing.T, where, text string) {
	t.Helper()
	_, half, _ := strings.Cut(secretToken, ":")
	if at := strings.Index(text, half); at >= 0 {
		t.Errorf("%s holds the token: …%q…", where, text[max(0, at-80):min(len(text), at+80)])
	}
}
