// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Mark, parseMarks } from '../../mutate/marks.ts';
import type { AnyTopic } from '../../series/topic.ts';

/** Beside the tests that are to kill the others. */
const FILE = 'equivalents.txt';

/** Where the marks of a topic are, relative to the checkout. */
export function marksFile({ tests }: Pick<AnyTopic, 'tests'>): string {
  return join('kernel-tests', tests, FILE);
}

/**
 * The mutants that somebody has marked as equivalent; none where there is no such file.
 *
 * @throws MarkMalformed
 */
export async function readMarks(project: string, topic: Pick<AnyTopic, 'tests'>): Promise<Mark[]> {
  const file = marksFile(topic);
  const text = await readFile(join(project, file), 'utf8').catch(() => '');
  return parseMarks(text, file);
}
