// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { UapiComparison, UapiFinding } from '../../evidence/uapi/schema.ts';
import { uapiText } from './text.ts';

const same = (text: string) => text;
const plain = { good: same, bad: same, warn: same, dim: same, bold: same };

/** A source break whose program was compiled on both sides. */
function finding(symbol: string, after: 'compiles' | 'fails'): UapiFinding {
  return {
    file: 'lamp.h',
    line: 1,
    message: `${symbol} is gone`,
    severity: 'error',
    effect: 'source-break',
    rule: 'mac-removed',
    symbol,
    header: 'lamp.h',
    targets: ['x86-64'],
    breaks: ['recompiled source'],
    why: '',
    reference: '',
    todo: '',
    gate: true,
    witness: { language: 'C', program: '', before: 'compiles', after },
  };
}

const RESULT: UapiComparison = {
  before: 'old',
  after: 'new',
  verdict: 'source-break',
  exit: 1,
  growth: 'nothing',
  effects: { 'source-break': 2 },
  headers: [],
  findings: [finding('LAMP_ON', 'fails'), finding('LAMP_OFF', 'compiles')],
  rules: { ran: [], skipped: [], undetermined: 0, baseline: {} },
  confirmed: [
    { target: 'x86-64', compiler: 'gcc 99', claims: 0, refused: 0, unjudged: [] },
    { target: 'i386', compiler: 'gcc 99', claims: 4, refused: 1, unjudged: [] },
  ],
  waived: [],
  unusedWaivers: [],
};

test('--confirm says what became of the programs, and confirms nothing where there was nothing to ask', () => {
  const lines = uapiText(RESULT, plain).split('\n');
  expect(
    lines
      .slice(
        lines.findIndex((line) => line.startsWith('nothing')),
        -1,
      )
      .join('\n'),
  ).toMatchInlineSnapshot(`
      "nothing to ask gcc 99 on x86-64: no struct or union differs
      contradicted on i386 by gcc 99: 3 of 4 sizes, offsets and alignments
      programs for the source breaks: 1 of 2 compile on the old side and fail on the new one"
    `);
});

test('--confirm says once that there is nothing to confirm, and counts nothing where a header does not compile', () => {
  const idle = { claims: 0, refused: 0, unjudged: [] };
  const of = (confirmed: UapiComparison['confirmed']) =>
    uapiText({ ...RESULT, findings: [], confirmed }, plain)
      .split('\n')
      .filter((line) => /confirm|ask/.test(line))
      .join('\n');
  const skipped = { target: 'arm' as const, ...idle, skipped: 'no gcc for it' };
  const reason = { header: 'lamp.h', reason: 'lamp.h:3: bulb.h: No such file or directory' };
  expect(
    [
      of([{ target: 'x86-64', compiler: 'gcc 99', ...idle }, skipped]),
      of([skipped]),
      of([{ target: 'x86-64', compiler: 'gcc 99', ...idle, unjudged: [reason, reason] }]),
    ].join('\n'),
  ).toMatchInlineSnapshot(`
    "nothing to confirm: no struct or union whose size kpw knows differs
    confirmed by nobody on arm: no gcc for it
    confirmed by nobody on x86-64: gcc 99 does not compile alone: lamp.h (lamp.h:3: bulb.h: No such file or directory)"
  `);
});

test('a defect that is a note is called one, and a patch from standard input has a name', () => {
  const note: UapiFinding = {
    ...finding('LAMP_ON', 'fails'),
    severity: 'note',
    effect: 'defect',
    gate: false,
  };
  const noted = { ...RESULT, before: 'debian:6.12', after: '-', verdict: 'additive', exit: 0 } as const;
  const result: UapiComparison = { ...noted, effects: { defect: 1 }, findings: [note], confirmed: [] };
  expect(uapiText(result, plain).split('\n').slice(0, 4).join('\n')).toMatchInlineSnapshot(`
    "additive: debian:6.12 → standard input; 1 note

    lamp.h
      lamp.h:1: note: LAMP_ON is gone [mac-removed]"
  `);
});
