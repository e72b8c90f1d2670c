// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { runCells } from '../../guest/cells.ts';
import { parseKtap } from '../../guest/ktap.ts';
import { testContext } from '../../kernel/testing/context.ts';
import { Control, type Kill } from './control.ts';

const program = (name: string) => ({ name, path: `/${name}` });

/** A sound design on which one program fails where another has run before it. */
function control(failing: string, behind: string) {
  const booted: string[][] = [];
  const run = (async (guest: { cells: { name: string; order: string[] }[]; tests: { name: string }[] }) => {
    const [cell] = guest.cells;
    const names = (cell?.order ?? []).filter((name) => guest.tests.some((one) => one.name === name));
    booted.push(names);
    const fails =
      names.includes(failing) && names.indexOf(behind) < names.indexOf(failing) && names.includes(behind);
    const ran = names.map((name) => ({
      name,
      document: parseKtap(`TAP version 13\n1..1\n${fails && name === failing ? 'not ok' : 'ok'} 1 one\n`),
    }));
    return {
      cells: [
        { cell: cell?.name, boot: 1, verdict: fails ? 'FAIL' : 'PASS', programs: ran, observations: [] },
      ],
    };
  }) as unknown as typeof runCells;
  const guest = {
    cells: [{ name: 'lamp', modules: [], contract: '' }],
    tests: ['bulb', 'wick', 'late'].map(program),
  };
  const made = new Control({ guest, kernel: {}, machine: {} } as never, run);
  const kill = (killer: string, order: string[]): Kill => ({
    design: 'lamp',
    program: killer,
    cell: { name: 'lamp.1', modules: [], contract: '', order },
  });
  const fails = async (killer: string, order: string[]) =>
    made.fails(kill(killer, order), '/nowhere', await testContext());
  return { booted, fails };
}

test('a program that fails on the sound design behind another kills nothing', async () => {
  const { fails, booted } = control('bulb', 'wick');
  expect(await fails('bulb', ['wick', 'bulb', 'late'])).toBe(true);
  expect(booted).toEqual([['wick', 'bulb']]);
});

test('one that passes there as well does, and is asked once', async () => {
  const { fails, booted } = control('bulb', 'wick');
  expect(await fails('wick', ['wick', 'bulb'])).toBe(false);
  expect(await fails('wick', ['late', 'wick'])).toBe(false);
  expect(booted).toEqual([['wick']]);
});
