package telegramtest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	tt "github.com/saar-news/saar/notify/telegram/telegramtest"
)

// A client library that this project did not write reads the server's answers as Telegram's.
func TestIndependentClient(t *testing.T) {
	s := start(t, tt.Config{Chats: []tt.Chat{{ID: channel, Type: tt.Channel, Username: "nav_subah", Title: "नव सुबह"}, {ID: adminChat, Type: tt.Private, FirstName: "मीना"}}})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	heard := make(chan *models.Update, 10)
	b, err := bot.New(s.Token(), bot.WithServerURL(s.URL()), bot.WithDefaultHandler(func(_ context.Context, _ *bot.Bot, u *models.Update) { heard <- u }))
	if err != nil {
		t.Fatal(err)
	}
	me, err := b.GetMe(ctx)
	if err != nil || !me.IsBot || me.ID != 1000000001 {
		t.Fatalf("getMe: %+v, %v", me, err)
	}
	chat, err := b.GetChat(ctx, &bot.GetChatParams{ChatID: "@nav_subah"})
	if err != nil || chat.ID != channel || chat.Title != "नव सुबह" || chat.Type != models.ChatTypeChannel {
		t.Fatalf("getChat: %+v, %v", chat, err)
	}
	member, err := b.GetChatMember(ctx, &bot.GetChatMemberParams{ChatID: channel, UserID: me.ID})
	if err != nil || member.Type != models.ChatMemberTypeAdministrator || !member.Administrator.CanPostMessages {
		t.Fatalf("getChatMember: %+v, %v", member, err)
	}
	postAndCorrect(ctx, t, s, b)
	lookAndClear(ctx, t, b)
	if _, err = b.SetMyCommands(ctx, &bot.SetMyCommandsParams{LanguageCode: "hi", Commands: []models.BotCommand{{Command: "start", Description: "शुरू"}}}); err != nil {
		t.Errorf("setMyCommands: %v", err)
	}
	hear(ctx, t, s, b, heard)
}

func postAndCorrect(ctx context.Context, t *testing.T, s *tt.Server, b *bot.Bot) {
	t.Helper()
	quiet := true
	m, err := b.SendMessage(ctx, &bot.SendMessageParams{
		ChatID: "@nav_subah", Text: `<b><a href="https://nav.example/1">बैठक बुलाई</a></b>`, ParseMode: models.ParseModeHTML,
		LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: &quiet}, DisableNotification: true,
		ReplyMarkup: models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "रोकें", CallbackData: "hold"}}}},
	})
	if err != nil || m.Text != "बैठक बुलाई" || len(m.Entities) != 2 || m.Entities[0].URL != "https://nav.example/1" || m.Chat.ID != channel {
		t.Fatalf("sendMessage: %+v, %v", m, err)
	}
	edited, err := b.EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: channel, MessageID: m.ID, Text: "बैठक टली"})
	if err != nil || edited.Text != "बैठक टली" || edited.EditDate == 0 {
		t.Fatalf("editMessageText: %+v, %v", edited, err)
	}
	if _, err := b.EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: channel, MessageID: m.ID, Text: "बैठक टली"}); !errors.Is(err, bot.ErrorBadRequest) {
		t.Errorf("edit without change: %v", err)
	}
	if _, err := b.PinChatMessage(ctx, &bot.PinChatMessageParams{ChatID: channel, MessageID: m.ID}); err != nil {
		t.Errorf("pinChatMessage: %v", err)
	}
	s.Inject(tt.Fault{Method: "sendMessage", Reply: tt.Flood(1)})
	_, err = b.SendMessage(ctx, &bot.SendMessageParams{ChatID: channel, Text: "क"})
	var flood *bot.TooManyRequestsError
	if !errors.As(err, &flood) || flood.RetryAfter != 1 {
		t.Errorf("flood: %v", err)
	}
}

func lookAndClear(ctx context.Context, t *testing.T, b *bot.Bot) {
	t.Helper()
	f, err := b.ForwardMessage(ctx, &bot.ForwardMessageParams{ChatID: adminChat, FromChatID: channel, MessageID: 2})
	if err != nil || f.ForwardOrigin == nil || f.ForwardOrigin.MessageOriginChannel.MessageID != 2 {
		t.Fatalf("forwardMessage: %+v, %v", f, err)
	}
	if _, err := b.DeleteMessage(ctx, &bot.DeleteMessageParams{ChatID: adminChat, MessageID: f.ID}); err != nil {
		t.Errorf("deleteMessage: %v", err)
	}
	if _, err := b.SendPhoto(ctx, &bot.SendPhotoParams{ChatID: channel, Photo: &models.InputFileString{Data: "https://nav.example/p.jpg"}, Caption: "चित्र"}); err != nil {
		t.Errorf("sendPhoto: %v", err)
	}
}

// hear runs the library's own update loop.
func hear(ctx context.Context, t *testing.T, s *tt.Server, b *bot.Bot, heard <-chan *models.Update) {
	t.Helper()
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.Start(ctx)
	}()
	s.Say(meena, adminChat, "/start")
	if u := <-heard; u.Message == nil || u.Message.Text != "/start" || u.Message.Entities[0].Type != models.MessageEntityTypeBotCommand {
		t.Errorf("heard %+v", u)
	}
	query := s.Press(meena, channel, 2, "hold")
	if u := <-heard; u.CallbackQuery == nil || u.CallbackQuery.Data != "hold" || u.CallbackQuery.Message.Message.ID != 2 {
		t.Errorf("heard %+v", u)
	}
	if _, err := b.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: query, Text: "रोका"}); err != nil {
		t.Errorf("answerCallbackQuery: %v", err)
	}
	stop()
	<-done
}

// The library that saar itself uses, whose habits (entities=null, multipart) the server must take.
func TestOldClient(t *testing.T) {
	s := start(t, tt.Config{})
	b, err := tgbotapi.NewBotAPIWithAPIEndpoint(s.Token(), s.URL()+"/bot%s/%s")
	if err != nil {
		t.Fatal(err)
	}
	post := tgbotapi.NewMessageToChannel("@saar_demo", "<i>सार</i>")
	post.ParseMode = tgbotapi.ModeHTML
	m, err := b.Send(post)
	if err != nil || m.Text != "सार" || len(m.Entities) != 1 {
		t.Fatalf("send: %+v, %v", m, err)
	}
	if _, err := b.Request(tgbotapi.NewDeleteMessage(tt.DefaultChannel, m.MessageID)); err != nil {
		t.Errorf("delete: %v", err)
	}
	post.Text = "<br>"
	var refusal *tgbotapi.Error
	if _, err := b.Send(post); !errors.As(err, &refusal) || refusal.Code != 400 {
		t.Errorf("bad HTML: %v", err)
	}
	s.Say(ravi, ravi.ID, "नमस्ते")
	updates, err := b.GetUpdates(tgbotapi.UpdateConfig{})
	if err != nil || len(updates) != 1 || updates[0].Message.From.ID != ravi.ID {
		t.Errorf("updates %+v, %v", updates, err)
	}
}
