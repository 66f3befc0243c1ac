package main

import (
	"bufio"
	"bytes"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// forgetProgram drops from memory what work has read of the program's own file: more than half of what an idle saar has
// resident. What is needed again is mapped again, mostly from the system's cache. Only what cannot be written is dropped.
func forgetProgram() {
	self, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		return
	}
	defer maps.Close()
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		fields := bytes.Fields(lines.Bytes()) // addresses, rights, offset, device, inode, file
		if len(fields) != 6 || string(fields[5]) != self || bytes.ContainsRune(fields[1], 'w') {
			continue
		}
		from, to, _ := bytes.Cut(fields[0], []byte("-"))
		begin, err1 := strconv.ParseUint(string(from), 16, 64)
		end, err2 := strconv.ParseUint(string(to), 16, 64)
		if err1 == nil && err2 == nil {
			_, _, _ = unix.Syscall(unix.SYS_MADVISE, uintptr(begin), uintptr(end-begin), unix.MADV_DONTNEED) // refused, it stays
		}
	}
}
