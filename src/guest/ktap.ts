// SPDX-License-Identifier: GPL-2.0-only

/** KCIDB's words, and XFAIL for a failure that was announced. */
export type TestStatus = 'PASS' | 'FAIL' | 'ERROR' | 'SKIP' | 'XFAIL';

export interface TestResult {
  /** Its position in its document where the line had no number. */
  number: number;
  /** `bar.nvme.mmap_table`; empty where the line had none. */
  name: string;
  status: TestStatus;
  /** Text behind the directive (`# SKIP no device`). */
  reason?: string;
  /** Diagnostic lines that came before it, without the leading `# `. */
  diagnostics: string[];
  subtests: TestResult[];
  /** How many subtests it announced; absent where it did not. */
  planned?: number;
}

/** `# observe <key> <value>` */
export interface Observation {
  key: string;
  value: string;
}

/** `# measure <key> <number> <unit> [n=<samples>]` */
export interface Measurement {
  key: string;
  value: number;
  unit: string;
  samples?: number;
}

/** `# series <key> <unit> n=<samples> <from>-<to>:<count> ...`: how the samples of a measurement are spread. */
export interface SampleSeries {
  key: string;
  unit: string;
  samples: number;
  /** In ascending order, empty ones left out; a sample is at least `from` and below `to`. */
  buckets: { from: number; to: number; count: number }[];
}

export interface Ktap {
  plan?: number;
  /** Why nothing was planned (`1..0 # SKIP reason`). */
  skipped?: string;
  tests: TestResult[];
  bailOut?: string;
  /** Diagnostic lines after the last result. */
  diagnostics: string[];
  observations: Observation[];
  measurements: Measurement[];
  series: SampleSeries[];
  /** Where the text departs from KTAP; empty for a good document. */
  problems: string[];
}

type Block = Omit<Ktap, 'observations' | 'measurements' | 'series'>;

