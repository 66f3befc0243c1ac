package telegram_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

const headquarters int64 = -1001000000999

var (
	anita = telegramtest.User{ID: 5003, FirstName: "अनिता", LastName: "<शर्मा>"} // an operator
	vijay = telegramtest.User{ID: 5004, FirstName: "विजय"}                       // in the operators' group, and none of them
)

// desktop is what operators decide about, as cmd/saar puts it together: the store, and an edition whose time a test sets.
type desktop struct {
	*store.Store
	passed atomic.Bool
	report atomic.Pointer[telegram.Report]
}

var (
	due   = time.Date(2026, 11, 22, 7, 0, 0, 0, time.FixedZone("IST", 19800))
	until = due.Add(6 * time.Hour)
)

func (o *desktop) Issue(ctx context.Context, edition string) (telegram.Issue, error) {
	id := saar.DigestID{Edition: edition, Date: "2026-11-22"}
	p, err := o.Store.Preview(ctx, id)
	if errors.Is(err, saar.ErrNotFound) {
		p, err = saar.Preview{Digest: id}, nil
	}
	return telegram.Issue{Preview: p, Due: due, Until: until, Passed: o.passed.Load()}, err
}

func (o *desktop) Preview(ctx context.Context, number int64) (saar.Preview, error) {
	return o.PreviewNumbered(ctx, number)
}

func (o *desktop) Doubtful(ctx context.Context) ([]saar.Delivery, error) {
	return o.Store.Doubtful(ctx, time.Now().Add(-time.Hour))
}

func (o *desktop) Report(context.Context) (telegram.Report, error) { return *o.report.Load(), nil }

// newHeadquarters is a town whose bot has operators, and their group.
func newHeadquarters(t *testing.T) (*town, *desktop) {
	t.Helper()
	w, office := newTown(t), &desktop{}
	w.server.SetChat(telegramtest.Chat{ID: headquarters, Type: telegramtest.Supergroup, Title: "दफ़्तर"})
	w.operators = func(s *store.Store, post *notify.Post) telegram.Operators {
		office.Store = s
		return telegram.Operators{
			Chat: headquarters, Users: []int64{anita.ID}, Editions: w.cfg.Editions, Office: office,
			Board: telegram.NewBoard(headquarters, w.client, post, s, func(saar.DigestID) (time.Time, time.Time) { return due, until }),
		}
	}
	return w, office
}

// preview puts the sample digest before the operators.
func (w *town) preview() {
	w.Helper()
	w.publish()
	if _, err := w.store.OpenPreview(w.Context(), sample().ID); err != nil {
		w.Fatal(err)
	}
	w.desk(w.store)
	if err := w.cfg.Operators.Board.Show(w.Context(), sample().ID); err != nil {
		w.Fatal(err)
	}
}

// board is the message with the buttons, as the operators see it.
func (w *town) board() telegramtest.Message {
	w.Helper()
	all := w.said(headquarters)
	if len(all) == 0 {
		w.Fatal("nothing is shown")
	}
	return all[len(all)-1]
}

func (w *town) standing() saar.Preview {
	w.Helper()
	p, err := w.store.Preview(w.Context(), sample().ID)
	if err != nil {
		w.Fatal(err)
	}
	return p
}

// presses has somebody press a button on the board, and returns what they are told.
func (w *town) presses(who telegramtest.User, label string) string {
	w.Helper()
	m := w.board()
	for _, b := range slices.Concat(m.Buttons...) {
		if strings.Contains(b.Text, label) {
			return w.told(w.server.Press(who, headquarters, m.ID, b.CallbackData))
		}
	}
	w.Fatalf("no button %q on %q", label, shown(m))
	return ""
}

// told is what the bot answers to a pressed button.
func (w *town) told(query string) string {
	w.Helper()
	w.until(func() bool { _, ok := w.server.Answered(query); return ok })
	answer, _ := w.server.Answered(query)
	return answer.Text
}

