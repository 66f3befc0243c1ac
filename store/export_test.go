package store

// OwnerAlive asks the kernel whether the process that an owner id names still runs, as Claim does.
func (s *Store) OwnerAlive(owner string) bool {
	alive, known := s.owners.alive(owner)
	return alive && known
}

// ForgetLocks makes the store behave as where the kernel keeps no locks for it.
func (s *Store) ForgetLocks() error {
	file := s.owners.file
	s.owners.file = nil
	return file.Close()
}

// Seize has the database at path to itself, as Restore has, until done is called.
func Seize(path string) (done func(), err error) {
	o, err := seize(path + "-owners")
	if err != nil {
		return nil, err
	}
	return func() { _ = o.close() }, nil
}

// TakeSearch takes the place of a search until done is called.
func (s *Store) TakeSearch() (done func()) {
	s.searches <- struct{}{}
	return func() { <-s.searches }
}

// BodyOf reads the paragraphs of a row.
var BodyOf = bodyOf
