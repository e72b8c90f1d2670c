// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { Cache } from '../cache.ts';
import { accelerated, executionText } from './accel.ts';
import { commands } from './commands.ts';

const context = {
  cache: new Cache('/none'),
  signal: new AbortController().signal,
  report: () => undefined,
};
const chosen = (accel: string | undefined, env: NodeJS.ProcessEnv) =>
  accelerated(accel === undefined ? {} : { accel }, context, env).accelerator;

test('the option goes before the variable, and neither is auto', () => {
  expect(chosen(undefined, {})).toBe('auto');
  expect(chosen(undefined, { KPW_ACCEL: '' })).toBe('auto');
  expect(chosen(undefined, { KPW_ACCEL: 'tcg' })).toBe('tcg');
  expect(chosen('kvm', { KPW_ACCEL: 'tcg' })).toBe('kvm');
  expect(chosen('auto', { KPW_ACCEL: 'tcg' })).toBe('auto');
});

test('a variable that says something else is told with what it may say', () => {
  expect(() => chosen(undefined, { KPW_ACCEL: 'KVM' })).toThrowError(
    expect.objectContaining({
      code: 'BAD_PARAMETER',
      where: 'KPW_ACCEL',
      hint: 'Set it to one of auto, kvm, tcg, or unset it.',
    }),
  );
});

test('every verb that is for a machine, or lists machines, has the option', () => {
  const of = (flags: RegExp) =>
    commands.filter(({ options }) => options.some((one) => flags.test(one.flags))).map(({ name }) => name);
  // What is only built, and boots nothing.
  const builds = ['build'];
  const wanted = [...of(/^--machine /), 'machines'].filter((name) => !builds.includes(name));
  expect(of(/^--accel /).sort()).toEqual(wanted.sort());
});

test('what a person reads of it', () => {
  expect(executionText({ accelerator: 'tcg', why: 'there is no /dev/kvm' })).toBe(
    'TCG: there is no /dev/kvm',
  );
  expect(executionText({ accelerator: 'kvm', why: 'a test of it took 0.3 s' })).toBe(
    'KVM (a test of it took 0.3 s)',
  );
});
