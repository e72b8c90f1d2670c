// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Context, Progress } from '../context.ts';
import type { SelftestProgram } from './collected.ts';
import { guestName } from './guest.ts';
import { tellingSelftests } from './telling.ts';

const program = (directory: string, name: string): SelftestProgram => ({
  ...{
    name: `${directory}:${name}`,
    title: `${directory}: ${name}`,
    directory,
    argv: [`./${name}`],
    timeout: 45,
  },
});

test('each selftest that begins is told by its directory and name, and how many there are', () => {
  const programs = [program('timers', 'posix_timers'), program('futex/functional', 'futex_wait')];
  const said: Progress[] = [];
  const context = { report: (one: Progress) => said.push(one) } as unknown as Context;
  const telling = tellingSelftests([{ cell: { name: 'baseline' }, programs }], context);
  telling.report({ task: 'cell baseline', state: 'start' });
  for (const one of programs) telling.report({ task: 'cell baseline', state: 'note', text: guestName(one) });
  telling.report({ task: 'cell baseline', state: 'note', text: 'ground' });
  telling.report({ task: 'cell baseline', state: 'done', text: 'PASS' });
  telling.report({ task: 'boot 1', state: 'note', text: '6.1.0 up after 3.0 s' });
  expect(said.map(({ task, state, text = '' }) => `${task} ${state} ${text}`.trim())).toEqual([
    'cell baseline start',
    'cell baseline step timers: posix_timers, 1 of 2',
    'cell baseline step futex/functional: futex_wait, 2 of 2',
    'cell baseline note ground',
    'cell baseline done ran',
    'boot 1 note 6.1.0 up after 3.0 s',
  ]);
});
