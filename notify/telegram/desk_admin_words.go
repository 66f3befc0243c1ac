package telegram

// What operators read. Buttons and previews, which several of them see at once, are in Hindi always.

// What the operators' commands do, as Telegram's menu says it.
var (
	aboutStatus  = phrase{"अंक, बचे हुए काम, डिस्क और संस्करण", "editions, what is left to do, disk and version"}
	aboutSources = phrase{"स्रोतों का हाल, सबसे ख़राब पहले", "how the sources do, the worst first"}
	aboutHold    = phrase{"अंक रोकें, जैसे /hold subah", "keep an edition back, e.g. /hold subah"}
	aboutSend    = phrase{"रोका हुआ या अटका अंक अभी भेजें, जैसे /send subah", "send an edition that is held or late now, e.g. /send subah"}
)

// Buttons, and how an edition stands.
var (
	sendNow     = phrase{"▶️ भेजें", "▶️ Send"}
	keepBack    = phrase{"⏸ रोकें", "⏸ Hold"}
	wasPosted   = phrase{"पोस्ट हुआ था", "It was posted"}
	sendAgain   = phrase{"फिर भेजें", "Send again"}
	takenOut    = phrase{"(हटाई गई)", "(taken out)"}
	movedUp     = phrase{"(उसकी जगह आई)", "(moved up)"}
	stateOpen   = phrase{"⏳ %s अपने आप जाएगा।", "⏳ Goes out by itself at %s."}
	stateHeld   = phrase{"⏸ %s ने रोका है। %s तक न भेजा गया तो नहीं जाएगा।", "⏸ Held by %s. It lapses unless it is sent by %s."}
	stateLapsed = phrase{"⌛ %s ने रोका था और समय निकल गया; यह अंक नहीं गया।", "⌛ Held by %s until its time was over; it did not go out."}
	stateGoing  = phrase{"▶️ भेजा जा रहा है।", "▶️ It is being sent."}
	stateOut    = phrase{"✅ भेजा जा चुका है।", "✅ It has been sent."}
	sentBy      = phrase{"भेजने वाले: %s।", "Sent by %s."}
)

// Answers.
var (
	onlyOperators = phrase{"केवल संचालक", "Operators only"}
	nowHeld       = phrase{"⏸ रोक दिया गया", "⏸ Held"}
	nowSent       = phrase{"▶️ भेजा जा रहा है", "▶️ Sending"}
	nowOut        = phrase{"✂️ ख़बर हटा दी गई", "✂️ Story taken out"}
	nowBack       = phrase{"↩️ ख़बर लौट आई", "↩️ Story put back"}
	lastStory     = phrase{"आख़िरी ख़बर नहीं हटाई जा सकती; पूरा अंक रोकें", "The last story cannot be taken out: hold the edition instead"}
	heldAlready   = phrase{"पहले से रुका है", "It is held already"}
	goneAlready   = phrase{"देर हो गई: यह अंक निकल चुका है", "Too late: this edition is going out or has gone out"}
	lapsedAlready = phrase{"देर हो गई: इस अंक का समय निकल चुका है", "Too late: this edition has lapsed"}
	soAlready     = phrase{"पहले से ऐसा ही है", "It is so already"}
	noteSent      = phrase{"✅ %s: पोस्ट हुआ था", "✅ %s: it was posted"}
	noteAgain     = phrase{"🔁 %s: फिर भेजें", "🔁 %s: send again"}
	sentNoted     = phrase{"दर्ज हुआ: पोस्ट हुआ था", "Noted: it was posted"}
	againNoted    = phrase{"दर्ज हुआ: फिर भेजा जाएगा", "Noted: it will be sent again"}
	againByHand   = phrase{"दर्ज हुआ। अंक का समय निकल चुका है, भेजने के लिए चलाएँ: saar --digest --edition %s --date %s", "Noted. The edition's time is over; to send it, run: saar --digest --edition %s --date %s"}
	answeredElse  = phrase{"इसका जवाब दिया जा चुका है", "This has been answered already"}
	whichEdition  = phrase{"कौन-सा अंक? ऐसे लिखें:", "Which edition? Write:"}
	noEdition     = phrase{"%s नाम का कोई अंक नहीं है।", "There is no edition %s."}
	heldNow       = phrase{
		"⏸ <b>%s</b>, %s: रोक दिया गया। भेजना हो तो /send %s; %s तक न भेजा गया तो नहीं जाएगा।",
		"⏸ <b>%s</b>, %s: held. To send it: /send %s. It lapses unless it is sent by %s.",
	}
	sendingNow = phrase{"▶️ <b>%s</b>, %s: भेजा जा रहा है।", "▶️ <b>%s</b>, %s: it is being sent."}
	notYet     = phrase{"<b>%s</b>, %s: इसका समय %s है; अभी भेजने को कुछ नहीं है।", "<b>%s</b>, %s: it is due at %s; there is nothing to send yet."}
	stands     = phrase{"<b>%s</b>, %s: %s।", "<b>%s</b>, %s: %s."}
)

