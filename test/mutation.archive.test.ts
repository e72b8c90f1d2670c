// SPDX-License-Identifier: GPL-2.0-only
// Mutants of a real design in a real guest: some are killed, some are none, and what was found out is kept.
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { type MutationRequest, runMutation } from '../src/evidence/mutation/run.ts';
import type { Mutation } from '../src/evidence/mutation/schema.ts';
import { mutantsOf, mutationSubjects } from '../src/evidence/mutation/subjects.ts';
import { findMachine } from '../src/guest/machines.ts';
import { compose } from '../src/series/generate.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import { allVariants, debian, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const DESIGN = 'region-flag';

/** By what becomes of a line of the design. */
const CHOSEN = [
  'info.flags = VFIO_REGION_INFO_FLAG_MSIX_MAPPABLE;',
  'return vfio_info_add_capability(&header, caps, sizeof(header));',
  '.version = 0',
];

let request: MutationRequest;
let first: { mutations: readonly Mutation[]; tried: number };

beforeAll(async () => {
  const machine = await findMachine('x86-intel');
  const choices = allVariants().filter(({ variant }) => variant.id === DESIGN);
  const designs = await compose(msixMmap, await debian('6.1'), choices);
  const wanted = (name: string) => name === DESIGN;
  const [subject] = mutationSubjects(designs, machine.traits, wanted);
  if (!subject) throw new Error('no subject');
  const chosen = mutantsOf(subject).filter(({ becomes }) => CHOSEN.includes(becomes[0] ?? ''));
  expect(chosen.length).toBeGreaterThan(1);
  const out = await temporaryFolder();
  request = { designs, machine, out, project: PROJECT, wanted, only: chosen.map(({ id }) => id) };
  first = await runMutation(request, testContext());
});

test('mutants are killed by the tests of the topic, in the boots that they share', () => {
  const [mutation] = first.mutations;
  const tried = mutation?.results.filter(({ id }) => request.only?.includes(id)) ?? [];
  expect(first.tried).toBe(tried.length);
  expect(
    tried.map(({ was, becomes, state }) => `${state}: ${was.join(' ')} → ${becomes.join(' ')}`),
  ).toMatchInlineSnapshot(`
    [
      "killed: .version = 1 → .version = 0",
      "no-compile: return vfio_info_add_capability(caps, &header, sizeof(header)); → return vfio_info_add_capability(&header, caps, sizeof(header));",
      "killed: info.flags |= VFIO_REGION_INFO_FLAG_MSIX_MAPPABLE; → info.flags = VFIO_REGION_INFO_FLAG_MSIX_MAPPABLE;",
    ]
  `);
  expect(tried.flatMap(({ killer }) => (killer ? [killer.by] : []))).toEqual(
    tried.filter(({ state }) => state === 'killed').map(() => 'test'),
  );
});

test('what was found out is kept, and not made again', async () => {
  const second = await runMutation(request, testContext());
  expect(second.tried).toBe(0);
  expect(second.mutations).toEqual(first.mutations);
});
