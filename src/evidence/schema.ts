// SPDX-License-Identifier: GPL-2.0-only
import * as z from 'zod';
import { EFFECTS } from '../series/finding.ts';

/** A change of meaning gets a new number; a new optional field does not. */
export const SCHEMA = 1;

// The descriptions are the documentation: docs/evidence.schema.json and docs/evidence.md are made from them.

const seconds = (what: string) => z.number().describe(`${what}, in seconds`);

const FailureRecord = z.object({
  code: z.string().describe('stable code, see docs/exit-codes.md'),
  title: z.string().describe('what was wrong, one sentence'),
  where: z.string().optional().describe('cell, program, patch, file with line'),
  detail: z.string().optional().describe("a compiler's message, failed tests, the console's end"),
  hint: z.string().describe('what to do next'),
});

const Finding = z.object({
  rule: z.string().describe('id of the rule, a page of docs/rules'),
  severity: z.enum(['error', 'warning', 'note']),
  file: z.string().describe('path in the tree, or name of a mail of the series'),
  line: z.number().int().describe('from 1, in the file with all patches applied, or in the mail'),
  column: z.number().int().optional().describe('from 1; absent where the rule, or the program, tells none'),
  message: z.string(),
  effect: z.enum(EFFECTS).optional().describe('what it means to userspace; absent for mails'),
  symbol: z.string().optional().describe('what it is about'),
  fingerprint: z
    .string()
    .optional()
    .describe('the same when lines move; absent in older runs, and for findings of programs'),
});

const Test = z.object({
  program: z.string().describe('name of the test program in kernel-tests'),
  name: z.string().describe("the test's name in its KTAP line"),
  status: z
    .enum(['PASS', 'FAIL', 'ERROR', 'SKIP', 'XFAIL'])
    .describe('XFAIL is a failure that the test announced'),
  reason: z.string().optional().describe('why it was skipped, or what came with its KTAP directive'),
  seconds: z
    .number()
    .optional()
    .describe('from the result before it to its own, in seconds; absent for subtests and in older runs'),
  diagnostics: z
    .array(z.string())
    .optional()
    .describe('what the program said about a test that failed; absent for others'),
  flaky: z
    .object({ failed: z.number().int(), of: z.number().int().describe('boots in which it ran') })
    .optional()
    .describe('boots of the same cell told differently of it (--repeat); absent where they agree'),
  known: z.string().optional().describe('why its failure is known (--known), where that made it an XFAIL'),
});

const MappedBar = z.object({
  bar: z.number().int(),
  size: z.number().int().describe('bytes'),
  table: z.boolean().describe('its mapped areas are listed, even if they are the whole BAR'),
  areas: z
    .array(z.object({ from: z.number().int(), to: z.number().int().describe('the first byte behind it') }))
    .describe('in ascending order; empty where nothing was mapped'),
});
export type MappedBar = z.infer<typeof MappedBar>;

const SuiteTest = z.object({
  suite: z.string().describe('id of the suite, one of `suites`'),
  program: z.string().describe('name of the program'),
  role: z.string().describe("role of the device that it was given, `e1000e`; see the machine's file"),
  name: z.string().describe("the test's name in its KTAP line; empty where it is of the program as a whole"),
  status: Test.shape.status,
  reason: z.string().optional().describe('why it was skipped, or what was wrong with the program'),
  diagnostics: Test.shape.diagnostics,
  mapped: z
    .array(MappedBar)
    .optional()
    .describe('memory BARs, and what of each the program had mapped, where its log tells'),
});
export type SuiteTest = z.infer<typeof SuiteTest>;

const Patch = z.object({
  name: z.string().describe('of its file in the folder of the series'),
  subject: z.string(),
  role: z.enum(['prerequisite', 'own']).describe('whether it lies below the design, or is its own'),
  sha256: z.string().describe('of the file'),
});

const Series = z.object({
  patches: z.array(Patch).optional().describe('all of the series, in order; absent in older runs'),
  subjects: z.array(z.string()).describe("of the variant's own patches, in order"),
  prerequisites: z.number().int().describe('number of prerequisite patches before them'),
  files: z
    .number()
    .int()
    .describe("files that the variant's own patches change, less a selftest that they add"),
  insertions: z.number().int().describe("lines that the variant's own patches add"),
  deletions: z.number().int().describe("lines that the variant's own patches remove"),
  asBase: z
    .literal(true)
    .optional()
    .describe('behind all patches the kernel is the tree as it was: what the series does is merged already'),
  selftest: z
    .number()
    .int()
    .optional()
    .describe("lines of the last patch, a test among the tree's own, which the counts above leave out"),
  uapi: z
    .object({ added: z.array(z.string()), removed: z.array(z.string()) })
    .describe('names that a UAPI header gains or loses, compared with the tree with the prerequisite'),
});

