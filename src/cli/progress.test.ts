// SPDX-License-Identifier: GPL-2.0-only
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { scratch } from '../kernel/testing/context.ts';
import type { Terminal } from './command.ts';
import { progressPrinter } from './progress.ts';

const PRINTER = new URL('./progress.ts', import.meta.url).href;
const SCRIPT = `const { progressPrinter } = await import('${PRINTER}');
const same = (text) => text;
const colour = { good: same, bad: same, warn: same, dim: same, bold: same };
const progress = progressPrinter(process.stderr.isTTY, colour, (text) => process.stderr.write(text));
progress.report({ task: 'build unconditional-removal', state: 'start' });
progress.report({ task: 'build unconditional-removal', state: 'note', text: 'another run builds it; waiting for that' });
setTimeout(() => { progress.report({ task: 'build unconditional-removal', state: 'done' }); progress.stop(); }, 1500);`;

/** What a pseudo terminal of script(1) gets, control sequences included. */
async function inTerminal(columns: number): Promise<string> {
  const file = join(await scratch(), 'told.mjs');
  await writeFile(file, SCRIPT);
  const command = `stty cols ${columns} rows ${columns === 0 ? 0 : 24}; exec node --import tsx ${file}`;
  const { stdout } = await execa('script', ['-qec', command, '/dev/null'], {
    stdin: 'ignore',
    reject: false,
    env: { TERM: 'xterm', CI: undefined, NO_COLOR: '1' },
  });
  return stdout;
}

test.each([0, 1, 19])('a terminal of %i columns gets a line when something ends', async (columns) => {
  const got = await inTerminal(columns);
  expect(got).toContain('build unconditional-removal');
  expect(got).not.toContain('waiting');
});

test.each([
  20, 37, 52, 80,
])('in a terminal of %i columns the line that lives is one line', async (columns) => {
  const got = await inTerminal(columns);
  // Taken back and printed again, and never a line above it.
  expect(got).toMatch(/\x1b\[\d*K/);
  expect(got).not.toMatch(/\x1b\[\d*A/);
});

const plain = (text: string) => text;
const colour = { good: plain, bad: plain, warn: plain, dim: plain, bold: plain } as Terminal['colour'];

test('what is left out is told as such, not as a failure', () => {
  const lines: string[] = [];
  const progress = progressPrinter(false, colour, (text) => lines.push(text));
  progress.report({ task: 'build pci-bus-flag', state: 'start' });
  progress.report({ task: 'build pci-bus-flag', state: 'skipped', text: 'needs a kernel from source' });
  expect(lines).toEqual(['– build pci-bus-flag  skipped: needs a kernel from source\n']);
});

test('where no line lives, a step of a long task is a line, and a note is none', () => {
  const lines: string[] = [];
  const progress = progressPrinter(false, colour, (text) => lines.push(text));
  progress.report({ task: 'cell baseline', state: 'start' });
  progress.report({ task: 'cell baseline', state: 'note', text: 'ground' });
  progress.report({ task: 'cell baseline', state: 'step', text: 'timers: posix_timers, 1 of 2' });
  expect(lines).toEqual(['· cell baseline  timers: posix_timers, 1 of 2\n']);
});
