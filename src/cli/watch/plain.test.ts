// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { Column } from '../../evidence/live/column.ts';
import type { Round, RoundDesign } from '../../evidence/live/round.ts';
import { Splat } from '../../guest/failures.ts';
import { salvage } from '../../guest/judge.ts';
import { picture } from './picture.ts';
import { roundText } from './plain.ts';

const plain = (text: string) => text;
const PLAIN = { good: plain, bad: plain, warn: plain, dim: plain, bold: plain };

const passes = (name: string, more: Partial<RoundDesign> = {}): RoundDesign => ({
  ...{ name, state: 'done', verdict: 'PASS', ran: false, tests: { PASS: 3 }, failed: [], changed: [] },
  ...more,
});
const ROUND: Round = {
  number: 2,
  causes: ['/home/ada/lamps/dim.ts'],
  designs: [
    passes('baseline'),
    passes('dim', { ran: true, seconds: 3.21 }),
    passes('bright', {
      ...{ verdict: 'FAIL', ran: true, seconds: 4, tests: { PASS: 2, FAIL: 1 } },
      failed: [
        { program: 'lamp_test', name: 'lights', status: 'FAIL', diagnostics: ['expected on', 'got off'] },
      ],
      changed: ['lamp_test lights: PASS → FAIL'],
      warnings: ['drivers/lamp.c:3: unused variable'],
      findings: [
        { rule: 'uaf-free', severity: 'error', message: 'lamp is used after it is freed' },
        { rule: 'mac-added', severity: 'note', message: 'a macro more' },
      ],
    }),
    passes('broken', {
      state: 'broken',
      verdict: 'MISS',
      failure: {
        ...{ code: 'BUILD_FAILED', title: 'broken does not compile', where: 'lamp.c:7', hint: '' },
        detail: 'lamp.c:7: error: no such lamp',
      },
    }),
  ],
  resultsSeconds: 4.04,
  seconds: 5,
  guests: { boots: 3, replaced: 1 },
};

test('a round is told failures first, without the columns that are as they were', () => {
  expect(roundText(ROUND, PLAIN, '/home/ada')).toMatchInlineSnapshot(`
    "round 2  lamps/dim.ts  4.0 s
    FAIL  bright  2 pass, 1 fail  4.0 s  1 finding
        not ok lamp_test lights
            expected on
            got off
        lamp_test lights: PASS → FAIL
        warning drivers/lamp.c:3: unused variable
        uaf-free lamp is used after it is freed
    BROKEN  broken  before: 3 pass
        BUILD_FAILED broken does not compile
        at lamp.c:7
          lamp.c:7: error: no such lamp
    PASS  dim  3 pass  3.2 s
    3 guests booted, 1 replaced
    "
  `);
});

test('a round in which nothing was to be done says so, and a topic that cannot be read is told once', () => {
  const nothing = { ...ROUND, designs: [passes('baseline'), passes('dim')] };
  expect(roundText(nothing, PLAIN, '/home/ada').split('\n')[1]).toMatchInlineSnapshot(
    `"nothing to run: modules, programs and contracts are as they were"`,
  );
  const failure = { code: 'TOPIC_MALFORMED', title: 'Unexpected end of file', where: 'dim.ts:3', hint: '' };
  const broken = designs(['baseline', 'dim'], failure);
  expect(roundText({ ...ROUND, failure, designs: broken }, PLAIN, '/home/ada')).toMatchInlineSnapshot(`
    "round 2  lamps/dim.ts  4.0 s
        TOPIC_MALFORMED Unexpected end of file
        at dim.ts:3
    3 guests booted, 1 replaced
    "
  `);
});

function designs(names: readonly string[], failure: RoundDesign['failure']): RoundDesign[] {
  return names.map((name) =>
    passes(name, { state: 'broken', verdict: 'MISS', ...(failure ? { failure } : {}) }),
  );
}

test('a picture has every column, what goes on, and what is asked', () => {
  const column = (name: string, ktap: string) => {
    const made = new Column(name);
    made.state = 'done';
    const run = { name, programs: [{ name: 'lamp_test', ktap, end: { exit: 0 } }], ended: true };
    for (const result of salvage(run)) made.put(result, '');
    return made;
  };
  const hurt = column('dim', 'TAP version 13\n1..2\nok 1 lights\nnot ok 2 dims\n');
  hurt.failure = new Splat({ title: 'BUG: lamp', hint: '' });
  const shown = {
    ...{
      title: 'lamp, debian:6.1 on x86-lamp',
      columns: [column('baseline', 'TAP version 13\n1..1\nok 1 lights\n'), hurt],
    },
    ...{ filter: undefined, round: undefined, activity: '', question: undefined, help: false },
  };
  expect(picture(shown, PLAIN).join('\n')).toMatchInlineSnapshot(`
    "kpw watch  lamp, debian:6.1 on x86-lamp

    FAIL  dim  1 pass, 1 fail
        SPLAT BUG: lamp
        not ok lamp_test dims
    PASS  baseline  1 pass

    h help · a all again · f failed again · t tests by name · s shell · q quit"
  `);
  const busy = {
    ...shown,
    filter: /lights/,
    activity: 'build dim',
    help: true,
    round: { ...ROUND, causes: ['start'] },
  };
  expect(picture(busy, PLAIN).join('\n')).toMatchInlineSnapshot(`
    "kpw watch  lamp, debian:6.1 on x86-lamp  tests: lights

    FAIL  dim  1 pass, 1 fail
        SPLAT BUG: lamp
    PASS  baseline  1 pass

    round 2: start, 4.0 s, 1 guest replaced

      a  run everything again
      f  run again what failed
      t  only programs and tests whose names match a pattern; nothing typed takes it back
      s  a shell in a guest, with the modules of a design
      h  this help, or away with it
      q  quit (also Ctrl-C)
    build dim"
  `);
});
