package telegram_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

// One channel named in two ways is one chat, or its digest is posted twice.
func TestResolve(t *testing.T) {
	server := serve(t)
	c := client(server, quiet)
	for in, want := range map[string]saar.Chat{
		"@saar_example":    {ID: channel},
		"-1001000000777":   {ID: channel},
		"-1001000000888/7": {ID: forum, Thread: 7},
		"@saar_example/3":  {ID: channel, Thread: 3},
		" -1001000000777 ": {ID: channel},
	} {
		got, err := c.Resolve(t.Context(), in)
		if err != nil || got != want {
			t.Errorf("%s: %v, %v; want %v", in, got, err, want)
		}
	}
	for in, says := range map[string]string{
		"@nobody": "chat not found", "saar_example": "want @name", "@": "want @name", "": "want @name", "0": "want @name",
		"-100/x": "want @name", "-100/0": "want @name", "-100/1/2": "want @name",
	} {
		if _, err := c.Resolve(t.Context(), in); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", in, err, says)
		}
	}
}

// `saar check` must tell a missing right before the first edition finds it out.
func TestInspect(t *testing.T) {
	for _, c := range []struct {
		name string
		chat telegramtest.Chat
		want telegram.Inspection
	}{
		{
			"channel",
			telegramtest.Chat{ID: channel, Type: telegramtest.Channel, Title: "सार"},
			telegram.Inspection{Title: "सार", Type: "channel", CanPost: true, CanPin: true},
		},
		{
			"protected channel",
			telegramtest.Chat{ID: channel, Type: telegramtest.Channel, Title: "सार", Protected: true},
			telegram.Inspection{Title: "सार", Type: "channel", Protected: true, CanPost: true, CanPin: true},
		},
		{
			"no right",
			telegramtest.Chat{ID: channel, Type: telegramtest.Channel, Denied: []string{"can_post_messages"}},
			telegram.Inspection{Type: "channel", CanPin: true, Advice: "make the bot an administrator of the channel with the right to post messages"},
		},
		{
			"no right to edit",
			telegramtest.Chat{ID: channel, Type: telegramtest.Channel, Denied: []string{"can_edit_messages"}},
			telegram.Inspection{Type: "channel", CanPost: true},
		},
		{
			"administrator of a group",
			telegramtest.Chat{ID: group, Type: telegramtest.Group},
			telegram.Inspection{Type: "group", CanPost: true, CanPin: true},
		},
		{
			"member of a group",
			telegramtest.Chat{ID: group, Type: telegramtest.Group, Title: "मोहल्ला", Bot: telegramtest.Member},
			telegram.Inspection{Title: "मोहल्ला", Type: "group", CanPost: true},
		},
		{
			"private",
			telegramtest.Chat{ID: admin, Type: telegramtest.Private, FirstName: "अनिता"},
			telegram.Inspection{Title: "अनिता", Type: "private", CanPost: true, CanPin: true},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := serve(t, c.chat)
			c.want.Chat = saar.Chat{ID: c.chat.ID}
			got, err := client(server, quiet).Inspect(t.Context(), c.want.Chat.String())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			searchable, err := client(server, quiet).Channel(t.Context(), c.chat.ID)
			if err != nil || searchable != (c.want.Type == "channel" && !c.want.Protected) {
				t.Errorf("may be searched: %v, %v", searchable, err)
			}
		})
	}
}

func TestMe(t *testing.T) {
	me, err := client(serve(t), quiet).Me(t.Context())
	if err != nil || me.ID != 1000000001 || me.Name != "saar_test_bot" {
		t.Errorf("%+v, %v", me, err)
	}
}
