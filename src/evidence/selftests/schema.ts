// SPDX-License-Identifier: GPL-2.0-only
import * as z from 'zod';
import { ComparedCell } from '../compare/schema.ts';
import { Evidence } from '../schema.ts';
import { SelftestsRecord } from './record.ts';

const run = Evidence.shape;
const cell = run.cells.element.shape;

/** A change of meaning gets a new number; a new optional field does not. */
export const SELFTESTS_SCHEMA = 1;

const Column = z.object({
  name: z.string().describe('of the tree'),
  tree: run.tree,
  kernel: run.kernel.optional(),
  qemu: run.qemu.optional(),
  boots: run.boots.optional(),
  failure: cell.failure.describe('why the column has no cell'),
  selftests: SelftestsRecord.optional(),
  expected: z
    .array(z.object({ program: z.string(), name: z.string(), why: z.string(), source: z.string() }))
    .optional()
    .describe('failed tests that upstream expects to fail, and where it says so'),
  cell: ComparedCell.optional(),
});
export type SelftestColumn = z.infer<typeof Column>;

/** Selftests on kernels: what `kpw kselftest` keeps as evidence.json. */
export const Selftests = z.object({
  schema: z.literal(SELFTESTS_SCHEMA).describe('number of this schema'),
  kind: z.literal('selftests').describe('tells it from the evidence of kpw run and of kpw compare'),
  run: run.run,
  started: run.started,
  seconds: run.seconds,
  tool: run.tool,
  title: z.string(),
  machine: run.machine,
  columns: z.array(Column),
  stages: run.stages,
});
export type Selftests = z.infer<typeof Selftests>;
