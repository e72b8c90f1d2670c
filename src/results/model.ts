// SPDX-License-Identifier: GPL-2.0-only
import * as z from 'zod';
import { EFFECTS } from '../series/finding.ts';

/** A change of meaning gets a new number; a new optional field does not. */
export const RESULTS_SCHEMA = 1;

// The descriptions are the documentation: docs/results.schema.json is made from them.

/** Of a test: `xfail` is a failure that the test, or who runs it, announced. */
const TEST_STATUSES = ['pass', 'fail', 'error', 'skip', 'xfail'] as const;
/** Of a design: `miss` is one that could not be run. */
export const DESIGN_VERDICTS = [...TEST_STATUSES, 'miss'] as const;

const ReportedFailure = z.object({
  code: z.string().describe('stable code, see docs/exit-codes.md'),
  title: z.string().describe('what was wrong, one sentence'),
  where: z.string().optional(),
  detail: z.string().optional().describe("a compiler's message, failed tests, the console's end"),
  hint: z.string().describe('what to do next'),
});

const ReportedFinding = z.object({
  rule: z.string().describe('id of the rule, one of `rules`'),
  severity: z.enum(['error', 'warning', 'note']),
  message: z.string().describe('one line'),
  file: z.string().optional().describe('path in the tree, or of a mail; absent where it has no place'),
  line: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('from 1; absent where the finding is about the whole file'),
  column: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('from 1, in UTF-16 units; absent where nothing tells it'),
  effect: z.enum(EFFECTS).optional().describe('what it means to userspace; absent for mails'),
  symbol: z.string().optional().describe('what it is about'),
  source: z.string().optional().describe('the line that it points to, where it is at hand'),
  fingerprint: z.string().describe('hex digits: the same when lines move, and in every design that has it'),
});
export type ReportedFinding = z.infer<typeof ReportedFinding>;

const ReportedRule = z.object({
  id: z.string(),
  title: z.string().describe('what it finds, one sentence'),
  severity: ReportedFinding.shape.severity.describe('of its worst finding'),
  why: z.string().optional().describe('why it matters'),
  reference: z.string().optional().describe('where it is written'),
  todo: z.string().optional().describe('what to do about a finding'),
  page: z.string().optional().describe('path of its page in a checkout of kpw: docs/rules/ID.md'),
});
export type ReportedRule = z.infer<typeof ReportedRule>;

const ReportedTest = z.object({
  name: z.string().describe("one line: the test's name in its KTAP line"),
  status: z.enum(TEST_STATUSES),
  reason: z.string().optional().describe('why it was skipped, or what came with its KTAP directive'),
  diagnostics: z.array(z.string()).describe('what the program said about it, line by line'),
  flaky: z
    .object({ failed: z.number().int(), of: z.number().int().describe('boots in which it ran') })
    .optional()
    .describe('boots told differently of it'),
  seconds: z.number().optional(),
  file: z.string().optional().describe('of its source, relative to the checkout or the tree'),
  line: z.number().int().min(1).optional().describe('that its failed check stands in'),
});
export type ReportedTest = z.infer<typeof ReportedTest>;

const ReportedProgram = z.object({
  name: z.string().describe('name of the test program, with its device where it ran for several'),
  suite: z.string().optional().describe('id of the suite that it belongs to; absent for tests of the topic'),
  file: z.string().optional().describe('of its source, relative to the checkout'),
  seconds: z.number().optional(),
  tests: z.array(ReportedTest).describe('in the order in which they ran'),
});
export type ReportedProgram = z.infer<typeof ReportedProgram>;

const ReportedMeasurement = z.object({
  name: z.string(),
  value: z.number(),
  unit: z.string().describe('`ns`, `accesses`'),
  samples: z.number().optional(),
});

const ReportedPatch = z.object({
  subject: z.string(),
  role: z.enum(['prerequisite', 'own']).describe('whether it lies below the design, or is its own'),
  name: z.string().optional().describe('name of its file'),
  sha256: z.string().optional().describe('of its file, or of its mail as it came'),
  messageId: z.string().optional().describe('without angle brackets'),
});
export type ReportedPatch = z.infer<typeof ReportedPatch>;

const ReportedDesign = z.object({
  name: z.string().describe('`baseline`, `prerequisite`, the variant, or what the patches were called'),
  title: z.string(),
  tree: z
    .object({
      spec: z.string(),
      label: z.string().optional(),
      release: z.string().optional(),
      base: z
        .record(z.string(), z.string())
        .optional()
        .describe('package, version and hash; or repository and commit'),
    })
    .optional()
    .describe('absent where only mails were judged'),
  machine: z
    .object({ id: z.string(), title: z.string().optional(), architecture: z.string().optional() })
    .optional(),
  kernel: z.object({ release: z.string(), way: z.enum(['prebuilt', 'source']).optional() }).optional(),
  run: z.string().optional().describe('name of the kept run'),
  verdict: z.enum(DESIGN_VERDICTS).optional().describe('absent where nothing was to be run'),
  failure: ReportedFailure.optional().describe('why the verdict is not pass'),
  patches: z.array(ReportedPatch).describe('in the order in which they apply; empty for a tree as it is'),
  uapi: z
    .object({ verdict: z.string(), growth: z.string().describe('what userspace has to carry, in one line') })
    .optional(),
  build: z
    .object({ seconds: z.number().optional(), cached: z.boolean().optional(), warnings: z.array(z.string()) })
    .optional(),
  programs: z.array(ReportedProgram),
  measurements: z.array(ReportedMeasurement),
  findings: z.array(ReportedFinding).describe('worst first'),
  checks: z
    .object({
      ran: z.array(z.string()).describe('ids of rules'),
      skipped: z.array(z.object({ rule: z.string(), reason: z.string() })),
    })
    .optional()
    .describe('which rules judged it; absent where nothing has kept that'),
  boot: z
    .object({
      number: z.number().int(),
      accelerator: z.string().optional(),
      seconds: z.number().optional(),
      console: z.string().optional().describe('path of the log, relative to the folder of runs'),
    })
    .optional(),
  console: z.string().optional().describe('last lines, where something failed'),
});
export type ReportedDesign = z.infer<typeof ReportedDesign>;

/** What a verb came to, whatever verb it was: every output format maps this and nothing else. */
export const Results = z.object({
  schema: z.literal(RESULTS_SCHEMA).describe('number of this schema'),
  tool: z
    .object({
      name: z.literal('kpw'),
      version: z.string(),
      commit: z.string().optional().describe('of the checkout of kpw; absent where it is none'),
    })
    .describe('what wrote this'),
  verb: z.string().describe('`check`, `uapi diff`, `run`; for a kept run what made it'),
  title: z.string().describe('the question, or what was looked at'),
  run: z.string().optional().describe('name of the kept run'),
  started: z.string().describe('ISO 8601, UTC'),
  seconds: z.number().optional().describe('the whole of it'),
  host: z
    .object({ cpus: z.number().int().optional(), node: z.string().optional(), qemu: z.string().optional() })
    .optional()
    .describe('where it ran'),
  failure: ReportedFailure.optional().describe('why there is nothing else'),
  designs: z.array(ReportedDesign).describe('one for each design, tree and machine'),
  rules: z.array(ReportedRule).describe('those that have findings'),
});
export type Results = z.infer<typeof Results>;
