//go:build proof

package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

const (
	townReaders = 500
	townKills   = 20 // of one digest
)

// A digest of three parts goes to two channels and five hundred readers while answers are lost, chats are flooded, blocked and
// migrated, and saar is killed again and again: each channel has every part once, and no reader any part twice; what a reader
// has not got is known to be uncertain.
func TestProofOfBroadcastKills(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	if *killSeed != 0 {
		seed = *killSeed
	}
	t.Logf("the kills of seed %d; repeat them with -seed %d", seed, seed)
	furnished := furnishTown(t)
	fell := map[string]int{}
	total, kills := 0, proofSize(40, 200)
	for digest := uint64(0); total < kills && !t.Failed(); digest++ {
		w := newTown(t, furnished, rand.New(rand.NewPCG(seed, digest)))
		for _, c := range w.plan() {
			phase, killed := w.cut(c)
			if !killed || total == kills { // or there was nothing left to do for it
				break
			}
			fell[phase]++
			total++
		}
		w.finish()
	}
	for _, phase := range slices.Sorted(maps.Keys(fell)) {
		t.Logf("%20s %4d %s", phase, fell[phase], strings.Repeat("#", fell[phase]))
	}
	t.Logf("%d kills", total)
	for _, phase := range []string{"compile", "render", "sending", "resolve"} {
		if fell[phase] == 0 {
			t.Errorf("no kill fell into the phase %q", phase)
		}
	}
	if fell["sending"]*3 < total {
		t.Errorf("%d of %d kills fell between sending and sent, want a third", fell["sending"], total)
	}
}

// cutAt names, in a hasty saar's environment, the step behind which it kills itself, and after how long.
const cutAt = "SAAR_TEST_CUT"

// mortal is a store whose process dies.
type mortal struct {
	*store.Store
	cut string // step and time, such as "compile 300µs"
}

func (m mortal) die(step string) {
	if name, after, _ := strings.Cut(m.cut, " "); name == step {
		delay, err := time.ParseDuration(after)
		if err != nil {
			panic(err)
		}
		kill := func() { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL) }
		if delay == 0 {
			kill()
		}
		time.AfterFunc(delay, kill)
	}
}

// Articles is where compiling begins.
func (m mortal) Articles(ctx context.Context, seen saar.Window, after time.Time) ([]saar.Article, error) {
	all, err := m.Store.Articles(ctx, seen, after)
	m.die("compile")
	return all, err
}

// Messages is where rendering begins, once the digest is stored.
func (m mortal) Messages(ctx context.Context, id saar.DigestID, rendering string) ([]saar.Message, error) {
	stored, err := m.Store.Messages(ctx, id, rendering)
	m.die("render")
	return stored, err
}

// town is a digest's way to its channels and readers.
type town struct {
	*testing.T
	api    *telegramtest.Server
	folder string
	id     saar.DigestID
	chance *rand.Rand
	lost   map[int64]bool // readers whom Telegram refused
}

// furnishTown makes a folder with articles and readers.
func furnishTown(t *testing.T) string {
	t.Helper()
	region := newRegion(2, 30)
	sites := httptest.NewServer(region)
	defer sites.Close()
	folder := region.furnish(t, sites.Listener.Addr().String())
	region.round(t, folder)
	subscribe(t, folder, townReaders)
	return folder
}

