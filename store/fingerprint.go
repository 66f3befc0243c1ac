package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/hex"

	"github.com/saar-news/saar"
)

// Twins returns the articles kept with their body that may have the body of f: those that have its exact hash and
// those that share a band with it, oldest first. Whether they do have it is for package digest to say.
func (s *Store) Twins(ctx context.Context, f saar.Fingerprint) ([]saar.Twin, error) {
	if f.Exact == "" && len(f.Bands) == 0 {
		return nil, nil
	}
	bands, err := encode(signed(f.Bands), false)
	if err != nil {
		return nil, err
	}
	var twins []saar.Twin
	err = s.view(ctx, "look for twins", func(t tx) error {
		ids := []int64{}
		if err := t.each(`SELECT article FROM bands WHERE band IN (SELECT value FROM json_each(?))
			UNION ALL SELECT article FROM hashes WHERE exact = ?`, []any{bands, hashKey(f.Exact)}, func(row *sql.Rows) error {
			var id int64
			err := row.Scan(&id)
			ids = append(ids, id)
			return err
		}); err != nil || len(ids) == 0 {
			return err
		}
		twins, err = originals(t, ids)
		return err
	})
	return twins, err
}

// originals returns the articles with the bodies of the given ones: themselves, or what they are copies of.
func originals(t tx, ids []int64) ([]saar.Twin, error) {
	list, err := encode(ids, false)
	if err != nil {
		return nil, err
	}
	var twins []saar.Twin
	err = t.each(`SELECT DISTINCT original.id, original.url, original.outlet, original.exact, coalesce(signature, x''), coalesce(bands, x'')
		FROM json_each(?) CROSS JOIN articles AS found ON found.id = value
		CROSS JOIN articles AS original ON original.url = CASE found.copy_of WHEN '' THEN found.url ELSE found.copy_of END
		LEFT JOIN signatures ON signatures.article = original.id ORDER BY original.id`, []any{list}, func(row *sql.Rows) error {
		var id int64
		var twin saar.Twin
		var exact, signature, bands []byte
		err := row.Scan(&id, &twin.URL, &twin.Outlet, &exact, &signature, &bands)
		twin.Fingerprint = saar.Fingerprint{Exact: hex.EncodeToString(exact), Signature: words32(signature), Bands: words64(bands)}
		twins = append(twins, twin)
		return err
	})
	return twins, err
}

// saveHash notes for good that the outlet has had this body. The first article stays.
func saveHash(t tx, article int64, outlet string, f saar.Fingerprint) error {
	if f.Exact == "" {
		return nil
	}
	_, err := t.exec(`INSERT INTO hashes (exact, outlet, article) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		hashKey(f.Exact), outlet, article)
	return err
}

func saveFingerprint(t tx, article int64, f saar.Fingerprint) error {
	if len(f.Signature) == 0 && len(f.Bands) == 0 {
		return nil
	}
	bands, err := encode(signed(f.Bands), false)
	if err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO signatures (article, signature, bands) VALUES (?, ?, ?)`,
		article, bytes32(f.Signature), bytes64(f.Bands)); err != nil {
		return err
	}
	_, err = t.exec(`INSERT OR IGNORE INTO bands (band, article) SELECT value, ? FROM json_each(?) ORDER BY value`, article, bands)
	return err
}

// forgetFingerprint removes what saveFingerprint wrote, by 32 look-ups.
func forgetFingerprint(t tx, article int64) error {
	var stored []byte
	found, err := t.row(`DELETE FROM signatures WHERE article = ? RETURNING bands`, []any{article}, &stored)
	if err != nil || !found {
		return err
	}
	bands, err := encode(signed(words64(stored)), false)
	if err != nil {
		return err
	}
	_, err = t.exec(`DELETE FROM bands WHERE band IN (SELECT value FROM json_each(?)) AND article = ?`, bands, article)
	return err
}

// signed is how SQLite has 64 bits.
func signed(bands []uint64) []int64 {
	out := make([]int64, len(bands))
	for i, b := range bands {
		out[i] = int64(b)
	}
	return out
}

func bytes32(words []uint32) []byte {
	out := make([]byte, 0, 4*len(words))
	for _, w := range words {
		out = binary.LittleEndian.AppendUint32(out, w)
	}
	return out
}

func words32(b []byte) []uint32 {
	var out []uint32
	for ; len(b) >= 4; b = b[4:] {
		out = append(out, binary.LittleEndian.Uint32(b))
	}
	return out
}

func bytes64(words []uint64) []byte {
	out := make([]byte, 0, 8*len(words))
	for _, w := range words {
		out = binary.LittleEndian.AppendUint64(out, w)
	}
	return out
}

func words64(b []byte) []uint64 {
	var out []uint64
	for ; len(b) >= 8; b = b[8:] {
		out = append(out, binary.LittleEndian.Uint64(b))
	}
	return out
}
