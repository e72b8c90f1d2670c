// SPDX-License-Identifier: GPL-2.0-only
import * as z from 'zod';
import { Evidence } from '../schema.ts';
import { SelftestsRecord } from '../selftests/record.ts';

/** A change of meaning gets a new number; a new optional field does not. */
export const COMPARED_SCHEMA = 1;

const run = Evidence.shape;
const cell = run.cells.element.shape;

const Range = z.object({
  from: z.number().int().describe('first line of the base that is replaced, from 1'),
  lines: z
    .number()
    .int()
    .describe('lines of the base that are replaced; 0 where some are only added before `from`'),
  function: z.string().optional().describe('function or type that it is in'),
});

const ChangedFile = z.object({
  path: z.string(),
  change: z.enum(['changed', 'made', 'removed']),
  insertions: z.number().int(),
  deletions: z.number().int(),
  names: z.array(z.string()).describe('functions and types that have changed lines, of files of C'),
});
export type ChangedFile = z.infer<typeof ChangedFile>;

const Rejected = z.object({
  patch: z.string().describe("the patch's subject, or its place"),
  number: z.number().int().describe('of the patch in its series, from 1'),
  file: z.string().describe('path in the tree'),
  hunk: z.number().int().optional().describe('of the file, from 1'),
  hunks: z.number().int().optional().describe('that the patch has of that file'),
  message: z.string(),
  near: z.string().optional().describe('the place of the tree that is most like the hunk'),
});
export type RejectedPatch = z.infer<typeof Rejected>;

const ComparedFinding = cell.findings.element.extend({
  designs: z.array(z.string()).describe('names of the designs that have it, in the order of the columns'),
});
export type ComparedFinding = z.infer<typeof ComparedFinding>;

/** What a file of the tree is to a kernel that is built for one architecture. */
const PARTS = [
  'module',
  'built-in',
  'off',
  'header',
  'uapi',
  'architecture',
  'build',
  'beside',
  'undetermined',
] as const;

const TouchedPart = z.object({
  path: z.string(),
  part: z
    .enum(PARTS)
    .describe(
      'module or built-in: compiled so by the kernel’s configuration; off: not compiled there; header; uapi: a header of userspace; architecture: of another one; build: Makefile or Kconfig; beside: documents, tools',
    ),
  modules: z
    .array(z.string())
    .describe('modules that it is compiled into, or whose code includes the header'),
  why: z.string().describe('how that is known, one sentence'),
});
export type TouchedPart = z.infer<typeof TouchedPart>;

const NeededModule = z.object({
  name: z.string().describe('as in /proc/modules'),
  folder: z.string().describe('of the Makefile that makes it'),
  symbols: z
    .array(
      z.object({ name: z.string(), value: z.string().optional().describe('in the kernel’s configuration') }),
    )
    .describe('symbols of Kconfig that decide whether it is made'),
  state: z
    .enum(['module', 'built-in', 'off'])
    .optional()
    .describe('what the kernel’s configuration makes of it, of a module that the user named'),
});
export type NeededModule = z.infer<typeof NeededModule>;

const Needs = z.object({
  modules: z.array(NeededModule).describe('to be swapped in a prebuilt kernel'),
  source: z
    .array(z.string())
    .describe('files that are compiled into the kernel itself, which only a build from source shows'),
  undetermined: z.array(z.string()).describe('what nothing can tell, one sentence each'),
  files: z.array(TouchedPart),
  given: z.array(z.string()).optional().describe('folders or modules that the user named (--modules)'),
});
export type Needs = z.infer<typeof Needs>;

const Design = z.object({
  name: z.string(),
  source: z.string().describe('as it was named on the command line'),
  subjects: z.array(z.string()).describe('of its patches, in order'),
  mails: z
    .array(
      z.object({
        subject: z.string(),
        sha256: z.string().describe('of the mail as it came'),
        messageId: z.string().optional().describe('without angle brackets'),
      }),
    )
    .optional()
    .describe('the mails of its patches, in order; absent in older runs'),
  notes: z.array(z.string()).describe('what was left out of the mails, and what is odd about them'),
  ground: z
    .enum(['tree', 'tree-without', 'base-commit', 'blobs', 'prerequisite'])
    .optional()
    .describe('what the patches were applied to; absent where none was'),
  patches: z.number().int(),
  applied: z.number().int().describe('how many of them apply'),
  rejected: z.array(Rejected),
  failure: cell.failure.describe('why the column has no more than this'),
  files: z.array(ChangedFile),
  insertions: z.number().int(),
  deletions: z.number().int(),
  uapi: cell.uapi,
  uapiNames: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }).optional(),
  needs: Needs.optional().describe('absent where no patch applies'),
  compiled: z
    .array(cell.findings.element)
    .optional()
    .describe('what compilers say of each patch; present where it was asked for'),
});
export type ComparedDesign = z.infer<typeof Design>;