const Uapi = z.object({
  verdict: z
    .enum(['identical', 'waived', ...EFFECTS])
    .describe('the worst that the design does to userspace, as kpw uapi diff has it'),
  growth: z.string().describe('what userspace has to carry, in one line'),
});

const Build = z.object({
  seconds: seconds('time that the modules took, next to nothing where they were cached'),
  cached: z.boolean().describe('the same modules had been built before'),
  warnings: z.array(z.string()).describe("the compiler's, each `file:line: text`"),
  modules: z.array(z.string()).describe('names of the modules that the guest swaps for this cell'),
});

const Measurement = z.object({
  value: z.number(),
  unit: z.string().describe('`ns`, `accesses`'),
  samples: z.number().optional().describe('number of samples that the value is taken from'),
});

const Spread = z.object({
  unit: z.string().describe('`ns`'),
  samples: z.number().int().describe('number of samples, each the mean of a batch of accesses'),
  buckets: z
    .array(
      z.object({
        from: z.number().describe('least value that counts here'),
        to: z.number().describe('first value that does not'),
        count: z.number().int().describe('samples'),
      }),
    )
    .describe('a histogram, ready for a plot with a logarithmic axis; empty buckets are left out'),
});

const Repeat = z.object({
  boot: z.number().int().describe('number of the boot; 0 where it came to none'),
  verdict: z.enum(['PASS', 'FAIL', 'ERROR', 'MISS', 'SKIP', 'XFAIL']),
  failure: FailureRecord.optional().describe('why the verdict is not PASS'),
  failed: z.array(z.string()).describe('tests that failed in it, each `program/test`'),
  measurements: z.record(z.string(), Measurement).describe('as those of the cell'),
  spreads: z.record(z.string(), Spread).optional().describe('as those of the cell'),
});
export type Repeat = z.infer<typeof Repeat>;

const by = z
  .array(z.number().int())
  .describe('what reached it: indexes of `moments`, ascending; empty where nothing did');

const Coverage = z.object({
  undetermined: z.string().optional().describe('why nothing is known; the lists are empty then'),
  moments: z
    .array(
      z.object({
        program: z.string().optional().describe('name of the test program'),
        test: z.string().optional().describe("the test's name; absent for the program outside of its tests"),
        step: z
          .string()
          .optional()
          .describe('`load <module>`, `bind`, `unbind`, `unload`, in place of a program'),
      }),
    )
    .describe('what the guest did, one after another'),
  lines: z
    .array(
      z.object({
        file: z.string().describe('path in the tree'),
        line: z.number().int().describe('from 1, in the file with all patches applied'),
        patch: z.string().describe('subject of the patch that adds it'),
        text: z.string().describe('the line, without the white space around it'),
        state: z
          .enum(['reached', 'missed', 'absent', 'unparsed'])
          .describe('absent: the compiler made nothing of it; unparsed: kpw cannot tell where it begins'),
        reason: z.string().optional().describe('why it is absent'),
        by,
        branches: z
          .array(
            z.object({
              way: z
                .enum(['true', 'false', 'first', 'second', 'right', 'body'])
                .describe(
                  'what an if does, the value that ?: takes, the second operand of && or ||, the body of a loop',
                ),
              begins: z.number().int().describe('line where the way begins'),
              by,
            }),
          )
          .describe('ways that control can take at this line, each that the module has'),
      }),
    )
    .describe("lines with code that the cell's own patches add"),
  modules: z
    .array(
      z.object({
        module: z.string(),
        blocks: z.number().int().describe('basic blocks'),
        reached: z.number().int().describe('those that were reached'),
      }),
    )
    .describe('the modules as wholes'),
  elsewhere: z
    .array(z.object({ file: z.string(), lines: z.number().int().describe('lines that are added to it') }))
    .describe(
      'changed files that are compiled into the kernel or into other modules: nothing is known of them',
    ),
  lost: z.number().int().optional().describe('blocks reached that the guest had no room to remember'),
});
export type CoverageEvidence = z.infer<typeof Coverage>;

