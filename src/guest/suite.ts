// SPDX-License-Identifier: GPL-2.0-only

/**
 * One program of a suite with one device. Suites are programs that nobody here wrote, which run in every cell behind the
 * topic's own tests.
 */
export interface SuiteProgram {
  suite: string;
  program: string;
  /** Role of the device in the machine. */
  role: string;
}

/** What such a program is called in the guest; no topic's own test has a colon in its name. */
export function suiteName({ suite, program, role }: SuiteProgram): string {
  return `${suite}:${program}:${role}`;
}

/** Undefined for a program of the topic's own tests. */
export function suiteOf(name: string): SuiteProgram | undefined {
  const [suite, program, role, ...more] = name.split(':');
  return suite && program && role && more.length === 0 ? { suite, program, role } : undefined;
}