// /status and /sources.
var (
	statusHead  = phrase{"<b>सार का हाल</b>", "<b>How saar is</b>"}
	editionNext = phrase{"<b>%s</b> (%s): अगला %s, %s", "<b>%s</b> (%s): next %s, %s"}
	editionHeld = phrase{"⏸ %s का अंक %s ने रोका है", "⏸ the one of %s is held by %s"}
	editionLast = phrase{"पिछला %s: %s", "last %s: %s"}
	editionNone = phrase{"अभी कोई अंक नहीं बना", "no digest yet"}
	rowSent     = phrase{"भेजे %d", "sent %d"}
	rowWaiting  = phrase{"बाक़ी %d", "waiting %d"}
	rowDoubt    = phrase{"अनिश्चित %d", "uncertain %d"}
	rowFailed   = phrase{"असफल %d", "failed %d"}
	rowReaders  = phrase{"पाठकों को: %s", "readers: %s"}
	nothingSent = phrase{"कुछ नहीं भेजा गया", "nothing sent"}
	doubtful    = phrase{"❓ अनिश्चित हिस्से: %d", "❓ Uncertain parts: %d"}
	noDoubt     = phrase{"❓ कोई हिस्सा अनिश्चित नहीं", "❓ No part is uncertain"}
	diskFree    = phrase{"💾 डिस्क पर ख़ाली: %s · डेटाबेस: %s", "💾 Free on the disk: %s · database: %s"}
	sourcesUp   = phrase{"📡 %d में से %d स्रोत जवाब दे रहे हैं", "📡 Of %d sources %d answer"}
	versionIs   = phrase{"⚙️ saar %s", "⚙️ saar %s"}
	sourcesHead = phrase{"<b>स्रोत</b>: %d में से %d जवाब दे रहे हैं", "<b>Sources</b>: of %d, %d answer"}
	sourceDead  = phrase{"❌ %s (%s): %s से जवाब नहीं (%s)", "❌ %s (%s): no answer for %s (%s)"}
	sourcePoor  = phrase{"⚠️ %s (%s): 24 घंटे में %d ख़बरें, आम तौर पर %d", "⚠️ %s (%s): %d articles in 24 hours, usually %d"}
	sourceNew   = phrase{"▫️ %s (%s): अभी नहीं पढ़ा गया", "▫️ %s (%s): not read yet"}
	sourceWell  = phrase{"✅ %s (%s): 24 घंटे में %d ख़बरें", "✅ %s (%s): %d articles in 24 hours"}
	andMore     = phrase{"… और %d", "… and %d more"}
	daysLong    = phrase{"%d दिन", "%d days"}
	hoursLong   = phrase{"%d घंटे", "%d hours"}
	minutesLong = phrase{"%d मिनट", "%d minutes"}
)
