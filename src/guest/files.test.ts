// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { type Guest, guestFiles } from './files.ts';
import { findMachine } from './machines.ts';

test('parameters of a cell lie beside its modules, and those of all cells in the plan', async () => {
  const guest: Guest = {
    init: '/made/init',
    base: [],
    cells: [
      { name: 'dim', modules: ['/made/lamp.ko'], contract: '' },
      {
        name: 'dim[depth=3]',
        modules: ['/made/lamp.ko'],
        parameters: [
          { module: 'lamp', options: 'depth=3' },
          { module: 'lamp_usb', options: 'quirks=1' },
        ],
        contract: '',
      },
    ],
    tests: [],
    parameters: [{ module: 'lamp', options: 'depth=1' }],
    programSeconds: 10,
  };
  const cells = guest.cells.map(({ name }) => name);
  const files = guestFiles(guest, await findMachine('x86-intel'), { cells });
  const own = files.filter(({ path }) => path.startsWith('/cells/') && path.endsWith('/parameters'));
  expect(own).toEqual([
    { path: '/cells/dim[depth=3]/modules/parameters', content: 'lamp depth=3\nlamp_usb quirks=1\n' },
  ]);
  const lines = String(files.find(({ path }) => path === '/plan')?.content).split('\n');
  expect(lines.filter((line) => /^(parameter lamp|cell)/.test(line))).toEqual([
    'parameter lamp depth=1',
    'cell dim',
    'cell dim[depth=3]',
  ]);
});
