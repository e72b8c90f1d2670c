// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { collisions } from './collisions.ts';
import { edited, KNOWN, LAMP_PLAN, lampHome } from './testing/lamp.ts';
import { loadTopic, type OwnTopic } from './topics.ts';

async function lamp(name = 'lamp', subsystem = name): Promise<OwnTopic> {
  const { folder } = await lampHome({ ...LAMP_PLAN, name });
  if (subsystem !== name) await edited(folder, 'subsystem.ts', `id: '${name}'`, `id: '${subsystem}'`);
  return loadTopic(folder, KNOWN);
}

const told = (own: readonly OwnTopic[], taken: readonly string[] = []) =>
  collisions(own, taken).map(({ id, failure }) => {
    const text = `${id}: ${failure.code} ${failure.title}`;
    return own.reduce((all, { folder }, at) => all.replace(folder, `FOLDER${at}`), text);
  });

test('topics of one name, in two folders or of the package, are neither’s', async () => {
  expect(told([await lamp(), await lamp('candle'), await lamp()])).toMatchInlineSnapshot(`
    [
      "lamp: NAME_TAKEN two topics are called lamp: one in FOLDER0, one in FOLDER2",
    ]
  `);
  expect(told([await lamp()], ['lamp', 'msix-mmap'])).toMatchInlineSnapshot(`
    [
      "lamp: NAME_TAKEN two topics are called lamp: one of the package, one in FOLDER0",
    ]
  `);
});

test('subsystems of one name are two’s only where they mean different things', async () => {
  const one = await lamp();
  expect(told([one, await lamp('candle', 'lamp')])).toMatchInlineSnapshot(`
    [
      "candle: NAME_TAKEN two subsystems are called lamp: those of the topics lamp and candle",
    ]
  `);
  const same = { ...one, id: 'torch' };
  expect(told([one, same])).toEqual([]);
});
