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
