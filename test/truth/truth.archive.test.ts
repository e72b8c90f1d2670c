// SPDX-License-Identifier: GPL-2.0-only
// A sample of what `npm run test:truth` holds for every header, tree and target.
import { describe, expect, test } from 'vitest';
import { COMPILERS, compilerVersion } from '../../src/uapi/compiler/compilers.ts';
import { failures } from './aims.ts';
import type { Compared } from './compare.ts';
import { isInSample } from './sample.ts';
import { rows } from './table.ts';
import { trial } from './trees.ts';

const count = (all: readonly Compared[], kind: string) =>
  rows(all).find((row) => row.kind === kind)?.compared ?? 0;

// The native gcc speaks for both, on x86-64 machines alone.
describe.each(['x86-64', 'i386'] as const)('headers of 6.12 on %s', (id) => {
  test.skipIf(!compilerVersion(id))(
    `lay out and evaluate as gcc says (needs ${COMPILERS[id].packages.join(', ')} of an x86 machine)`,
    async () => {
      const { compared, truths } = await trial('6.12', id, isInSample);
      expect(truths.filter(({ error }) => error !== undefined)).toEqual([]);
      expect(failures(compared)).toEqual([]);
      expect(count(compared, 'types')).toBeGreaterThan(900);
      expect(count(compared, 'macros')).toBeGreaterThan(4000);
      expect(count(compared, 'enumerators')).toBeGreaterThan(2000);
      expect(count(compared, 'ioctls')).toBeGreaterThan(400);
    },
    300_000,
  );
});
