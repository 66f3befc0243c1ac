package telegram_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

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
	old := w.board().Earlier[1]
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
	for _, data := range []string{"hold", "hold x", "hold 99999", "send -1", "takeout", fmt.Sprintf("takeout %d", number), fmt.Sprintf("takeout %d b99", number), "takeout 99999 b01"} {
		if got := w.told(w.server.Press(anita, headquarters, message, data)); !strings.Contains(got, "पुराना") {
			t.Errorf("%s: told %q", data, got)
		}
	}
	if got := w.told(w.server.Press(anita, headquarters, message, fmt.Sprintf("putback %d b01", number))); got != "पहले से ऐसा ही है" {
		t.Errorf("told %q", got)
	}
	if got := w.told(w.server.Press(anita, headquarters, message, "posted zz")); got != "इसका जवाब दिया जा चुका है" {
		t.Errorf("told %q", got)
	}
	if got := w.standing(); got.State != saar.PreviewOpen {
		t.Errorf("%+v", got)
	}
}

// A story that an operator takes out leaves, and the next one moves up; the message with the buttons shows both, also to who
// looks after a restart. It may be put back.
func TestOperatorsTakeStoriesOut(t *testing.T) {
	w, _ := newHeadquarters(t)
	w.preview()
	stop := w.run()
	if got := w.presses(anita, "✂️ 2."); got != "✂️ ख़बर हटा दी गई" {
		t.Errorf("told %q", got)
	}
	want := `🗞 सुबह का सार · रविवार, 22 नवंबर 2026
      ⏳ सुबह 7 बजे अपने आप जाएगा।

      1. समीक्षा बैठक में संगठन के नए प्रभारी तय हुए
      2. मंडी में गेहूँ के दाम तीसरे दिन भी चढ़े
      3. अंतिम ओवर में जीता पटना का मुक़ाबला (उसकी जगह आई)
      ✂️ लखनऊ में मेट्रो की नई लाइन का काम शुरू (हटाई गई)
      [▶️ भेजें] [⏸ रोकें]
      [✂️ 1. समीक्षा बैठक में संगठन के नए प्रभारी तय…]
      [✂️ 2. मंडी में गेहूँ के दाम तीसरे दिन भी चढ़े]
      [✂️ 3. अंतिम ओवर में जीता पटना का मुक़ाबला]
      [↩️ लखनऊ में मेट्रो की नई लाइन का काम शुरू]`
	w.until(func() bool { return shown(w.board()) == want })
	old := w.board().Earlier[1]
	if got := w.told(w.server.Press(anita, headquarters, old.ID, old.Buttons[2][0].CallbackData)); got != "पहले से ऐसा ही है" {
		t.Errorf("pressed again: told %q", got)
	}
	stop()
	w.run()
	if got := w.presses(anita, "✂️ 1."); got != "✂️ ख़बर हटा दी गई" {
		t.Errorf("told %q", got)
	}
	w.until(func() bool { return strings.Count(w.board().Text, "(हटाई गई)") == 2 })
	if got := w.presses(anita, "↩️ लखनऊ"); got != "↩️ ख़बर लौट आई" {
		t.Errorf("told %q", got)
	}
	w.until(func() bool { return strings.Count(w.board().Text, "(हटाई गई)") == 1 })
	d, err := w.store.Digest(t.Context(), sample().ID)
	if err != nil || d.Shown()[0].ID != "b02" || len(d.Stories) != 4 {
		t.Errorf("%+v, %v", d, err)
	}
	for _, id := range []string{"b02", "b03", "b04"} {
		w.told(w.server.Press(anita, headquarters, old.ID, fmt.Sprintf("takeout %d %s", w.standing().Number, id)))
	}
	if got := w.told(w.server.Press(anita, headquarters, old.ID, fmt.Sprintf("takeout %d b05", w.standing().Number))); !strings.HasPrefix(got, "आख़िरी ख़बर") {
		t.Errorf("the last story: told %q", got)
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

// Whatever request is lost, before or after it was carried out, and wherever saar dies for it, one message has buttons in the
// end: the one that says how the edition stands.
func TestShowingSurvivesAnyLoss(t *testing.T) {
	for name, lost := range map[string]struct {
		fault telegramtest.Fault
		heads int
	}{
		"part":           {telegramtest.Fault{Method: "sendMessage", Reply: telegramtest.LoseReply}, 1},
		"head":           {telegramtest.Fault{Method: "sendMessage", Skip: 1, Reply: telegramtest.LoseReply}, 2},
		"head not made":  {telegramtest.Fault{Method: "sendMessage", Skip: 1, Reply: telegramtest.Reset}, 1},
		"board":          {telegramtest.Fault{Method: "editMessageText", Reply: telegramtest.LoseReply}, 1},
		"board not made": {telegramtest.Fault{Method: "editMessageText", Reply: telegramtest.Reset}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w, _ := newHeadquarters(t)
			lost.fault.Chat = headquarters
			w.server.Inject(lost.fault)
			w.publish()
			if _, err := w.store.OpenPreview(t.Context(), sample().ID); err != nil {
				t.Fatal(err)
			}
			w.desk(w.store)
			if err := w.cfg.Operators.Board.Show(t.Context(), sample().ID); err == nil {
				t.Fatal("nothing was lost")
			}
			if p := w.standing(); p.Drawn != 0 {
				t.Errorf("counts as drawn: %+v", p)
			}
			w.desk(w.open())
			for range 2 {
				if err := w.cfg.Operators.Board.Show(t.Context(), sample().ID); err != nil {
					t.Fatal(err)
				}
			}
			heads, boards := 0, 0
			for _, m := range w.said(headquarters) {
				if strings.HasPrefix(m.Text, "🗞 सुबह का सार · रविवार, 22 नवंबर 2026") && !m.Silent {
					heads++
				}
				if len(m.Buttons) > 0 {
					boards++
				}
			}
			if p := w.standing(); heads != lost.heads || boards != 1 || p.Drawn != p.Changes || w.board().ID != p.Message {
				t.Errorf("%d heads, %d with buttons, %+v", heads, boards, p)
			}
			if got := w.server.Count("editMessageText"); got > 2 {
				t.Errorf("edited %d times", got)
			}
		})
	}
}

// An alarm about an uncertain part is answered by its buttons, once, by an operator.
func TestOperatorsAnswerForAPart(t *testing.T) {
	for name, want := range map[string]struct {
		edition, label string
		state          saar.DeliveryState
		told, note     string
	}{
		"posted": {underWay, "पोस्ट हुआ था", saar.Sent, "दर्ज हुआ: पोस्ट हुआ था", "✅ अनिता <शर्मा>: पोस्ट हुआ था"},
		"again":  {underWay, "फिर भेजें", saar.Pending, "दर्ज हुआ: फिर भेजा जाएगा", "🔁 अनिता <शर्मा>: फिर भेजें"},
		"late": {
			"shaam", "फिर भेजें", saar.Pending,
			"दर्ज हुआ। अंक का समय निकल चुका है, भेजने के लिए चलाएँ: saar --digest --edition shaam --date 2026-11-22", "🔁 अनिता <शर्मा>: फिर भेजें",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, _ := newHeadquarters(t)
			row := saar.Delivery{
				Key:       saar.DeliveryKey{Digest: saar.DigestID{Edition: want.edition, Date: "2026-11-22"}, Chat: saar.Chat{ID: channel}, Part: 1},
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
			if got := w.presses(vijay, want.label); got != "केवल संचालक" {
				t.Errorf("told %q", got)
			}
			if got := w.presses(anita, want.label); got != want.told {
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

// An operator who decides before saar has noted which message is to have the buttons sees what he decided.
func TestDecisionWhileTheMessageIsPosted(t *testing.T) {
	w, _ := newHeadquarters(t)
	w.run()
	var ruled atomic.Bool
	w.server.OnPosted(func(m telegramtest.Message) {
		if m.Chat != headquarters || m.Silent || ruled.Swap(true) {
			return
		}
		if len(m.Buttons) > 0 || m.Text != "🗞 सुबह का सार · रविवार, 22 नवंबर 2026" {
			t.Errorf("before it is noted it says %s", shown(m))
		}
		w.server.Say(anita, headquarters, "/hold subah")
		w.until(func() bool { return w.standing().State == saar.PreviewHeld })
	})
	w.preview()
	if b := w.said(headquarters)[1]; !ruled.Load() || !strings.Contains(b.Text, "ने रोका है") || len(b.Buttons) != 4 {
		t.Errorf("%s", shown(b))
	}
}
