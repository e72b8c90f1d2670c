// SPDX-License-Identifier: GPL-2.0-only
import { dirname, join } from 'node:path';
import type { AnyTopic } from './topic.ts';

type Homed = Pick<AnyTopic, 'tests' | 'home'>;

/**
 * The folder that a topic's own folder is in.
 *
 * @param project the checkout
 */
export function templatesOf(project: string, { home }: Pick<Homed, 'home'>): string {
  return home === undefined ? join(project, 'templates') : dirname(home);
}

/** The folder of a topic's test programs, with their Makefile. */
export function testsFolder(project: string, { home, tests }: Homed): string {
  return home === undefined ? join(project, 'kernel-tests', tests) : join(home, tests);
}

/** The folder that series of a topic are kept in. */
export function patchesFolder(project: string, { home }: Pick<Homed, 'home'>): string {
  return join(home === undefined ? project : dirname(home), 'patches');
}
