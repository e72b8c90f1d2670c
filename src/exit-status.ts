// SPDX-License-Identifier: GPL-2.0-only

/**
 * The one table from failure codes to exit statuses. Statuses group codes by what a caller does next:
 * read the findings (1), mend the command line (2), mend the host (3), mend a template or a tree (4, 5),
 * read a compiler's message (6), look at a console (7 to 13).
 */
export const EXIT_STATUS = {
  OK: 0,
  /** An error-level finding, or a test of a cell failed. */
  FINDINGS: 1,
  TESTS_FAILED: 1,
  /** Nothing was attempted: the request itself is wrong. */
  USAGE: 2,
  UNKNOWN_NAME: 2,
  BAD_PARAMETER: 2,
  /** The host lacks something. */
  HOST_LACKS: 3,
  NO_NETWORK: 3,
  NO_SPACE: 3,
  ARCHIVE_LACKS: 3,
  /** The tree or the template does not allow the edit. */
  ANCHOR_MISSING: 4,
  ANCHOR_AMBIGUOUS: 4,
  ANCHOR_BROKEN: 4,
  EDIT_OVERLAP: 4,
  ALLOCATION_TAKEN: 4,
  TEMPLATE_BROKEN: 4,
  TREE_UNSUITABLE: 4,
  TREE_CORRUPT: 4,
  GIT_FAILED: 4,
  EVIDENCE_UNREADABLE: 2,
  /** `generate --check` found the committed series out of date. */
  DRIFT: 5,
  BUILD_FAILED: 6,
  BOOT_TIMEOUT: 7,
  PANIC: 8,
  SPLAT: 9,
  HANG: 10,
  GUEST_EXITED: 11,
  MALFORMED_KTAP: 12,
  NOTHING_RAN: 13,
  /** A defect of the workbench itself (sysexits.h: EX_SOFTWARE). */
  INTERNAL: 70,
  /** Ctrl-C (128 + SIGINT), termination (128 + SIGTERM). */
  INTERRUPTED: 130,
  TERMINATED: 143,
} as const satisfies Record<string, number>;

export type ExitCode = keyof typeof EXIT_STATUS;
