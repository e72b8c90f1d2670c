// SPDX-License-Identifier: GPL-2.0-only
import * as z from 'zod';

const FailureText = z.object({
  code: z.string().describe('stable code, see docs/exit-codes.md'),
  title: z.string(),
  where: z.string().optional(),
  detail: z.string().optional(),
  hint: z.string(),
});

const MatrixCell = z.object({
  name: z.string().describe("`baseline`, `prerequisite` or the variant's id"),
  verdict: z.enum(['PASS', 'FAIL', 'ERROR', 'MISS', 'SKIP', 'XFAIL']),
  passed: z.number().int().describe('tests that passed or failed as announced'),
  failed: z.number().int().describe('tests that saw what the contract does not promise'),
  differs: z.number().int().describe("observations that are others than the baseline's"),
  failure: FailureText.optional(),
});

const MatrixRow = z.object({
  tree: z.string(),
  machine: z.string(),
  seconds: z.number().describe('wall time of the run, others beside it'),
  run: z.string().optional().describe('folder of the run; absent where there was none'),
  kernel: z.string().optional().describe('`uname -r`'),
  key: z
    .string()
    .optional()
    .describe('SHA-256 of tree, patches and parameters: what a later matrix asks for again is the same'),
  cells: z.array(MatrixCell),
});

/** Trees by machines by designs: `out/matrix.json`, written anew whenever a run of it ends. */
export const Matrix = z.object({
  schema: z.literal(1),
  topic: z.string(),
  started: z.string(),
  seconds: z.number(),
  jobs: z.number().int().describe('runs that went on at a time'),
  rows: z.array(MatrixRow),
  planned: z
    .array(z.object({ tree: z.string(), machine: z.string() }))
    .optional()
    .describe(
      'while it goes on, or where it was ended: what has no row yet; absent in a matrix that is whole',
    ),
});
export type Matrix = z.infer<typeof Matrix>;
export type MatrixRow = Matrix['rows'][number];