const VERSION = /^K?TAP version \d+$/;
const PLAN = /^1\.\.(\d+)\s*(?:#\s*(.*))?$/;
const RESULT = /^(not )?ok\b\s*(\d+)?\s*(?:- )?\s*(.*)$/;
const DIRECTIVE = /(?:^|\s)#\s*(?:(SKIP|TODO|XFAIL|TIMEOUT|ERROR)\b:?\s*)?(.*)$/i;
/** A line of a subtest as kselftest's runner writes it: the program's own output behind `# `, once per level. */
const HASH_NESTED = /^# (?:# | {2})*(?:K?TAP version \d|1\.\.\d+\s*(?:#|$)|(?:not )?ok \d)/;
/** Lines in which kselftest_harness.h keeps the reader company; they repeat what the result says. */
const HARNESS = /^ *(RUN|OK|FAIL|SKIP|XFAIL) {2,}(.*?)(?: \.\.\.)?$/;

/**
 * Reads KTAP (Documentation/dev-tools/ktap.rst) and TAP 13 as kernel selftests write them. Never throws:
 * what is wrong is in `problems`.
 */
export function parseKtap(text: string): Ktap {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const block = parseBlock(lines, '');
  const document: Ktap = { ...block, observations: [], measurements: [], series: [] };
  for (const line of lines) {
    const found = /^[#\s]*#\s*(observe|measure|series)\s+(\S+)\s+(.+)$/.exec(line);
    const [, kind, key = '', rest = ''] = found ?? [];
    if (kind === 'observe') document.observations.push({ key, value: rest });
    if (kind === 'series') {
      const series = seriesOf(key, rest);
      if (series) document.series.push(series);
      else document.problems.push(`not a series: ${line}`);
    }
    if (kind !== 'measure') continue;
    const measured = /^(\d+(?:\.\d+)?) (\S+)(?: n=(\d+))?$/.exec(rest);
    if (measured) {
      const samples = measured[3] === undefined ? {} : { samples: Number(measured[3]) };
      document.measurements.push({ key, value: Number(measured[1]), unit: measured[2] ?? '', ...samples });
    } else document.problems.push(`not a measurement: ${line}`);
  }
  return document;
}

/** Undefined where it is malformed, or its buckets do not hold the samples that it speaks of. */
function seriesOf(key: string, text: string): SampleSeries | undefined {
  const [unit = '', count = '', ...words] = text.split(' ');
  const samples = Number(/^n=(\d+)$/.exec(count)?.[1] ?? Number.NaN);
  const buckets = words.map((word) => {
    const [, from, to, number] = /^(\d+)-(\d+):(\d+)$/.exec(word) ?? [];
    return { from: Number(from ?? Number.NaN), to: Number(to ?? Number.NaN), count: Number(number) };
  });
  const held = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  const ascending = buckets.every(({ from, to }, at) => from >= (buckets[at - 1]?.to ?? 0) && from < to);
  return held === samples && ascending ? { key, unit, samples, buckets } : undefined;
}

function parseBlock(lines: readonly string[], within: string): Block {
  const block: Block = { tests: [], diagnostics: [], problems: [] };
  const problem = (what: string): void => void block.problems.push(within ? `${within}: ${what}` : what);
  let version = false;
  let nested: string[] = [];
  let diagnostics: string[] = [];
  let announced = '';

  for (const line of lines) {
    if (line === '') continue;
    const plan = PLAN.exec(line);
    const result = RESULT.exec(line) ?? gluedResult(line, block.tests.length + 1);
    const bailOut = /^Bail out!\s*(.*)$/.exec(line);
    if (VERSION.test(line)) version = true;
    else if (plan) {
      if (block.plan !== undefined) problem(`a second plan: ${line}`);
      block.plan = Number(plan[1]);
      if (plan[2] !== undefined) block.skipped = plan[2].replace(/^SKIP\b:?\s*/i, '');
    } else if (result) {
      const test = testOf(result, block.tests.length + 1, announced);
      if (test.number !== block.tests.length + 1)
        problem(`result ${block.tests.length + 1} has the number ${test.number}`);
      test.diagnostics = diagnostics;
      if (nested.length > 0) {
        const inner = parseBlock(dedented(nested), [within, test.name].filter(Boolean).join(' > '));
        test.subtests = inner.tests;
        if (inner.plan !== undefined) test.planned = inner.plan;
        test.diagnostics.push(...inner.diagnostics);
        block.problems.push(...inner.problems);
      }
      block.tests.push(test);
      nested = [];
      diagnostics = [];
      announced = '';
    } else if (bailOut) block.bailOut = bailOut[1] ?? '';
    else if (line.startsWith('  ') && (nested.length > 0 || isStructure(line.trim())))
      nested.push(line.slice(2));
    else if (HASH_NESTED.test(line) || (nested.length > 0 && line.startsWith('# ')))
      nested.push(line.slice(2));
    else {
      const comment = line.replace(/^# ?/, '');
      const harness = HARNESS.exec(comment);
      if (harness?.[1] === 'RUN') announced = harness[2] ?? '';
      if (!harness) diagnostics.push(comment);
    }
  }

  block.diagnostics = diagnostics;
  if (nested.length > 0) problem('subtests without the result of their test');
  if (block.bailOut !== undefined) problem(`bailed out: ${block.bailOut}`);
  else if (!version && block.plan === undefined && block.tests.length === 0) problem('no KTAP at all');
  else {
    if (!version && !within) problem('no version line');
    if (block.plan === undefined) problem('no plan');
    else if (block.plan !== block.tests.length)
      problem(`${block.plan} tests planned, ${block.tests.length} results`);
  }
  return block;
}

/** A result behind text that lacks its newline, `Diff too high: 12 ns..not ok 2 name`, where its number is the next. */
function gluedResult(line: string, next: number): RegExpExecArray | null {
  const [, text, number] = /^.*[^\s#]((?:not )?ok (\d+) .*)$/.exec(line) ?? [];
  return text !== undefined && Number(number) === next ? RESULT.exec(text) : null;
}

/** KUnit indents by four spaces what the specification indents by two. */
function dedented(lines: readonly string[]): readonly string[] {
  const deep = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return Number.isFinite(deep) && deep > 0 ? lines.map((line) => line.slice(deep)) : lines;
}

function isStructure(line: string): boolean {
  return VERSION.test(line) || PLAN.test(line) || /^(not )?ok \d/.test(line) || line.startsWith('# Subtest:');
}

function testOf(result: RegExpExecArray, position: number, announced: string): TestResult {
  const text = result[3] ?? '';
  const directive = DIRECTIVE.exec(text);
  const described = directive ? text.slice(0, directive.index) : text;
  const reason = directive?.[2];
  return {
    number: result[2] === undefined ? position : Number(result[2]),
    // The harness of older trees (5.10, 6.1) leaves the name of a skipped test out.
    name: described.trim() || announced,
    status: statusOf(result[1] !== undefined, directive?.[1]?.toUpperCase()),
    ...(reason === undefined || reason === '' ? {} : { reason }),
    diagnostics: [],
    subtests: [],
  };
}

function statusOf(failed: boolean, directive: string | undefined): TestStatus {
  switch (directive) {
    case 'SKIP':
    case 'XFAIL':
      return directive;
    case 'ERROR':
      return 'ERROR';
    case 'TIMEOUT':
      return 'FAIL';
    // A thing to be done is allowed to fail, and welcome not to.
    case 'TODO':
      return failed ? 'XFAIL' : 'PASS';
    default:
      return failed ? 'FAIL' : 'PASS';
  }
}

/** The innermost results: those that have no subtests. */
export function leaves(tests: readonly TestResult[]): TestResult[] {
  return tests.flatMap((test) => (test.subtests.length > 0 ? leaves(test.subtests) : [test]));
}