const MutationScore = z.object({
  killed: z.number().int().describe('mutants that a test, a rule, a report of the kernel or a hang found'),
  byRule: z.number().int().describe('of those, by a rule alone'),
  survived: z.number().int().describe('mutants that nothing found'),
  equivalent: z
    .number()
    .int()
    .describe('the same, marked as equivalent with a reason; not among the survivors'),
  notRun: z.number().int().describe('mutants that could not be run'),
});

const Cell = z.object({
  name: z
    .string()
    .describe(
      "`baseline`, `prerequisite` or the variant's id, behind which `[parameter=value]` says how its modules are loaded",
    ),
  design: z
    .string()
    .optional()
    .describe("the variant's id, where its modules are loaded with values of their parameters"),
  loaded: z
    .record(z.string(), z.string())
    .optional()
    .describe(
      'those values by name, as insmod takes them; a name may begin with its module, `usbcore.quirks`',
    ),
  title: z.string(),
  role: z
    .enum(['baseline', 'prerequisite', 'variant'])
    .describe('the tree as it is; with the prerequisite; with prerequisite and variant'),
  parameters: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .describe("the variant's parameters with the values used, defaults included"),
  contract: z
    .record(z.string(), z.string())
    .describe('what the design promises, as the guest was told; keys in kernel-tests/README.md'),
  series: Series.optional().describe('of a variant only'),
  uapi: Uapi.optional().describe('of a variant only: compared with the tree with the prerequisite'),
  findings: z
    .array(Finding)
    .describe("what the rules of checks/ found; the tree's checkpatch.pl is run by kpw check only"),
  build: Build.optional().describe('absent where the shipped modules were used, or the build failed'),
  verdict: z
    .enum(['PASS', 'FAIL', 'ERROR', 'MISS', 'SKIP', 'XFAIL'])
    .describe("KCIDB's words: FAIL, the design is wrong; ERROR, the test is; MISS, it could not be run"),
  failure: FailureRecord.optional().describe('why the verdict is not PASS'),
  tests: z.array(Test).describe('in the order in which they ran'),
  programs: z
    .array(z.object({ name: z.string(), seconds: seconds('from its start to its end') }))
    .optional()
    .describe('test programs with their time in the guest; absent in older runs'),
  suites: z
    .array(SuiteTest)
    .optional()
    .describe(
      'what the suites that were asked for said; no part of the verdict, to be compared with the baseline',
    ),
  observations: z
    .record(z.string(), z.string())
    .describe('what the tests saw, by the keys that each test program lists at its top'),
  measurements: z.record(z.string(), Measurement).describe('what the tests measured, by such keys'),
  spreads: z
    .record(z.string(), Spread)
    .optional()
    .describe('how the samples of measurements are spread, by the keys of these without their last word'),
  repeats: z
    .array(Repeat)
    .optional()
    .describe('further boots of the cell (--repeat); a test with different results in them is flaky'),
  mutation: MutationScore.optional().describe(
    'what kpw mutate has kept of these very patches, this kernel and these test programs; absent where it has nothing, or only a part',
  ),
  coverage: Coverage.optional().describe(
    'which of its changed lines the tests reached; of a cell with patches, in a run with --coverage',
  ),
  splats: z
    .array(z.string())
    .optional()
    .describe('first lines of reports of the kernel that are known (--known), and did not end the cell'),
  boot: z.number().int().describe('number of the boot that the results come from; 0 where none'),
  kept: z
    .object({
      run: z.string().describe('name of that run'),
      folder: z
        .string()
        .optional()
        .describe('its folder; absent where that run is gone, or never came to its end'),
      at: z.string().describe('when the cell had ended (ISO 8601)'),
      accelerator: z.string().describe('`kvm` or `tcg`, as of a boot'),
    })
    .optional()
    .describe(
      'where the results are of an earlier run: a guest with the same kernel, modules, programs, contract and machine passed there, and none was booted for it',
    ),
  consoleTail: z.string().describe("last lines of the cell's part of the console"),
});

