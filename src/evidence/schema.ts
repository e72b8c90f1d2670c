// SPDX-License-Identifier: GPL-2.0-only
import { z } from 'zod';

/** docs/evidence.md explains every field; a change of meaning gets a new number. */
export const SCHEMA = 1;

const Verdict = z.enum(['PASS', 'FAIL', 'ERROR', 'MISS', 'SKIP', 'XFAIL']);

const FailureRecord = z.object({
  code: z.string(),
  title: z.string(),
  where: z.string().optional(),
  detail: z.string().optional(),
  hint: z.string(),
});

const Finding = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  file: z.string(),
  line: z.number().int(),
  message: z.string(),
});

const Test = z.object({
  program: z.string(),
  name: z.string(),
  status: z.enum(['PASS', 'FAIL', 'ERROR', 'SKIP', 'XFAIL']),
  reason: z.string().optional(),
  /** What the program said about a test that did not pass. */
  diagnostics: z.array(z.string()).optional(),
});

const Series = z.object({
  /** Subjects of the variant's own patches, and how many prerequisite patches stand before them. */
  subjects: z.array(z.string()),
  prerequisites: z.number().int(),
  /** Of the variant's own patches alone. */
  files: z.number().int(),
  insertions: z.number().int(),
  deletions: z.number().int(),
  /** Names that a UAPI header gains or loses, compared with the tree with the prerequisite. */
  uapi: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
});

const Cell = z.object({
  /** `baseline`, `prerequisite` or the variant's id. */
  name: z.string(),
  title: z.string(),
  role: z.enum(['baseline', 'prerequisite', 'variant']),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** What the design promises, as the guest was told. */
  contract: z.record(z.string(), z.string()),
  series: Series.optional(),
  findings: z.array(Finding),
  build: z
    .object({
      seconds: z.number(),
      cached: z.boolean(),
      warnings: z.array(z.string()),
      modules: z.array(z.string()),
    })
    .optional(),
  verdict: Verdict,
  failure: FailureRecord.optional(),
  tests: z.array(Test),
  /** What the tests saw, by the keys that kernel-tests lists. */
  observations: z.record(z.string(), z.string()),
  measurements: z.record(
    z.string(),
    z.object({ value: z.number(), unit: z.string(), samples: z.number().optional() }),
  ),
  /** Number of the boot that the results come from; 0 where none. */
  boot: z.number().int(),
  consoleTail: z.string(),
});

const Boot = z.object({
  number: z.number().int(),
  /** Folder with console.log, results.log and command, relative to this file. */
  folder: z.string(),
  argv: z.array(z.string()),
  accelerator: z.string(),
  release: z.string().optional(),
  pageSize: z.number().optional(),
  seconds: z.number(),
  bootSeconds: z.number().optional(),
  cells: z.array(z.string()),
});

/** One run: `out/<run>/evidence.json`. Every claim of a report is read from here. */
export const Evidence = z.object({
  schema: z.literal(SCHEMA),
  run: z.string(),
  started: z.string(),
  seconds: z.number(),
  topic: z.object({ id: z.string(), title: z.string() }),
  tree: z.object({
    spec: z.string(),
    label: z.string(),
    release: z.string(),
    base: z.record(z.string(), z.string()),
  }),
  machine: z.object({ id: z.string(), title: z.string() }),
  kernel: z.object({
    release: z.string(),
    packages: z.array(z.object({ name: z.string(), version: z.string() })),
  }),
  qemu: z.string(),
  host: z.object({ node: z.string(), cpus: z.number().int() }),
  stages: z.array(z.object({ name: z.string(), seconds: z.number() })),
  cells: z.array(Cell),
  boots: z.array(Boot),
});

export type Evidence = z.infer<typeof Evidence>;
export type CellEvidence = Evidence['cells'][number];