// An edition is shown as readers would get it, then with buttons below its headlines. The message with the buttons says at
// once what an operator has decided, also after a restart.
func TestOperatorsDecideByButtons(t *testing.T) {
	w, _ := newHeadquarters(t)
	w.preview()
	all := w.said(headquarters)
	if len(all) != 2 || !strings.Contains(all[0].Text, "दाम 2,600 रुपये क्विंटल तक पहुँचे।") || !all[0].Silent || all[1].Silent {
		t.Fatalf("%+v", all)
	}
	want := `🗞 सुबह का सार · रविवार, 22 नवंबर 2026
      ⏳ सुबह 7 बजे अपने आप जाएगा।

      1. समीक्षा बैठक में संगठन के नए प्रभारी तय हुए
      2. लखनऊ में मेट्रो की नई लाइन का काम शुरू
      3. मंडी में गेहूँ के दाम तीसरे दिन भी चढ़े
      [▶️ भेजें] [⏸ रोकें]
      [✂️ 1. समीक्षा बैठक में संगठन के नए प्रभारी तय…]
      [✂️ 2. लखनऊ में मेट्रो की नई लाइन का काम शुरू]
      [✂️ 3. मंडी में गेहूँ के दाम तीसरे दिन भी चढ़े]`
	if diff := cmp.Diff(want, shown(w.board())); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
	stop := w.run()
	if got := w.presses(anita, "रोकें"); got != "⏸ रोक दिया गया" {
		t.Errorf("told %q", got)
	}
	w.until(func() bool {
		return strings.Contains(w.board().Text, "⏸ अनिता <शर्मा> ने रोका है। दोपहर 1 बजे तक न भेजा गया तो नहीं जाएगा।")
	})
	old := w.board().Earlier[0]
	stop()
	w.run()
	if got := w.told(w.server.Press(anita, headquarters, old.ID, old.Buttons[0][1].CallbackData)); got != "पहले से रुका है" {
		t.Errorf("pressed again: told %q", got)
	}
	if got := w.standing(); got.State != saar.PreviewHeld || got.By != "अनिता <शर्मा>" {
		t.Errorf("%+v", got)
	}
	if got := w.presses(anita, "भेजें"); got != "▶️ भेजा जा रहा है" {
		t.Errorf("told %q", got)
	}
	w.until(func() bool {
		return strings.Contains(w.board().Text, "▶️ भेजा जा रहा है। भेजने वाले: अनिता <शर्मा>।")
	})
	if b := w.board(); len(b.Buttons) > 0 || w.standing().State != saar.PreviewReleased {
		t.Errorf("%s\n%+v", shown(b), w.standing())
	}
	if got := w.told(w.server.Press(anita, headquarters, old.ID, old.Buttons[0][1].CallbackData)); !strings.HasPrefix(got, "देर हो गई") {
		t.Errorf("held too late: told %q", got)
	}
	if len(w.said(headquarters)) != 2 || len(w.server.Violations()) > 0 {
		t.Errorf("%d messages, %v", len(w.said(headquarters)), w.server.Violations())
	}
}

