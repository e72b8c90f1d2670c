// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { machineNames } from '../../guest/machines.ts';
import { MarkMalformed } from '../../mutate/errors.ts';
import { type EquivalenceMark, parseMarks } from '../../mutate/marks.ts';
import type { AnyTopic } from '../../series/topic.ts';
import { testsFolder } from '../../series/topic-home.ts';

/** Beside the tests that are to kill the others. */
const FILE = 'equivalents.txt';

/** Where the marks of a topic are, relative to the checkout; of a topic outside of it the whole path. */
export function marksFile(topic: Pick<AnyTopic, 'tests' | 'home'>): string {
  return join(testsFolder('', topic), FILE);
}

/**
 * The mutants that somebody has marked as equivalent; none where there is no such file.
 *
 * @throws MarkMalformed, also where a mark is of a design or a machine that nobody has
 */
export async function readMarks(
  project: string,
  topic: Pick<AnyTopic, 'tests' | 'home' | 'variants' | 'subsystem'>,
): Promise<EquivalenceMark[]> {
  const file = marksFile(topic);
  const text = await readFile(resolve(project, file), 'utf8').catch(() => '');
  const marks = parseMarks(text, file);
  const designs = ['prerequisite', ...topic.variants.map(({ id }) => id)];
  const machines = [...new Set([...(await machineNames()), ...topic.subsystem.machines])];
  for (const mark of marks) {
    requireKnown(mark, 'design', mark.designs, designs, file);
    requireKnown(mark, 'machine', mark.machines, machines, file);
  }
  return marks;
}

function requireKnown(
  { line }: EquivalenceMark,
  kind: string,
  named: readonly string[],
  known: readonly string[],
  file: string,
): void {
  const stranger = named.find((name) => !known.includes(name));
  if (stranger === undefined) return;
  throw new MarkMalformed({
    title: `a mark is of the ${kind} "${stranger}", which is none`,
    where: `${file}:${line}`,
    hint: `There are ${known.join(', ')}.`,
  });
}