func newTown(t *testing.T, furnished string, chance *rand.Rand) *town {
	t.Helper()
	chats := []telegramtest.Chat{
		{ID: channel, Type: telegramtest.Channel, Title: "सार"},
		{ID: second, Type: telegramtest.Channel, Title: "सार दो"},
		{ID: office, Type: telegramtest.Supergroup, Title: "दफ़्तर"},
	}
	for i := range townReaders {
		chats = append(chats, telegramtest.Chat{ID: int64(i + 1), Type: telegramtest.Private, FirstName: "मीना"})
	}
	api, err := telegramtest.Start(telegramtest.Config{Token: secretToken, Chats: chats})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(api.Close)
	zone := quietZone(time.Now())
	w := &town{T: t, api: api, folder: t.TempDir(), chance: chance, lost: map[int64]bool{}}
	w.id = saar.DigestID{Edition: "subah", Date: time.Now().In(zone).Format(time.DateOnly)}
	database, err := os.ReadFile(copyDatabase(t, furnished))
	config := fmt.Sprintf(`timezone: %s
database: saar.db
scrape: {contact: "https://saar.example/bot"}
sources: [{id: nagar, name: नगर, url: "http://nagar.example/feed"}]
editions: [{id: subah, title: सुबह का सार, schedule: "0 0 * * *", grace: 23h, stories: 24, outlet_share: 100, chats: ["%d", "%d"], subscribers: true}]
telegram: {api: %q, token_file: token, interval: 100ms, admin_chat: %d, on_uncertain: resend}
web: {listen: ""}
`, zone, channel, second, api.URL(), office)
	if err := errors.Join(
		err, os.WriteFile(filepath.Join(w.folder, "saar.db"), database, 0o600),
		os.WriteFile(filepath.Join(w.folder, "config.yaml"), []byte(config), 0o600),
		os.WriteFile(filepath.Join(w.folder, "token"), []byte(secretToken), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	return w
}

// plan plans the kills of one digest: while it is compiled and rendered, while it goes to the channels and what is uncertain
// there is looked for, and while it goes to the readers.
func (w *town) plan() []cut {
	plan := []cut{
		{aim: compiling, method: "compile 0s"},
		{aim: compiling, method: "compile " + microseconds(w.chance, 5000).String()},
		{aim: compiling, method: "render 0s"},
		{aim: compiling, method: "render " + microseconds(w.chance, 1500).String()},
	}
	for range 3 {
		when := moment(w.chance.IntN(2))
		plan = append(plan, cut{aim: sending, nth: w.chance.IntN(2), when: when}, lookCut(w.chance, when))
	}
	for len(plan) < townKills {
		plan = append(plan, cut{aim: sending, nth: w.chance.IntN(60), when: moment(w.chance.IntN(3)), delay: microseconds(w.chance, 3000)})
	}
	return plan
}

// cut lets saar run into trouble and be killed as planned, and tells in which phase that was. It is not killed when it is done
// before.
func (w *town) cut(c cut) (phase string, killed bool) {
	w.Helper()
	var env []string
	if c.aim == compiling {
		env = append(env, cutAt+"="+c.method)
	}
	var p *process
	started := make(chan struct{})
	kill := sync.OnceFunc(func() {
		<-started
		p.kill()
	})
	w.trouble()
	h := &house{world: &world{api: w.api, sites: &sites{}}}
	if c.aim != compiling {
		defer h.arm(c, kill)()
		defer h.arm(cut{aim: sending, nth: 8 + w.chance.IntN(40)}, kill)() // at the latest, when there is nothing to look for
	}
	p = startHasty(w.T, w.folder, "", env...)
	close(started)
	select {
	case <-p.done:
	case <-time.After(patience):
		w.Fatalf("%v: saar hangs\n%s", c, p.err.String())
	}
	if p.status() >= 0 {
		return "", false
	}
	return w.phase(), true
}

// trouble has some calls fail that saar may make next.
func (w *town) trouble() {
	w.api.Heal()
	reader := func() int64 { return 1 + w.chance.Int64N(townReaders) }
	slow := make(chan struct{})
	time.AfterFunc(10*time.Millisecond, func() { close(slow) })
	for _, reply := range []telegramtest.Reply{
		telegramtest.LoseReply, telegramtest.Reset, telegramtest.BadGateway, telegramtest.BadGatewayAfter, telegramtest.Restarting, telegramtest.Hold(slow),
	} {
		for range 3 {
			w.api.Inject(telegramtest.Fault{Method: "sendMessage", Chat: reader(), Reply: reply})
		}
	}
	if w.chance.IntN(4) == 0 {
		w.api.Inject(telegramtest.Fault{Method: "sendMessage", Chat: reader(), Reply: telegramtest.Flood(1)})
	}
	for _, reply := range []telegramtest.Reply{telegramtest.Refuse(403, "Forbidden: bot was blocked by the user"), migrated} {
		chat := reader()
		w.lost[chat] = true
		w.api.Inject(telegramtest.Fault{Method: "sendMessage", Chat: chat, Reply: reply})
	}
	for _, chat := range []int64{channel, second} {
		reply := []telegramtest.Reply{telegramtest.LoseReply, telegramtest.Reset, telegramtest.BadGateway, telegramtest.BadGatewayAfter}[w.chance.IntN(4)]
		w.api.Inject(telegramtest.Fault{Method: "sendMessage", Chat: chat, Skip: 1, Reply: reply})
	}
}

// migrated answers as for a group that became a supergroup.
func migrated(e telegramtest.Exchange) {
	e.W.Header().Set("Content-Type", "application/json")
	e.W.WriteHeader(http.StatusBadRequest)
	fmt.Fprint(e.W, `{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat",`+
		`"parameters":{"migrate_to_chat_id":-1001000000999}}`)
}

// phase is how far saar had come when it was killed, as the disk tells.
func (w *town) phase() string {
	w.Helper()
	db := w.look()
	defer db.Close()
	if _, err := db.Digest(w.Context(), w.id); errors.Is(err, saar.ErrNotFound) {
		return "compile"
	}
	parts, err := db.Messages(w.Context(), w.id, render.Rendering)
	rows, err2 := db.Deliveries(w.Context(), w.id)
	if err := errors.Join(err, err2); err != nil {
		w.Fatal(err)
	}
	if len(parts) == 0 {
		return "render"
	}
	phase := "between two parts"
	for _, d := range rows {
		switch {
		case d.State == saar.Sending:
			return "sending"
		case d.State == saar.Uncertain && d.Key.Chat.ID < 0:
			phase = "resolve"
		}
	}
	return phase
}

func (w *town) look() *store.Store {
	w.Helper()
	db, err := store.Open(w.Context(), copyDatabase(w.T, w.folder))
	if err != nil {
		w.Fatal(err)
	}
	return db
}

// finish runs saar undisturbed and checks what everybody has got.
func (w *town) finish() {
	w.Helper()
	w.api.Heal()
	p := startHasty(w.T, w.folder, "")
	<-p.done
	if p.status() != 0 || !strings.Contains(p.err.String(), "all sent") {
		w.Errorf("exit status %d\n%s", p.status(), p.err.String())
	}
	db := w.look()
	defer db.Close()
	for _, chat := range []int64{channel, second} {
		want := w.parts(db, render.Rendering)
		if diff := cmp.Diff(want, (&world{api: w.api}).posts(chat)); diff != "" || len(want) != 3 {
			w.Errorf("channel %d does not hold the digest's %d parts once each (-stored +posted):\n%s", chat, len(want), diff)
		}
	}
	rows, err := db.Deliveries(w.Context(), w.id)
	if err != nil {
		w.Fatal(err)
	}
	counts, chats := map[saar.DeliveryState]int{}, map[int64]bool{}
	for _, d := range rows {
		if d.Key.Chat.ID < 0 {
			continue
		}
		chats[d.Key.Chat.ID] = true
		counts[d.State]++
		posted := 0
		want := w.parts(db, d.Rendering)[d.Key.Part-1]
		for _, text := range (&world{api: w.api}).posts(d.Key.Chat.ID) {
			if text == want {
				posted++
			}
		}
		known := d.State == saar.Uncertain || d.State == saar.Failed && w.lost[d.Key.Chat.ID]
		if posted > 1 || posted == 0 && !known || posted == 1 && d.State != saar.Sent && d.State != saar.Uncertain {
			w.Errorf("%s was posted %d times and is %s (%s)", d.Key, posted, d.State, d.Reason)
		}
	}
	if v := w.api.Violations(); len(v) > 0 || len(chats) != townReaders {
		w.Errorf("%d readers in the ledger, want %d; Telegram would have minded: %v", len(chats), townReaders, v)
	}
	w.Logf("readers' parts: %v", counts)
}

func (w *town) parts(db *store.Store, rendering string) []string {
	w.Helper()
	parts, err := db.Messages(w.Context(), w.id, rendering)
	if err != nil {
		w.Fatal(err)
	}
	var texts []string
	for _, part := range parts {
		texts = append(texts, part.Text)
	}
	return texts
}