// Whoever is no operator is told so, wherever he presses or writes, and so is an operator in a place that is none; nothing
// changes.
func TestOthersDecideNothing(t *testing.T) {
	w, office := newHeadquarters(t)
	office.passed.Store(true)
	w.preview()
	w.run()
	for _, label := range []string{"रोकें", "भेजें", "✂️ 1."} {
		if got := w.presses(vijay, label); got != "केवल संचालक" {
			t.Errorf("%s: told %q", label, got)
		}
	}
	elsewhere := w.server.Say(vijay, group, "नमस्ते")
	for _, b := range slices.Concat(w.board().Buttons...) {
		if got := w.told(w.server.Press(anita, group, elsewhere, b.CallbackData)); got != "केवल संचालक" {
			t.Errorf("in another group: told %q", got)
		}
	}
	before := len(w.said(headquarters))
	for _, text := range []string{"/hold", "/send subah", "/status", "/sources@saar_test_bot"} {
		w.server.Say(vijay, headquarters, text)
		w.server.Say(vijay, vijay.ID, text)
		w.server.Say(anita, group, text)
	}
	anonymous := map[string]any{
		"message_id": 4711, "date": time.Now().Unix(), "text": "/hold subah", "chat": map[string]any{"id": headquarters, "type": "supergroup"},
		"from":        map[string]any{"id": 1087968824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot"},
		"sender_chat": map[string]any{"id": headquarters, "type": "supergroup"},
	}
	w.server.Receive("message", anonymous)
	w.until(func() bool {
		return len(w.said(headquarters)) == before+5 && len(w.said(vijay.ID)) == 4 && len(w.said(group)) == 1
	})
	for _, m := range slices.Concat(w.said(headquarters)[before:], w.said(vijay.ID)) {
		if m.Text != "केवल संचालक" {
			t.Errorf("told %q", m.Text)
		}
	}
	if got := w.standing(); got.State != saar.PreviewOpen {
		t.Errorf("%+v", got)
	}
	if log := w.log.text(); !strings.Contains(log, `msg="not an operator" user=5004 asked=status`) {
		t.Errorf("log:\n%s", log)
	}
}

// Words that buttons never send change nothing.
func TestStrangeButtonsOfOperators(t *testing.T) {
	w, _ := newHeadquarters(t)
	w.preview()
	w.run()
	number, message := w.standing().Number, w.board().ID
	for _, data := range []string{"hold", "hold x", "hold 99999", "send -1", "takeout", fmt.Sprintf("takeout %d", number), fmt.Sprintf("takeout %d 99", number), fmt.Sprintf("putback %d -1", number)} {
		if got := w.told(w.server.Press(anita, headquarters, message, data)); !strings.Contains(got, "पुराना") {
			t.Errorf("%s: told %q", data, got)
		}
	}
	if got := w.told(w.server.Press(anita, headquarters, message, "posted zz")); got != "इसका जवाब दिया जा चुका है" {
		t.Errorf("told %q", got)
	}
	if got := w.standing(); got.State != saar.PreviewOpen {
		t.Errorf("%+v", got)
	}
}

// Killed while it shows an edition, saar goes on where it was.
func TestShowingGoesOnWhereItWas(t *testing.T) {
	w, _ := newHeadquarters(t)
	w.server.Inject(telegramtest.Fault{Method: "sendMessage", Chat: headquarters, Skip: 1, Reply: telegramtest.Refuse(http.StatusBadGateway, "Bad Gateway")})
	w.publish()
	if _, err := w.store.OpenPreview(t.Context(), sample().ID); err != nil {
		t.Fatal(err)
	}
	w.desk(w.store)
	if err := w.cfg.Operators.Board.Show(t.Context(), sample().ID); err == nil {
		t.Fatal("it was not interrupted")
	}
	if p := w.standing(); p.Shown != 1 || p.Message != 0 {
		t.Errorf("%+v", p)
	}
	w.desk(w.open())
	for range 2 {
		if err := w.cfg.Operators.Board.Show(t.Context(), sample().ID); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.said(headquarters); len(got) != 2 || len(got[1].Buttons) == 0 {
		t.Errorf("%d messages", len(got))
	}
}

// says has somebody write to a chat, and returns the bot's next message there.
func (w *town) says(who telegramtest.User, chat int64, text string) string {
	w.Helper()
	before := len(w.said(chat))
	w.server.Say(who, chat, text)
	w.until(func() bool { return len(w.said(chat)) > before })
	return w.said(chat)[before].Text
}

// Operators hold and send by commands, too: in their group, or alone with the bot.
func TestOperatorsDecideByCommands(t *testing.T) {
	w, office := newHeadquarters(t)
	w.run()
	for _, step := range []struct {
		chat       int64
		text, want string
		state      saar.PreviewState
	}{
		{headquarters, "/hold", "कौन-सा अंक? ऐसे लिखें:\n/hold subah – सुबह का सार\n/hold shaam – शाम का सार", ""},
		{headquarters, "/send raat", "raat नाम का कोई अंक नहीं है।\nकौन-सा अंक? ऐसे लिखें:\n/send subah – सुबह का सार\n/send shaam – शाम का सार", ""},
		{headquarters, "/send subah", "सुबह का सार, रविवार, 22 नवंबर 2026: इसका समय सुबह 7 बजे है; अभी भेजने को कुछ नहीं है।", ""},
		{headquarters, "/hold subah", "⏸ सुबह का सार, रविवार, 22 नवंबर 2026: रोक दिया गया। भेजना हो तो /send subah; दोपहर 1 बजे तक न भेजा गया तो नहीं जाएगा।", saar.PreviewHeld},
		{anita.ID, "/hold सुबह का सार", "सुबह का सार, रविवार, 22 नवंबर 2026: पहले से रुका है।", saar.PreviewHeld},
		{anita.ID, "/send@saar_test_bot subah", "▶️ सुबह का सार, रविवार, 22 नवंबर 2026: भेजा जा रहा है।", saar.PreviewReleased},
		{headquarters, "/hold subah", "सुबह का सार, रविवार, 22 नवंबर 2026: देर हो गई: यह अंक निकल चुका है।", saar.PreviewReleased},
	} {
		got := strings.ReplaceAll(w.says(anita, step.chat, step.text), "\u2060", "")
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.text, diff)
		}
		if p, err := w.store.Preview(t.Context(), sample().ID); step.state != "" && (err != nil || p.State != step.state) {
			t.Errorf("%s: it is %s, %v", step.text, p.State, err)
		}
	}
	office.passed.Store(true) // an edition that is late is sent at once
	if got := w.says(anita, headquarters, "/send shaam"); !strings.Contains(got, "भेजा जा रहा है") {
		t.Errorf("told %q", got)
	}
	w.server.Say(meena, meena.ID, "/start")
	w.await(meena)
	if r := w.subscriber(meena.ID); len(r.Editions) != 2 {
		t.Errorf("readers are not served: %+v", r)
	}
}

