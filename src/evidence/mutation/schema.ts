// SPDX-License-Identifier: GPL-2.0-only
import * as z from 'zod';
import { KINDS, type MutationKind } from '../../mutate/kinds.ts';

/** A change of meaning gets a new number. */
export const MUTATION_SCHEMA = 1;

const Killer = z
  .object({
    by: z
      .enum(['test', 'rule', 'kernel', 'hang', 'load'])
      .describe(
        'a test that failed; a rule of checks/; a report, panic or reset of the guest’s kernel; a hang; a module that does not load or unload, or a device that it does not take',
      ),
    what: z.string().describe('the test, `program test`; the rule; or what the kernel said first'),
    program: z.string().optional().describe('test program that ran when it was found out'),
  })
  .describe('what killed it');
export type Killer = z.infer<typeof Killer>;

const Result = z.object({
  id: z.string().describe('eight hex digits, the same when lines move'),
  kind: z.enum(Object.keys(KINDS) as [MutationKind, ...MutationKind[]]).describe('see docs/mutation.md'),
  path: z.string().describe('file in the tree'),
  line: z.number().int().describe('from 1, in the file with all patches applied'),
  function: z.string().optional().describe('absent outside of any'),
  was: z.array(z.string()).describe('the lines that it changes'),
  becomes: z.array(z.string()).describe('what becomes of them'),
  means: z.string().describe('what a user of such a kernel would see'),
  state: z
    .enum(['killed', 'survived', 'no-compile', 'same-code', 'elsewhere', 'needs-source', 'not-run'])
    .describe(
      'no-compile, same-code: no mutant, since the compiler refuses it or makes the same code of it; elsewhere: no part of what this machine runs; needs-source: in code that is built into the kernel; not-run: the guest did not come up, or the run was interrupted',
    ),
  same: z
    .string()
    .optional()
    .describe('id of another mutant that compiles to the same code, and that ran for both'),
  killer: Killer.optional(),
});
export type MutantResult = z.infer<typeof Result>;

/** `out/mutants/<tree>-<machine>/<design>.json`: what came of the mutants of one design. */
export const Mutation = z.object({
  schema: z.literal(MUTATION_SCHEMA),
  topic: z.string(),
  design: z.string().describe('`prerequisite`, or the variant'),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  tree: z.object({ spec: z.string(), label: z.string(), release: z.string() }),
  machine: z.string(),
  kernel: z.object({ release: z.string(), version: z.string(), way: z.enum(['prebuilt', 'source']) }),
  patches: z
    .string()
    .describe('hash of the kernel files that the design changes, before and after it, without comments'),
  programs: z.record(z.string(), z.string()).describe('hash of each test program that the results are of'),
  results: z.array(Result).describe('in the order of the files'),
});
export type Mutation = z.infer<typeof Mutation>;
