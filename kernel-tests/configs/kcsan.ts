// SPDX-License-Identifier: GPL-2.0-only
// A kernel that watches for data races, from 5.8 on (Documentation/dev-tools/kcsan.rst). Not together with KASAN, so it
// is no part of debug; on a machine of one CPU there is nothing to see. What it finds in modules fails the cell.

export default [
  'DEBUG_KERNEL=y',
  'KCSAN=y',
  // A race is one whoever wins it: reports of writes of the same value, too.
  'KCSAN_REPORT_VALUE_CHANGE_ONLY=n',
  // Aligned writes up to a word are plain races as well, unless WRITE_ONCE() marks them.
  'KCSAN_ASSUME_PLAIN_WRITES_ATOMIC=n',
  // The emulated CPU is slow: of more accesses one is watched, for less long.
  'KCSAN_SKIP_WATCH=500',
  'KCSAN_UDELAY_TASK=80',
  // From the first process on.
  'KCSAN_EARLY_ENABLE=y',
] as const;
