package notify_test

import (
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

// An alarm about an uncertain part has two buttons where somebody may press them, and tells of the command in any case. It
// is in the admin chat and nowhere else.
func TestOperatorIsAskedWithButtons(t *testing.T) {
	for _, buttons := range []bool{true, false} {
		r := newRig(t)
		r.cfg.Buttons = buttons
		r.fault(telegramtest.LoseReply, saar.Chat{ID: group}, 0, 1)
		if got := r.deliver(1, saar.Chat{ID: group}); got != (notify.Report{Uncertain: 1}) {
			t.Errorf("%+v", got)
		}
		asked := r.server.Messages(admin)
		if len(asked) != 1 || len(r.server.Messages(group)) != 1 {
			t.Fatalf("%d alarms", len(asked))
		}
		var labels []string
		for _, row := range asked[0].Buttons {
			for _, b := range row {
				labels = append(labels, b.Text)
			}
		}
		want := ""
		if buttons {
			want = "पोस्ट हुआ था|फिर भेजें"
		}
		if got := strings.Join(labels, "|"); got != want || !strings.Contains(asked[0].Text, "saar deliveries resolve subah/2026-11-22/-4242/0/1 sent") {
			t.Errorf("buttons %q below %q", got, asked[0].Text)
		}
	}
}
