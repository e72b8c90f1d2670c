// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { parseMarks } from '../../mutate/marks.ts';
import { holding } from './kept.ts';
import { killerOf } from './killer.ts';
import { ProgramOrder } from './order.ts';
import type { MutantResult, Mutation } from './schema.ts';
import { ratio, scoreOf, staleMarks } from './score.ts';
import { codeHash } from './subjects.ts';

function result(id: string, state: MutantResult['state'], more: Partial<MutantResult> = {}): MutantResult {
  const place = { path: 'lamp.c', line: 3, function: 'lamp_on' };
  return { id, kind: 'statement', ...place, was: [`${id};`], becomes: [';'], means: '', state, ...more };
}

function mutation(
  results: MutantResult[],
  programs: Record<string, string> = { lamp: '1', bulb: '1' },
): Mutation {
  return {
    ...{
      schema: 1,
      topic: 'lamps',
      design: 'lamp-ioctl',
      parameters: {},
      machine: 'desk',
      patches: 'p',
      programs,
    },
    tree: { spec: 'debian:6.1', label: 'debian-6.1', release: '6.1' },
    kernel: { release: '6.1', version: '6.1-1', way: 'prebuilt' },
    results,
  };
}

const by = (program: string) => ({ killer: { by: 'test', what: `${program} x`, program } as const });
const MARK = (code: string) => parseMarks(`in lamp_on\n- ${code};\n+ ;\nbecause nobody sees it\n`, 'marks');

test('the score is of what was run, less what is marked', () => {
  const all = mutation([
    result('a', 'killed', by('lamp')),
    result('b', 'killed', { killer: { by: 'rule', what: 'x' } }),
    result('c', 'survived'),
    result('d', 'survived'),
    result('e', 'no-compile'),
    result('f', 'same-code'),
    result('g', 'not-run'),
  ]);
  const score = scoreOf(all, MARK('d'));
  expect(score).toMatchObject({ made: 7, killed: 2, byRule: 1, noCompile: 1, sameCode: 1, notRun: 1 });
  expect(score.survivors.map(({ id }) => id)).toEqual(['c']);
  expect(score.equivalent.map(({ result: { id } }) => id)).toEqual(['d']);
  expect(ratio(score)).toBeCloseTo(2 / 3);
  expect(ratio(scoreOf(mutation([]), []))).toBe(1);
});

test('a mark is stale where no mutant is like it, and where its mutant was killed', () => {
  const all = [mutation([result('a', 'killed', by('lamp')), result('c', 'survived')])];
  const why = (code: string) => staleMarks(MARK(code), all).map((one) => one.why);
  expect(why('c')).toEqual([]);
  expect(why('z')).toEqual(['no mutant of lamp_on is like that']);
  expect(why('a')).toEqual(['lamp-ioctl: lamp x killed it']);
  const elsewhere = parseMarks('in lamp_off\n- z;\n+ ;\nbecause nobody sees it\n', 'marks');
  expect(staleMarks(elsewhere, all)).toEqual([]);
});

test('kept results hold as far as patch, kernel and programs are the same', () => {
  const kept = mutation([
    result('none', 'no-compile'),
    result('by-lamp', 'killed', by('lamp')),
    result('by-bulb', 'killed', by('bulb')),
    result('by-rule', 'killed', { killer: { by: 'rule', what: 'x' } }),
    result('by-load', 'killed', { killer: { by: 'load', what: 'x' } }),
    result('alive', 'survived'),
    result('later', 'not-run'),
  ]);
  const held = (now: Mutation) => [...holding(kept, now).keys()];
  expect(held(mutation([]))).toEqual(['none', 'by-lamp', 'by-bulb', 'by-rule', 'by-load', 'alive']);
  expect(held(mutation([], { lamp: '1', bulb: '2' }))).toEqual(['none', 'by-lamp', 'by-load']);
  expect(held(mutation([], { lamp: '1', bulb: '1', wick: '1' }))).not.toContain('alive');
  expect(held({ ...mutation([]), patches: 'q' })).toEqual([]);
  expect(held({ ...mutation([]), kernel: { release: '6.1', version: '6.1-2', way: 'prebuilt' } })).toEqual(
    [],
  );
  expect(holding(undefined, mutation([])).size).toBe(0);
});

test('programs that reach the line come first, then those that killed most for their time', () => {
  const order = new ProgramOrder(
    new Map([
      ['slow', 4000],
      ['quick', 100],
      ['other', 200],
    ]),
    (_, line) => (line === 7 ? ['slow'] : undefined),
  );
  expect(order.of({ path: 'lamp.c', line: 1 })).toEqual(['quick', 'other', 'slow']);
  order.killed('other');
  order.killed('other');
  expect(order.of({ path: 'lamp.c', line: 1 })).toEqual(['other', 'quick', 'slow']);
  expect(order.of({ path: 'lamp.c', line: 7 })).toEqual(['slow', 'other', 'quick']);
  expect(order.slowest).toBe(4);
});

test('a guest that did not come up says nothing of a mutant', () => {
  const cell = {
    ...{ cell: 'a', boot: 1, observations: [], measurements: [], series: [], consoleTail: '', programs: [] },
  };
  expect(killerOf({ ...cell, verdict: 'PASS' })).toBeUndefined();
  expect(killerOf({ ...cell, verdict: 'MISS', boot: 0 })).toBe('again');
  expect(killerOf({ ...cell, verdict: 'FAIL' })).toMatchObject({ by: 'test' });
});

test('an answer that no design changes kills where it is another', () => {
  const seen = (value: string) => [{ key: 'same.unplug.life.group', value }];
  const cell = {
    ...{ cell: 'a', boot: 1, measurements: [], series: [], consoleTail: '', programs: [] },
    ...{ verdict: 'PASS' as const, observations: seen('still_there') },
  };
  expect(killerOf(cell, seen('still_there'))).toBeUndefined();
  expect(killerOf(cell, seen('gone'))).toMatchObject({
    what: 'a test sees unplug.life.group: still_there, not gone',
  });
});

test('a comment, and what is built for userspace, make no other patches', () => {
  const file = (after: string, path = 'drivers/lamp.c') => ({ path, before: 'int x;\n', after });
  const hash = codeHash([file('int x; int y;\n')]);
  expect(codeHash([file('int x;\n/* told */ int y; // again\n')])).toBe(hash);
  expect(codeHash([file('int x; int y;\n'), file('int z;\n', 'tools/testing/lamp.c')])).toBe(hash);
  expect(codeHash([file('int x; int z;\n')])).not.toBe(hash);
  expect(codeHash([file('int x; int y;\n', 'drivers/bulb.c')])).not.toBe(hash);
});
