// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { examineBy } from '../engine/examine.ts';
import { subjectOf } from '../samples/sample.ts';
import { rule } from './enm-macro-exchanged.ts';

const NAMES = Array.from({ length: 21 }, (_, at) => `LAMP_${at}`);

/** Macros that become enumerators, all but some with the value that they had; what is said of them. */
function exchanged(names: readonly string[], values: Readonly<Record<string, number>> = {}) {
  const macros = names.map((name, at) => `#define ${name} ${at}\n`).join('');
  const list = names.map((name, at) => `\t${name} = ${values[name] ?? at},\n`).join('');
  const path = 'include/uapi/linux/lamp.h';
  const subject = subjectOf({
    name: 'made',
    before: { [path]: macros },
    after: { [path]: `enum lamp {\n${list}};\n` },
  });
  return examineBy(subject, { catalogue: [rule] }).findings;
}

test('macros that became one enum are one finding, with all their names', () => {
  const [only, ...others] = exchanged(NAMES);
  expect(others).toEqual([]);
  expect(only).toMatchObject({ symbol: 'LAMP_0', effect: 'source-break', inherited: NAMES.slice(1) });
  expect(only?.message).toMatch(
    /^LAMP_0, .*\(21 names\) were macros and are enumerators of the same value, which #ifdef does not see$/,
  );
});

test('two names are told one by one', () => {
  expect(exchanged(NAMES.slice(0, 2)).map(({ message }) => message)).toEqual([
    'LAMP_0 was a macro and is an enumerator of the same value, which #ifdef does not see',
    'LAMP_1 was a macro and is an enumerator of the same value, which #ifdef does not see',
  ]);
});

test('a name that got another value on the way is a finding of its own', () => {
  const found = exchanged(NAMES, { LAMP_7: 70 });
  expect(found.map(({ effect, symbol, inherited = [] }) => [effect, symbol, inherited.length])).toEqual([
    ['binary-break', 'LAMP_7', 0],
    ['source-break', 'LAMP_0', 19],
  ]);
});

test('the fingerprint of the one finding stays when a name joins the others', () => {
  const [one] = exchanged(NAMES.slice(0, 20));
  const [other] = exchanged(NAMES);
  expect(one?.fingerprint).toBe(other?.fingerprint);
});
