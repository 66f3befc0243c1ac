package telegramtest_test

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

func Example() {
	server, err := telegramtest.Start(telegramtest.Config{}) // one channel, @saar_demo
	if err != nil {
		panic(err)
	}
	defer server.Close()
	server.Inject(telegramtest.Fault{Method: "sendMessage", Reply: telegramtest.LoseReply})

	_, err = http.PostForm(server.URL()+"/bot"+server.Token()+"/sendMessage", url.Values{
		"chat_id": {"@saar_demo"}, "parse_mode": {"HTML"}, "text": {"<b>सुबह का सार</b>"},
	})
	fmt.Println("the client sees an error:", err != nil)
	for _, m := range server.Messages(telegramtest.DefaultChannel) {
		fmt.Println("the reader sees:", m.Text, m.Entities[0].Type)
	}
	// Output:
	// the client sees an error: true
	// the reader sees: सुबह का सार bold
}
