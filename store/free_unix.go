//go:build linux || darwin || freebsd

package store

import "golang.org/x/sys/unix"

func freeSpace(folder string) int64 {
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		return -1
	}
	return int64(stat.Bavail) * int64(stat.Bsize)
}
