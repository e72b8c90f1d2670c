// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Designs } from '../series/generate.ts';
import { cellNames, cellsOf } from './cells.ts';

const composition = { layout: 'lamp.c', patches: [] };

/** A topic whose design `dim` adds the parameter `depth`. */
function designs(cells?: readonly string[]): Designs {
  const dim = {
    id: 'dim',
    title: 'dimmed',
    contract: () => 'bright',
    loads: () => [
      { with: { depth: 3 }, contract: 'dimmed' },
      { with: { depth: 0 }, contract: 'bright' },
    ],
  };
  return {
    topic: {
      baseline: () => 'bright',
      restored: () => 'bright',
      lines: (contract: string) => [['glow', contract]],
    },
    baseline: composition,
    prerequisite: composition,
    variants: [{ variant: dim, parameters: {}, composition, ...(cells ? { cells } : {}) }],
  } as unknown as Designs;
}

test('each way to load a design has a cell with a promise of its own, behind that of the design as it is', () => {
  const told = cellsOf(designs(), {}).map(({ name, design, loaded, contract }) => ({
    ...{ name, design, loaded },
    contract: contract.join(),
  }));
  expect(told).toMatchInlineSnapshot(`
    [
      {
        "contract": "glow,bright",
        "design": "baseline",
        "loaded": {},
        "name": "baseline",
      },
      {
        "contract": "glow,bright",
        "design": "dim",
        "loaded": {},
        "name": "dim",
      },
      {
        "contract": "glow,dimmed",
        "design": "dim",
        "loaded": {
          "depth": "3",
        },
        "name": "dim[depth=3]",
      },
      {
        "contract": "glow,bright",
        "design": "dim",
        "loaded": {
          "depth": "0",
        },
        "name": "dim[depth=0]",
      },
    ]
  `);
  expect(cellNames(designs())).toEqual(told.map(({ name }) => name));
});

test('one of them may be asked for alone', () => {
  expect(cellNames(designs(['dim[depth=3]']))).toEqual(['baseline', 'dim[depth=3]']);
});

test('one that the design promises nothing of is refused, with the nearest', () => {
  expect(() => cellNames(designs(['dim[depth=4]']))).toThrowErrorMatchingInlineSnapshot(
    `[UnknownName: dim[depth=4]: dim does not say what it promises when it is loaded as dim[depth=4]]`,
  );
});
