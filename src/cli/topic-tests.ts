// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TopicUntested } from '../series/errors.ts';
import type { AnyTopic } from '../series/topic.ts';
import { testsFolder } from '../series/topic-home.ts';
import { PROJECT } from './project.ts';

/**
 * Refuses a topic that has nothing to run in a guest, before anything is built.
 *
 * @throws TopicUntested
 */
export function requireTests(topic: AnyTopic): void {
  const folder = testsFolder(topic.home === undefined ? '' : PROJECT, topic);
  if (!existsSync(join(testsFolder(PROJECT, topic), 'Makefile')))
    throw new TopicUntested({
      title: `the topic ${topic.id} has no tests: ${folder} is not there, or has no Makefile`,
      where: `tests of ${placeOf(topic)}`,
      hint: `Write ${folder}/Makefile with the targets test, old and new, and programs that print KTAP; kernel-tests/README.md says how. kpw generate and kpw check do without.`,
    });
}

/**
 * Refuses a quick run of a topic that does not say which of its programs one has.
 *
 * @throws TopicUntested
 */
export function requireQuick(topic: AnyTopic): void {
  if (topic.quick) return;
  throw new TopicUntested({
    title: `the topic ${topic.id} does not say which of its programs a quick run has`,
    where: `quick of ${placeOf(topic)}`,
    hint: 'Name them there, or leave out --quick.',
  });
}

function placeOf({ id, home }: AnyTopic): string {
  return home ?? `templates/${id}`;
}
