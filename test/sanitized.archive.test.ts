// SPDX-License-Identifier: GPL-2.0-only
// The test programs look after themselves once: AddressSanitizer and UndefinedBehaviorSanitizer end one that errs.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runDesigns } from '../src/evidence/run.ts';
import { findMachine } from '../src/guest/machines.ts';
import { compose } from '../src/series/generate.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import { allVariants, debian, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

test.skipIf(process.arch !== 'x64')(
  'no test program reads or writes what it has not, or does what C leaves undefined',
  async () => {
    const chosen = allVariants().filter(({ variant }) => variant.id === 'opt-in-ioctl');
    const designs = await compose(msixMmap, await debian('6.1'), chosen);
    const [machine, out] = [await findMachine('x86-intel'), await temporaryFolder()];
    const request = { designs, machine, out, project: PROJECT, jobs: 1, sanitize: true, again: true };
    const { evidence } = await runDesigns(request, testContext());
    expect(evidence.sanitized).toBe(true);
    expect(evidence.cells.map(({ name, verdict, failure }) => [name, failure?.detail ?? verdict])).toEqual([
      ['baseline', 'PASS'],
      ['prerequisite', 'PASS'],
      ['opt-in-ioctl', 'PASS'],
    ]);
  },
);
