// SPDX-License-Identifier: GPL-2.0-only
// types/index.d.ts is what src/api is. That its types are the same is the compiler's to say: npm run types makes it anew.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type * as Told from '../../types/index.d.ts';
import type * as Own from './index.ts';

type Values<A> = { [K in keyof A]: A[K] };
// Either way, so that neither may have more than the other.
const told = (own: Values<typeof Own>): Values<typeof Told> => own;
const own = (types: Values<typeof Told>): Values<typeof Own> => types;
const types: [
  (a: Own.Topic<1, 2>) => Told.Topic<1, 2>,
  (a: Told.Topic<1, 2>) => Own.Topic<1, 2>,
  (a: Own.Variant<1, 2>) => Told.Variant<1, 2>,
  (a: Told.Variant<1, 2>) => Own.Variant<1, 2>,
  (a: Own.Subsystem) => Told.Subsystem,
  (a: Told.Subsystem) => Own.Subsystem,
  (a: Own.MachineFile) => Told.MachineFile,
  (a: Told.MachineFile) => Own.MachineFile,
  (a: Own.Rule) => Told.Rule,
  (a: Told.Rule) => Own.Rule,
] = [(a) => a, (a) => a, (a) => a, (a) => a, (a) => a, (a) => a, (a) => a, (a) => a, (a) => a, (a) => a];

test('the package declares all that it exports, and types of the same names', async () => {
  const file = fileURLToPath(new URL('../../types/index.d.ts', import.meta.url));
  const text = await readFile(file, 'utf8');
  const index = await readFile(fileURLToPath(new URL('index.ts', import.meta.url)), 'utf8');
  const names = [...index.matchAll(/export (?:type )?\{([^}]*)\}/g)]
    .flatMap(([, list = '']) => list.split(','))
    .map((one) => one.trim().replace(/^type /, ''))
    .filter(Boolean);
  expect(names.length).toBeGreaterThan(40);
  expect([told, own, ...types].every((one) => typeof one === 'function')).toBe(true);
  const declared = (name: string) =>
    new RegExp(`export (?:declare )?(?:const|function|class|type|interface) ${name}\\b`).test(text) ||
    new RegExp(`export (?:type )?\\{[^}]*\\b${name}\\b`).test(text);
  expect(names.filter((name) => !declared(name))).toEqual([]);
});