// reports is what an operator's questions are answered from.
func reports(sources int) *telegram.Report {
	now := due.Add(time.Hour)
	r := &telegram.Report{
		Version: "1.2.3", Free: 12 << 30, Database: 45 << 20, Now: now,
		Editions: []telegram.EditionReport{
			{
				Edition: saar.Edition{ID: "subah", Title: "सुबह का <सार>"}, Next: due.AddDate(0, 0, 1), Last: sample().ID,
				Chats:   map[saar.DeliveryState]int{saar.Sent: 3, saar.Uncertain: 1},
				Readers: map[saar.DeliveryState]int{saar.Sent: 120, saar.Pending: 4, saar.Failed: 2},
				Held:    saar.Preview{Digest: saar.DigestID{Edition: "subah", Date: "2026-11-23"}, State: saar.PreviewHeld, By: "विजय"},
			},
			{Edition: saar.Edition{ID: "shaam", Title: "शाम का सार"}, Next: due.Add(12 * time.Hour)},
		},
		Doubtful: []saar.DeliveryKey{{Digest: sample().ID, Chat: saar.Chat{ID: channel}, Part: 2}},
		Sources: []telegram.SourceReport{
			{Source: saar.Source{ID: "setu", Name: "दैनिक सेतु"}, Health: saar.SourceHealth{LastRun: now, Articles24h: 14}},
			{Source: saar.Source{ID: "naya", Name: "नया सवेरा"}},
			{Source: saar.Source{ID: "jan", Name: "जन संवाद"}, Health: saar.SourceHealth{LastRun: now, Articles24h: 2, Usual24h: &saar.Usual{Articles: 20, Weeks: 3}}},
			{Source: saar.Source{ID: "nav", Name: "नव प्रभात"}, Health: saar.SourceHealth{LastRun: now, FailingFrom: now.Add(-5 * time.Hour), Outcome: saar.DNS}},
			{Source: saar.Source{ID: "lok", Name: "लोक <वाणी>"}, Health: saar.SourceHealth{LastRun: now, FailingFrom: now.Add(-72 * time.Hour), Outcome: saar.Gone}},
		},
	}
	for n := range sources {
		r.Sources = append(r.Sources, telegram.SourceReport{
			Source: saar.Source{ID: fmt.Sprintf("srot-%03d", n), Name: strings.Repeat("लंबा नाम <&> ", 8)}, Health: saar.SourceHealth{LastRun: now, Articles24h: 30},
		})
	}
	return r
}

