// SPDX-License-Identifier: GPL-2.0-only
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { gather } from '../gather.ts';
import { lots } from './lots.ts';

/** Letters that come one after the other; a dot is a time of waiting, small ones are not to be run. */
async function* builds(text: string): AsyncGenerator<string> {
  for (const one of text)
    if (one === '.') await sleep(90);
    else yield one;
}

const dealt = async (text: string, guests: number) => {
  const total = text.replaceAll('.', '').length;
  const counts = (one: string) => one === one.toUpperCase();
  return (await gather(lots(builds(text), { total, guests, counts }))).map((lot) => lot.join('')).join(' ');
};

test('what is there at once is spread evenly over the guests, two at least in each', async () => {
  expect([
    await dealt('ABCDEF', 1),
    await dealt('ABCDEF', 2),
    await dealt('ABCDE', 2),
    await dealt('ABCDEF', 4),
    await dealt('AB', 2),
    await dealt('', 2),
  ]).toEqual(['ABCDEF', 'ABC DEF', 'ABC DE', 'AB CD EF', 'AB', '']);
});

test('the first guest does not wait for what has to be compiled, and takes one more for it', async () => {
  expect([await dealt('ABCDE.F', 2), await dealt('ABC.DEF', 2), await dealt('AB.CD.EF', 2)]).toEqual([
    'ABCD EF',
    'ABC DEF',
    'ABCD EF',
  ]);
});

test('with one guest nothing is booted before all is there', async () => {
  expect(await dealt('ABCD.E.F', 1)).toBe('ABCDEF');
});

test('what is not to be run takes nobody’s place', async () => {
  expect([await dealt('AxBCDy', 2), await dealt('xy', 2)]).toEqual(['AxB CDy', 'xy']);
});

test('what a build throws is thrown', async () => {
  async function* broken(): AsyncGenerator<string> {
    yield 'A';
    throw new Error('no compiler');
  }
  await expect(gather(lots(broken(), { total: 2, guests: 2, counts: () => true }))).rejects.toThrow(
    'no compiler',
  );
});
