package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/saar-news/saar"
)

// Rule keeps what an operator decided, and that the update which brought it has been heard, in one transaction. An update
// that was heard before changes nothing.
func (s *Store) Rule(ctx context.Context, bot int64, update int, r saar.Ruling) (ruled saar.Ruled, err error) {
	err = s.change(ctx, fmt.Sprintf("apply update %d", update), func(t tx) error {
		if ruled.Fresh, err = hear(t, bot, update); err != nil {
			return err
		}
		if ruled.Fresh {
			if ruled.Changed, err = rule(t, r); err != nil {
				return err
			}
		}
		if r.Kind != saar.RuleAnswer {
			ruled.Preview, err = previewOf(t, r.Digest)
		}
		return err
	})
	return ruled, err
}

// hear keeps that an update has been heard, and reports whether that is new.
func hear(t tx, bot int64, update int) (bool, error) {
	last, err := heard(t, bot)
	if err != nil || update <= last {
		return false, err
	}
	_, err = t.exec(`INSERT OR REPLACE INTO updates (bot, last, at) VALUES (?, ?, ?)`, bot, update, stamp(time.Now()))
	return true, err
}

// rule applies a ruling and reports whether it changed anything.
func rule(t tx, r saar.Ruling) (bool, error) {
	switch r.Kind {
	case saar.RuleHold:
		return rulePreview(t, r, saar.PreviewHeld, saar.PreviewOpen)
	case saar.RuleSend:
		return rulePreview(t, r, saar.PreviewReleased, saar.PreviewOpen, saar.PreviewHeld)
	case saar.RuleTakeOut, saar.RulePutBack:
		p, err := previewOf(t, r.Digest)
		switch {
		case err != nil || p.State != saar.PreviewOpen && p.State != saar.PreviewHeld:
			return false, err
		case r.Kind == saar.RuleTakeOut:
			return takeOut(t, r)
		}
		return putBack(t, r)
	case saar.RuleAnswer:
		return answer(t, r.Delivery)
	}
	return false, fmt.Errorf("%q is no ruling", r.Kind)
}

// rulePreview brings an edition into a state, from any of the others or from none.
func rulePreview(t tx, r saar.Ruling, to saar.PreviewState, from ...saar.PreviewState) (bool, error) {
	before, err := previewOf(t, r.Digest)
	if err != nil {
		return false, err
	}
	if before.Number == 0 {
		if sending, err := beingSent(t, r.Digest); err != nil || sending && to == saar.PreviewHeld { // by hand
			return false, err
		}
		return true, addPreview(t, r.Digest, to, r.By)
	}
	for _, state := range from {
		if moved, err := movePreview(t, r.Digest, state, to, r.By); err != nil || moved {
			return moved, err
		}
	}
	return false, nil
}

// beingSent reports whether any part of a digest is being sent, or was.
func beingSent(t tx, id saar.DigestID) (sending bool, err error) {
	_, err = t.row(`SELECT EXISTS (SELECT 1 FROM deliveries WHERE edition = ? AND date = ? AND state <> 'pending')`,
		[]any{id.Edition, id.Date}, &sending)
	return sending, err
}

// answer settles a delivery, if it is uncertain still.
func answer(t tx, d saar.Delivery) (bool, error) {
	n, err := t.exec(`UPDATE deliveries SET state = ?, message_id = ?, reason = ?, owner = ?, tries = ?, not_before = ?, updated = ?
		WHERE edition = ? AND date = ? AND chat = ? AND thread = ? AND part = ? AND state = 'uncertain'`,
		append([]any{
			string(d.State), d.MessageID, clip(d.Reason), d.Owner, d.Tries, stamp(d.NotBefore), stamp(time.Now()),
		}, keyOf(d.Key)...)...)
	return n > 0, err
}

// takeOut takes a story out of a digest that nothing is sent of.
func takeOut(t tx, r saar.Ruling) (bool, error) {
	before, err := overlaysOf(t, r.Digest)
	if err != nil {
		return false, err
	}
	laid, err := lay(t, saar.Overlay{Digest: r.Digest, Story: r.Story, Kind: saar.TakenOut, By: r.By})
	if errors.Is(err, saar.ErrSending) {
		return false, nil
	}
	return err == nil && laid.Number > len(before), err
}

// putBack undoes takeOut. The overlay goes, as if it had never been laid, and with it what may have been rendered meanwhile:
// the names of renderings go by the number of overlays, which is another one's now.
func putBack(t tx, r saar.Ruling) (bool, error) {
	if sending, err := beingSent(t, r.Digest); err != nil || sending {
		return false, err
	}
	laid, err := overlaysOf(t, r.Digest)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(laid, func(o saar.Overlay) bool { return o.Story == r.Story && o.Kind == saar.TakenOut })
	if i < 0 {
		return false, nil
	}
	for _, table := range []string{"overlays", "deliveries", "messages"} {
		if _, err := t.exec(`DELETE FROM `+table+` WHERE edition = ? AND date = ?`, r.Digest.Edition, r.Digest.Date); err != nil {
			return false, err
		}
	}
	for n, o := range slices.Delete(laid, i, i+1) {
		o.Number = n + 1
		if err := saveOverlay(t, &o); err != nil {
			return false, err
		}
	}
	return true, touchPreview(t, r.Digest)
}
