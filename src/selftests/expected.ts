// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { mistakeIn } from '../data-file.ts';
import { BadTest } from './failures.ts';
import type { SelftestRow } from './rows.ts';

const Release = z.string().regex(/^\d+\.\d+$/);

const Expected = z.array(
  z.strictObject({
    /** `timers:posix_timers`; `*` stands for anything. */
    test: z.string().min(1),
    /** Of the subtest, likewise; of the program as a whole where it is empty; any where it is absent. */
    name: z.string().optional(),
    /** First and last release that it is so on. */
    from: Release.optional(),
    until: Release.optional(),
    /** Kinds of guests it is so in: `tcg`, `kvm`; any where it is absent. */
    accelerator: z.enum(['tcg', 'kvm']).optional(),
    /** One sentence. */
    why: z.string().min(1),
    /** Where upstream says so: a commit, a file of the tree, a page. */
    source: z.string().min(1),
  }),
);
export type ExpectedFailure = z.infer<typeof Expected>[number];

/**
 * Failures that upstream knows of, from files of the project's or the user's.
 *
 * @throws BadTest for a file that is none
 */
export async function expectedFailures(files: readonly string[]): Promise<ExpectedFailure[]> {
  const all: ExpectedFailure[] = [];
  for (const file of files) {
    try {
      all.push(...Expected.parse(JSON.parse(await readFile(file, 'utf8'))));
    } catch (error) {
      const { title } = await mistakeIn(file, error);
      throw new BadTest({
        title: `the list of expected failures has a mistake: ${title}`,
        where: file,
        hint: 'Write [{"test": "timers:raw_skew", "from": "6.1", "why": "…", "source": "…"}]; docs/selftests.md lists the fields.',
      });
    }
  }
  return all;
}

/** The entry that a failed row was expected by; undefined where there is none. */
export function expectedBy(
  { program, name, status }: Pick<SelftestRow, 'program' | 'name' | 'status'>,
  { release, accelerator }: { release: string; accelerator: string | undefined },
  all: readonly ExpectedFailure[],
): ExpectedFailure | undefined {
  if (status !== 'FAIL' && status !== 'ERROR') return undefined;
  return all.find(
    (one) =>
      matches(one.test, program) &&
      (one.name === undefined || matches(one.name, name)) &&
      (one.from === undefined || compare(release, one.from) >= 0) &&
      (one.until === undefined || compare(release, one.until) <= 0) &&
      (one.accelerator === undefined || one.accelerator === accelerator),
  );
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

/** By VERSION.PATCHLEVEL alone: 6.12.117 is 6.12. */
function compare(release: string, other: string): number {
  const [a, b] = [release, other].map((text) => text.split('.').slice(0, 2).map(Number));
  return (a?.[0] ?? 0) - (b?.[0] ?? 0) || (a?.[1] ?? 0) - (b?.[1] ?? 0);
}
