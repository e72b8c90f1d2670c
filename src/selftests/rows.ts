// SPDX-License-Identifier: GPL-2.0-only

import type { ProgramResult } from '../guest/judge.ts';
import type { TestResult, TestStatus } from '../guest/ktap.ts';
import { isFailure } from '../is-failure.ts';
import { packageOfCommand } from './commands.ts';

/** One row of a table: a subtest, or a program as a whole, whose name is empty then. */
export interface SelftestRow {
  readonly program: string;
  readonly name: string;
  readonly status: TestStatus;
  readonly reason?: string;
  /** Of what failed: what the program said last before. */
  readonly diagnostics?: string[];
}

/** Lines of a program's output that go with a failure. */
const TOLD = 30;

/**
 * What one program said, as rows with names that are the same in every run. A program whose end is not explained by its
 * subtests has a row of its own, as one without subtests has.
 */
export function rowsOf(
  program: string,
  { document, end }: Pick<ProgramResult, 'document' | 'end'>,
): SelftestRow[] {
  const [whole] = document.tests;
  if (!whole)
    return [
      {
        ...{ program, name: '', status: 'ERROR' },
        reason: end ? 'it ended without a result' : 'the guest went down while it ran',
        diagnostics: document.diagnostics.slice(-TOLD),
      },
    ];
  const seen = new Map<string, number>();
  const rows = flat(whole.subtests, '').map(({ name, test }): SelftestRow => {
    const stable = stableName(name === '' ? `test ${test.number}` : name);
    const count = (seen.get(stable) ?? 0) + 1;
    seen.set(stable, count);
    return rowOf(program, count === 1 ? stable : `${stable} #${count}`, test);
  });
  const explained =
    rows.length > 0 &&
    (isFailure(whole.status)
      ? rows.some(({ status }) => isFailure(status)) && !isCutOff(whole)
      : whole.status !== 'SKIP' || rows.some(({ status }) => status === 'SKIP'));
  const lost = lostOf(whole);
  if (!explained) return [ofWhole(program, whole, document.diagnostics), ...rows];
  return lost === undefined ? rows : [{ program, name: '', status: 'ERROR', reason: lost }, ...rows];
}

/** Results that a program announced and that are not there, where its exit status does not tell of it. */
function lostOf({ planned, subtests }: TestResult): string | undefined {
  return planned === undefined || planned <= subtests.length
    ? undefined
    : `${planned} tests planned, ${subtests.length} results`;
}

/** An end that says more than that a subtest failed. */
function isCutOff({ reason = '' }: TestResult): boolean {
  return /seconds$|^signal=|^exit=12[67]$/.test(reason);
}

function rowOf(program: string, name: string, { status, reason, diagnostics }: TestResult): SelftestRow {
  // The harness calls a reason unknown that a test did not give by its SKIP(); the line before may tell it.
  const why =
    reason === 'unknown' || reason === undefined ? (status === 'SKIP' ? diagnostics.at(-1) : reason) : reason;
  return {
    ...{ program, name, status },
    ...(why === undefined || why === '' ? {} : { reason: why }),
    ...(isFailure(status) ? { diagnostics: diagnostics.slice(-TOLD) } : {}),
  };
}

function ofWhole(program: string, whole: TestResult, after: readonly string[]): SelftestRow {
  const said = [...whole.diagnostics, ...after].filter((line) => line.trim() !== '');
  const { status } = whole;
  const lacks = status === 'PASS' ? undefined : lackingIn([...said, ...everyDiagnostic(whole.subtests)]);
  const skipped = status === 'SKIP' ? (whole.reason ?? said.at(-1)) : undefined;
  const ended =
    whole.reason !== undefined && /seconds$/.test(whole.reason)
      ? `no end within ${whole.reason}`
      : whole.reason;
  const reason = [skipped ?? ended, lacks].filter(Boolean).join('; ');
  return {
    ...{ program, name: '', status },
    ...(reason === '' ? {} : { reason }),
    ...(isFailure(status) ? { diagnostics: said.slice(-TOLD) } : {}),
  };
}

function everyDiagnostic(tests: readonly TestResult[]): string[] {
  return tests.flatMap(({ diagnostics, subtests }) => [...diagnostics, ...everyDiagnostic(subtests)]);
}

function flat(tests: readonly TestResult[], within: string): { name: string; test: TestResult }[] {
  return tests.flatMap((test) => {
    const name = [within, test.name].filter(Boolean).join(' > ');
    return test.subtests.length > 0 ? flat(test.subtests, name) : [{ name, test }];
  });
}

/** A name without what differs from run to run: addresses, pids, times that were measured. */
export function stableName(name: string): string {
  return name
    .replace(/\b0x[0-9a-f]{5,}\b/gi, '0xN')
    .replace(/\b(pid|tid|ppid|tgid|pgid|fd|inode|ino)([ =:#]*)\d+\b/gi, '$1$2N')
    .replace(
      /\b\d+(?:\.\d+)?(?=\s?(?:ns|us|ms|nsecs?|usecs?|msecs?|secs?|seconds|ticks|cycles|%)(?:\W|$))/gi,
      'N',
    )
    .replace(/\bkpw-[a-z]+\.\w+|\/tmp\/[\w.-]*[A-Za-z0-9]{6,}\b/g, '/tmp/N')
    .trim();
}

/** Which program a shell or a test missed, and how the guest gets it; undefined where nothing says so. */
export function lackingIn(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    if (/\$'\\r': command not found$|\r: not found$|\^M: bad interpreter/.test(line))
      return "the script has the line ends of Windows (CR LF): sed -i 's/\\r$//' takes them away";
    const [, command = ''] =
      /(?:^|[\s:'"`])([\w.+-]+)['"`]?: (?:command )?not found$/.exec(line) ??
      /\/([\w.+-]+): its interpreter is not found$/.exec(line) ??
      /No such file or directory: ['"]([\w.+-]+)['"]/.exec(line) ??
      [];
    if (command === '' || /^\d+$/.test(command)) continue;
    const of = packageOfCommand(command);
    const hint = of === undefined ? 'the Debian package that has it (--packages)' : `--packages ${of}`;
    return line.includes('interpreter')
      ? `the guest lacks the interpreter of ${command}: name ${hint}`
      : `the guest lacks ${command}: name ${hint}`;
  }
  return undefined;
}
