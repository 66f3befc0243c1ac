package telegram_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

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

// An edition is chosen by its button however long its id is.
func TestEditionsOfLongNamesHaveButtons(t *testing.T) {
	w := newTown(t)
	w.cfg.Editions[1].ID = strings.Repeat("x", 64)
	w.run()
	w.server.Say(meena, meena.ID, "/start")
	w.await(meena)
	for _, want := range []int{1, 2} {
		label := "शाम का सार"
		if want == 1 {
			label = "✅ " + label
		}
		w.press(meena, label)
		w.await(meena)
		if got := w.subscriber(meena.ID).Editions; len(got) != want {
			t.Errorf("chosen: %q", got)
		}
	}
}