const Pair = z.object({
  relation: z.enum(['same', 'changed', 'only-a', 'only-b']),
  a: z.object({ number: z.number().int(), subject: z.string() }).optional(),
  b: z.object({ number: z.number().int(), subject: z.string() }).optional(),
  diff: z.string().describe('as git range-diff shows it'),
});

const Between = z.object({
  a: z.string(),
  b: z.string(),
  file: z
    .string()
    .optional()
    .describe('with the range-diff as text, below the run’s folder; absent where the patches are the same'),
  same: z.boolean().describe('the two leave the same tree'),
  pairs: z.array(Pair),
  files: z
    .array(
      z.object({
        path: z.string(),
        relation: z.enum(['same', 'differs', 'only-a', 'only-b']),
        insertions: z.number().int().describe('lines that only the second has'),
        deletions: z.number().int().describe('lines that only the first has'),
      }),
    )
    .describe('files that either changes, as they are behind all patches'),
  conflicts: z
    .array(z.object({ path: z.string(), a: Range, b: Range }))
    .describe('where both replace the same lines of the base, and not by the same text'),
});
export type ComparedPair = z.infer<typeof Between>;

export const ComparedCell = z.object({
  name: z
    .string()
    .describe(
      '`baseline`, which is the tree that the designs stand on, or the design, behind which `[parameter=value]` says how its modules are loaded',
    ),
  design: cell.design,
  loaded: cell.loaded,
  verdict: cell.verdict,
  failure: cell.failure,
  modules: z
    .array(
      z.object({
        name: z.string(),
        bytes: z.number().int(),
        info: z
          .object({
            parameters: z.array(z.string()),
            aliases: z.array(z.string()).describe('devices that it knows, as patterns'),
            firmware: z.array(z.string()).describe('files that it may ask for'),
            depends: z.array(z.string()).describe('modules whose symbols it uses'),
          })
          .optional()
          .describe('what it says of itself, as modinfo(8) prints it'),
      }),
    )
    .describe('that were loaded'),
  warnings: z.array(z.string()).describe("the compiler's, each `file:line: text`"),
  tests: cell.tests,
  observations: cell.observations,
  measurements: cell.measurements,
  boot: cell.boot,
  consoleTail: cell.consoleTail,
});
export type ComparedCell = z.infer<typeof ComparedCell>;

/** Designs side by side: what `kpw compare` keeps as evidence.json. */
export const Compared = z.object({
  schema: z.literal(COMPARED_SCHEMA).describe('number of this schema'),
  kind: z.literal('comparison').describe('tells it from the evidence of kpw run'),
  run: run.run,
  started: run.started,
  seconds: run.seconds,
  tool: run.tool,
  title: z.string(),
  tree: run.tree,
  configuration: z
    .string()
    .optional()
    .describe('the kernel whose configuration says what is a module; absent where none is at hand'),
  architecture: z.string().describe('folder below arch/ that counts'),
  without: z
    .array(z.string())
    .optional()
    .describe('designs that the tree has already: all stand on the tree without them'),
  designs: z.array(Design),
  findings: z.array(ComparedFinding).describe('each once, worst first'),
  between: z.array(Between).describe('each two designs that apply'),
  selftests: SelftestsRecord.optional().describe('what --tests came to; absent where none was named'),
  cells: z.array(ComparedCell).optional().describe('what a guest saw; absent where none was booted'),
  machine: run.machine.optional(),
  kernel: run.kernel.optional(),
  qemu: run.qemu.optional(),
  boots: run.boots.optional(),
  stages: run.stages,
});
export type Compared = z.infer<typeof Compared>;