// Operators see at a glance what is right and what is not.
func TestOperatorsAskHowItGoes(t *testing.T) {
	w, office := newHeadquarters(t)
	office.report.Store(reports(0))
	w.run()
	status := `सार का हाल

सुबह का <सार> (subah): अगला 23.11.2026, सुबह 7 बजे
⏸ 2026-11-23 का अंक विजय ने रोका है
पिछला 2026-11-22: भेजे 3, अनिश्चित 1 · पाठकों को: भेजे 120, बाक़ी 4, असफल 2

शाम का सार (shaam): अगला 22.11.2026, शाम 7 बजे
अभी कोई अंक नहीं बना

❓ अनिश्चित हिस्से: 1
subah/2026-11-22/-1001000000777/0/2
📡 5 में से 2 स्रोत जवाब दे रहे हैं
💾 डिस्क पर ख़ाली: 12.0 GB · डेटाबेस: 45 MB
⚙️ saar 1.2.3`
	sources := `स्रोत: 5 में से 2 जवाब दे रहे हैं

❌ लोक <वाणी> (lok): 3 दिन से जवाब नहीं (gone)
❌ नव प्रभात (nav): 5 घंटे से जवाब नहीं (dns)
⚠️ जन संवाद (jan): 24 घंटे में 2 ख़बरें, आम तौर पर 20
▫️ नया सवेरा (naya): अभी नहीं पढ़ा गया
✅ दैनिक सेतु (setu): 24 घंटे में 14 ख़बरें`
	for text, want := range map[string]string{"/status": status, "/sources": sources} {
		for _, chat := range []int64{headquarters, anita.ID} {
			if diff := cmp.Diff(want, strings.ReplaceAll(w.says(anita, chat, text), "\u2060", "")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", text, diff)
			}
		}
	}
	many := reports(500)
	for n := range 300 {
		many.Editions = append(many.Editions, telegram.EditionReport{Edition: saar.Edition{ID: fmt.Sprint("ank", n), Title: "अंक"}, Next: due})
	}
	office.report.Store(many)
	for _, text := range []string{"/status", "/sources"} {
		if got := w.says(anita, headquarters, text); !strings.Contains(got, "… और") {
			t.Errorf("%s: %q", text, got)
		}
	}
	if found := w.server.Violations(); len(found) > 0 {
		t.Errorf("violations: %v", found)
	}
}

// The operators' menu is in their chat and in no other. A bot without editions for readers has no other menu, and does not
// answer them.
func TestOperatorsCommandsAreRegisteredForTheirChat(t *testing.T) {
	for _, readers := range []bool{true, false} {
		w, office := newHeadquarters(t)
		office.report.Store(reports(0))
		if !readers {
			w.cfg.Editions = nil
		}
		w.run()
		w.server.Say(meena, meena.ID, "/start")
		w.says(anita, headquarters, "/status")
		menus := map[string]string{}
		for _, q := range w.server.Requests() {
			var list []struct{ Command, Description string }
			if q.Method != "setMyCommands" || json.Unmarshal([]byte(q.Params["commands"]), &list) != nil {
				continue
			}
			names := ""
			for _, c := range list {
				names += c.Command + " "
			}
			menus[q.Params["scope"]] = names
		}
		want := map[string]string{fmt.Sprintf(`{"type":"chat","chat_id":%d}`, headquarters): "status sources hold send "}
		if readers {
			want[""] = "start digest topics places time search mute follow stop forget help "
		}
		if diff := cmp.Diff(want, menus); diff != "" {
			t.Errorf("menus (-want +got):\n%s", diff)
		}
		if _, err := w.store.Subscriber(t.Context(), meena.ID); errors.Is(err, saar.ErrNotFound) == readers || !readers && len(w.said(meena.ID)) > 0 {
			t.Errorf("with readers %v: %v, %d answers", readers, err, len(w.said(meena.ID)))
		}
	}
}

