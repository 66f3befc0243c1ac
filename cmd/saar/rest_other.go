//go:build !linux

package main

// forgetProgram does nothing: only Linux tells us what is in memory.
func forgetProgram() {}
