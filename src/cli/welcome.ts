// SPDX-License-Identifier: GPL-2.0-only

/** What `kpw` alone prints: what it can do, and what to type first. */
export const WELCOME = `kpw lays designs of the kernel side by side, and judges patches. First things to type:

  kpw run                                            the designs of a thread: checked, booted, tested, one table
  kpw compare --tree debian:6.12 a=a.mbox b=b.mbox   anybody's series beside each other
  kpw check --mbox series.mbox --tree debian:6.12    what is wrong with a series
  kpw uapi diff debian:6.12 series.mbox              what it does to userspace
  kpw kselftest timers --tree debian:6.12            selftests in a guest
  kpw report --open                                  the latest run as a page

kpw --help lists all verbs, kpw VERB --help the options of one; docs/tutorial.md begins at the beginning.`;