// An alarm about an uncertain part is answered by its buttons, once, by an operator.
func TestOperatorsAnswerForAPart(t *testing.T) {
	for label, want := range map[string]struct {
		state      saar.DeliveryState
		told, note string
	}{
		"पोस्ट हुआ था": {saar.Sent, "दर्ज हुआ: पोस्ट हुआ था", "✅ अनिता <शर्मा>: पोस्ट हुआ था"},
		"फिर भेजें":    {saar.Pending, "दर्ज हुआ: फिर भेजा जाएगा", "🔁 अनिता <शर्मा>: फिर भेजें"},
	} {
		t.Run(label, func(t *testing.T) {
			w, _ := newHeadquarters(t)
			long := strings.Repeat("x", 60) // an edition's id may be that long
			row := saar.Delivery{
				Key:       saar.DeliveryKey{Digest: saar.DigestID{Edition: long, Date: "2026-11-22"}, Chat: saar.Chat{ID: channel}, Part: 1},
				Rendering: "telegram",
			}
			if err := w.store.Enlist(t.Context(), []saar.Delivery{row}); err != nil {
				t.Fatal(err)
			}
			row.State = saar.Uncertain
			if _, err := w.store.Move(t.Context(), row, saar.Pending); err != nil {
				t.Fatal(err)
			}
			w.run()
			text := "Part 1 may or may not have been posted <b>.\nsaar deliveries resolve " + row.Key.String() + " sent"
			for range 2 { // it is repeated
				if _, err := w.client.Ask(t.Context(), saar.Chat{ID: headquarters}, text, row.Key); err != nil {
					t.Fatal(err)
				}
			}
			if got := w.presses(vijay, label); got != "केवल संचालक" {
				t.Errorf("told %q", got)
			}
			if got := w.presses(anita, label); got != want.told {
				t.Errorf("told %q", got)
			}
			w.until(func() bool { return w.board().Text == text+"\n\n"+want.note })
			first := w.said(headquarters)[0]
			for _, b := range first.Buttons[0] {
				if got := w.told(w.server.Press(anita, headquarters, first.ID, b.CallbackData)); got != "इसका जवाब दिया जा चुका है" {
					t.Errorf("answered again: told %q", got)
				}
			}
			if d, err := w.store.Delivery(t.Context(), row.Key); err != nil || d.State != want.state || len(w.board().Buttons) > 0 {
				t.Errorf("%+v, %v", d, err)
			}
		})
	}
}

// When the token is refused nobody can be told by the bot: the log says so once, and whoever looks at the client sees it.
func TestRefusedTokenIsSeen(t *testing.T) {
	w, _ := newHeadquarters(t)
	w.desk(w.store)
	ask := func() { _, _ = w.client.Me(t.Context()) }
	ask()
	if w.client.Refused() {
		t.Error("a good token counts as refused")
	}
	w.server.Inject(telegramtest.Fault{Method: "getMe", Times: 3, Reply: telegramtest.Refuse(http.StatusUnauthorized, "Unauthorized")})
	for range 3 {
		if ask(); !w.client.Refused() {
			t.Error("a refused token is not seen")
		}
	}
	if ask(); w.client.Refused() {
		t.Error("it works again, and that is not seen")
	}
	if got := strings.Count(w.log.text(), "refuses the bot's token: nothing can be sent"); got != 1 {
		t.Errorf("the log says it %d times", got)
	}
}