const Boot = z.object({
  number: z.number().int().describe('from 1; more than one where a cell took the guest down'),
  folder: z.string().describe('with the files of the boot, relative to evidence.json'),
  argv: z.array(z.string()).describe('the QEMU command, word by word'),
  accelerator: z.string().describe('`kvm` or `tcg`; latencies of the two cannot be compared'),
  why: z
    .string()
    .optional()
    .describe(
      'why that one: what keeps KVM from being used, or how it is known to work; absent in older runs',
    ),
  repeated: z
    .string()
    .optional()
    .describe('why the cells that it had not finished ran again in another boot; no verdict comes from it'),
  release: z.string().optional().describe('`uname -r`, as the guest said; absent where it did not come up'),
  pageSize: z.number().optional().describe('in bytes, as the guest said'),
  end: z
    .union([
      z.object({
        kind: z.literal('exited'),
        status: z.number().optional(),
        signal: z.string().optional(),
      }),
      z.object({ kind: z.literal('stopped'), why: z.string() }),
    ])
    .optional()
    .describe('how QEMU ended: by itself, or stopped by the host and why'),
  seconds: seconds('the whole boot'),
  bootSeconds: z.number().optional().describe("until the guest's init reported, in seconds"),
  cells: z.array(z.string()).describe('that this boot was to run, in order'),
  problems: z.array(z.string()).optional().describe('lines of the result stream that do not belong there'),
});

/** One run: `out/<run>/evidence.json`. Every claim of a report is read from here. */
export const Evidence = z.object({
  schema: z.literal(SCHEMA).describe('number of this schema'),
  run: z.string().describe("the run's name and folder: time, tree, machine"),
  started: z.string().describe('ISO 8601, UTC'),
  seconds: seconds('the whole run'),
  topic: z.object({ id: z.string(), title: z.string() }),
  tree: z.object({
    spec: z.string().describe('as it was given to --tree'),
    label: z.string().describe('as it is in the names of folders'),
    release: z.string().describe("version in the tree's Makefile"),
    base: z
      .record(z.string(), z.string())
      .describe('what exactly it was: package, version and SHA-256; repository and commit; or a path'),
  }),
  machine: z.object({
    id: z.string(),
    title: z.string(),
    cpus: z
      .number()
      .int()
      .optional()
      .describe('of the guest; absent in runs before a machine could have more than one'),
  }),
  kernel: z.object({
    release: z.string().describe('`uname -r` of the kernel that is booted'),
    way: z
      .enum(['prebuilt', 'source'])
      .optional()
      .describe(
        "Debian's own, with rebuilt modules, or built from the tree; absent in runs before there was a choice",
      ),
    packages: z
      .array(z.object({ name: z.string(), version: z.string() }))
      .describe('Debian packages that kernel and headers come from'),
  }),
  qemu: z.string().describe("QEMU's version"),
  tool: z
    .object({
      version: z.string(),
      commit: z.string().optional().describe('absent where kpw ran from no git checkout'),
    })
    .optional()
    .describe('the kpw that made the run; absent in older runs'),
  host: z.object({
    node: z.string().describe("Node's version"),
    cpus: z.number().int(),
    cpu: z.string().optional().describe('its model, as the kernel tells; absent in older runs'),
    kernel: z.string().optional().describe('`uname -r` of the host; absent in older runs'),
  }),
  stages: z.array(z.object({ name: z.string(), seconds: z.number() })).describe('in order, with their time'),
  quick: z
    .array(z.string())
    .optional()
    .describe('names of the only programs that ran (--quick); absent where all of the topic did'),
  sanitized: z
    .boolean()
    .optional()
    .describe('true where the test programs were built with sanitizers (--sanitize), which makes them slow'),
  suites: z
    .array(
      z.object({
        id: z.string(),
        title: z.string().describe('as the report calls it'),
        source: z.string().describe('what it was made from, or was to be'),
        skipped: z
          .string()
          .optional()
          .describe('why no cell ran it: this machine or this archive cannot have it'),
      }),
    )
    .optional()
    .describe(
      'programs that nobody here wrote and that every cell ran (--suite); absent where there were none',
    ),
  cells: z.array(Cell).describe('the columns of the table, baseline first'),
  boots: z.array(Boot),
  known: z
    .array(
      z.object({
        kind: z.enum(['fail', 'flake', 'splat']),
        pattern: z
          .string()
          .describe('of `tree/machine/design/program/test`, or of the first line of a splat'),
        reason: z.string(),
        until: z.string().optional().describe('the last day that it holds on, YYYY-MM-DD'),
        origin: z.string().describe('file and line'),
        matched: z.array(z.string()).describe('tests or splats that it answered for'),
        unused: z.string().optional().describe('why it answered for nothing'),
      }),
    )
    .optional()
    .describe('known failures that the run was given (--known); absent where it was given none'),
});

export type Evidence = z.infer<typeof Evidence>;
export type CellEvidence = Evidence['cells'][number];
