// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { examine } from '../../checks/index.ts';
import { subjectOf } from '../../checks/samples/sample.ts';
import { cases } from './points.ts';

test.each(cases.map((one) => [`${one.point}: ${one.name}`, one] as const))('%s', (_, one) => {
  const { findings, verdict } = examine(subjectOf(one));
  const said = findings.map(
    ({ effect, rule, symbol, message }) => `${effect} ${rule} ${symbol ?? '-'}: ${message}`,
  );
  expect({ verdict, said }).toSatisfy(() => one.right.includes(verdict));
  for (const wanted of one.find ?? []) expect(said).toSatisfy(() => said.some((text) => wanted.test(text)));
  for (const unwanted of one.not ?? []) expect(said.filter((text) => unwanted.test(text))).toEqual([]);
});
