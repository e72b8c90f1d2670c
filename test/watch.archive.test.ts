// SPDX-License-Identifier: GPL-2.0-only
// kpw watch as a process of its own, on a topic that kpw new topic has written: edits, mistakes, a hurt guest, the end.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, expect, test } from 'vitest';
import type { Round } from '../src/evidence/live/round.ts';
import { temporaryFolder } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const KPW = join(PROJECT, 'bin/kpw.mjs');

/** `kpw watch` with what it has said so far. */
class Watched {
  readonly lines: string[] = [];
  private readonly program;

  constructor(cwd: string, argv: readonly string[]) {
    this.program = execa('node', [KPW, 'watch', ...argv], { cwd, reject: false, env: { NO_COLOR: '1' } });
    createInterface({ input: this.program.stdout }).on('line', (line) => this.lines.push(line));
  }

  /** The nth document, which --json prints a line each. */
  async round(number: number): Promise<Round> {
    const at = () => this.lines[number - 1];
    const over = this.program.then(({ stderr }) => {
      throw new Error(`kpw watch has ended: ${stderr}`);
    });
    await Promise.race([expect.poll(at, { timeout: 240_000, interval: 100 }).toBeDefined(), over]);
    return JSON.parse(at() ?? '') as Round;
  }

  async end(signal: 'SIGTERM' | 'SIGINT'): Promise<number | undefined> {
    this.program.kill(signal);
    return (await this.program).exitCode;
  }

  /** Its QEMUs: their files are below a folder that names the process. */
  async guests(): Promise<string> {
    const { stdout } = await execa('pgrep', ['-f', `qemu.*/${this.program.pid}-[^ ]*/guests/`], {
      reject: false,
    });
    return stdout;
  }
}

let watched: Watched | undefined;
afterEach(async () => {
  await watched?.end('SIGTERM');
  watched = undefined;
});

/** A line a design that ran or failed. */
function news({ designs, failure }: Round): string[] {
  if (failure) return [`${failure.code} ${failure.title}`];
  return designs
    .filter(({ ran, failure: own }) => ran || own)
    .map(({ name, state, verdict, failure: own, changed }) =>
      [`${name}: ${state} ${verdict}`, own?.code, ...changed].filter(Boolean).join(', '),
    );
}

async function lamps(): Promise<{
  folder: string;
  variant: string;
  edit(from: string, to: string): Promise<void>;
}> {
  const folder = await temporaryFolder();
  await execa(
    'node',
    [KPW, 'new', 'topic', 'lamp', '--driver', 'drivers/watchdog/i6300esb.c', '--tree', 'debian:6.1'],
    {
      cwd: folder,
    },
  );
  const variant = join(folder, 'lamp/variants/count-calls.ts');
  const edit = async (from: string, to: string) => {
    const text = await readFile(variant, 'utf8');
    if (!text.includes(from)) throw new Error(`the variant has no ${from}`);
    await writeFile(
      variant,
      text.replace(from, () => to),
    );
  };
  return { folder, variant, edit };
}

const COUNTS = "'esb_probe_calls++;'";

test('an edit, a mistake and a guest that is hurt cost their own column, and no boot that anybody waits for', async () => {
  const { folder, edit } = await lamps();
  watched = new Watched(folder, ['--topic', 'lamp', '--json']);
  const first = await watched.round(1);
  expect(news(first)).toEqual(['baseline: done PASS', 'count-calls: done PASS']);
  expect(first.guests).toEqual({ boots: 2, replaced: 0 });

  await edit(COUNTS, "'esb_probe_calls += 0;'");
  const failed = await watched.round(2);
  expect(news(failed)).toEqual([
    'count-calls: done FAIL, lamp_test global.calls_are_told_as_promised: PASS → FAIL',
  ]);
  expect(failed.causes.map((cause) => cause.replace(folder, ''))).toEqual(['/lamp/variants/count-calls.ts']);
  expect(failed.guests.boots).toBe(2);

  // No TypeScript.
  await edit(COUNTS.replace('++', ' += 0'), "'esb_probe_calls++;");
  expect(news(await watched.round(3))).toEqual(['TOPIC_MALFORMED Unterminated string literal']);

  // No C.
  await edit("'esb_probe_calls++;", "'esb_probes++;'");
  const refused = await watched.round(4);
  expect(news(refused)).toEqual(['count-calls: broken MISS, BUILD_FAILED']);
  expect(refused.designs[1]?.failure?.where).toMatch(
    /count-calls, patch "watchdog: .*": drivers\/watchdog\/i6300esb.c:\d+/,
  );

  await edit("'esb_probes++;'", "'*(volatile int *)8 = 1;'");
  const hurt = await watched.round(5);
  expect(news(hurt)).toEqual(['count-calls: done FAIL, SPLAT']);

  await edit("'*(volatile int *)8 = 1;'", COUNTS);
  const mended = await watched.round(6);
  expect(news(mended)).toEqual([
    'count-calls: done PASS, lamp_test global.calls_are_told_as_promised: FAIL → PASS',
  ]);
  expect(mended.guests).toEqual({ boots: 3, replaced: 1 });

  const program = join(folder, 'lamp/tests/lamp_test.c');
  const text = await readFile(program, 'utf8');
  await writeFile(program, text.replace('TEST(calls_are_told_as_promised)', 'TEST(calls_are_told)'));
  const renamed = await watched.round(7);
  expect(news(renamed)).toEqual(['baseline: done PASS', 'count-calls: done PASS']);

  expect(await watched.guests()).not.toBe('');
  expect(await watched.end('SIGTERM')).toBe(143);
  expect(await watched.guests()).toBe('');
}, 600_000);

test('a posted series is a column, and one that does not apply is told in it; lines are plain in a pipe', async () => {
  const { folder } = await lamps();
  const series = join(folder, 'fix.mbox');
  const kpw = (...argv: string[]) => execa('node', [KPW, ...argv], { cwd: folder });
  const { stdout: mails } = await kpw(
    'generate',
    'count-calls',
    '--topic',
    'lamp',
    '--tree',
    'debian:6.1',
    '--stdout',
  );
  await writeFile(series, mails);
  watched = new Watched(folder, [
    'mine:count-calls=fix.mbox',
    '--topic',
    'lamp',
    '--guests',
    '1',
    '--no-checks',
  ]);
  const told = (text: RegExp) =>
    expect.poll(() => watched?.lines.join('\n'), { timeout: 240_000, interval: 100 }).toMatch(text);
  await told(/round 1 {2}start .*\n(.*\n)*PASS {2}mine {2}1 pass/);
  await writeFile(
    series,
    mails.replace('module_init', 'modul_init').replace(/^ (static int esb_probe)/m, ' $1_other'),
  );
  await told(/round 2 {2}fix.mbox .*\nBROKEN {2}mine {2}before: 1 pass.*\n {4}PATCH_REJECTED/);
  await writeFile(series, mails);
  await told(/round 3 {2}fix.mbox .*\n(?!BROKEN)/);
  expect(await watched.end('SIGINT')).toBe(130);
  expect(await watched.guests()).toBe('');
}, 600_000);
