// SPDX-License-Identifier: GPL-2.0-only
// A kernel that watches itself: what it finds is on the console, and fails the cell (src/guest/console.ts).

export default [
  // Memory that is used after it was freed, or beyond its end.
  'KASAN=y',
  'KASAN_GENERIC=y',
  // Twice as fast as a call for each access, for twice the size.
  'KASAN_INLINE=y',
  'STACKTRACE=y',
  // Guessing takes every word of the stack for a caller, so STACKDEPOT refuses it; the default (ORC) takes its place.
  'UNWINDER_GUESS=n',
  // Locks taken in orders that can deadlock, sleeping where that is not allowed.
  'PROVE_LOCKING=y',
  'DEBUG_ATOMIC_SLEEP=y',
  // Memory that nobody points to any more; told when asked, by /sys/kernel/debug/kmemleak.
  'DEBUG_FS=y',
  'DEBUG_KMEMLEAK=y',
  'DEBUG_KMEMLEAK_AUTO_SCAN=n',
  // Undefined behaviour of C.
  'UBSAN=y',
  'UBSAN_BOUNDS=y',
  // Before 5.11 one symbol for all that UBSAN looks at.
  'UBSAN_SHIFT?=y',
  // Lists and references that were damaged before anybody crashed on them.
  'DEBUG_LIST=y',
  // The n-th allocation of a task fails: /proc/self/fail-nth (Documentation/fault-injection).
  'FAULT_INJECTION=y',
  'FAILSLAB=y',
  'FAIL_PAGE_ALLOC=y',
  'FAULT_INJECTION_DEBUG_FS=y',
  // Lines in traces, by scripts/decode_stacktrace.sh; reduced, because nobody looks at types.
  'DEBUG_INFO=y',
  'DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT?=y',
  'DEBUG_INFO_REDUCED=y',
] as const;
