// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { examineBy } from '../../engine/examine.ts';
import { rules } from '../../index.ts';
import { subjectOf } from '../../samples/sample.ts';

const PATH = 'include/uapi/linux/lamp.h';
const LAY = rules.filter(({ category }) => category === 'lay');

/** What the rules of layouts say, one line a finding: rule, symbol, targets, the types that follow. */
function judged(before: string, after: string): string[] {
  const types = '#include <linux/types.h>\n';
  const subject = subjectOf({
    name: 'made',
    before: { [PATH]: types + before },
    after: { [PATH]: types + after },
  });
  return examineBy(subject, { catalogue: LAY }).findings.map(
    ({ rule, symbol, targets = [], inherited = [] }) =>
      [rule, symbol, targets.length === 7 ? 'all' : targets.join(','), ...inherited].join(' '),
  );
}

test('one member that moves others is one finding for all of them, on all targets', () => {
  expect(
    judged(
      'struct lamp { __u32 a; __u32 b; __u32 c; __u32 d; };\n',
      'struct lamp { __u32 fresh; __u32 a; __u32 b; __u32 c; __u32 d; };\n',
    ),
  ).toMatchInlineSnapshot(`
    [
      "lay-member-moved struct lamp.fresh all",
    ]
  `);
});

test('types that hold the one that changed follow it, and are no findings of their own', () => {
  const around = 'struct lamps { struct lamp one; };\nstruct hall { struct lamps all[2]; };\n';
  expect(
    judged(`struct lamp { __u32 a; };\n${around}`, `struct lamp { __u64 a; };\n${around}`),
  ).toMatchInlineSnapshot(`
    [
      "lay-member-resized struct lamp.a all struct lamps struct hall",
    ]
  `);
});

test('what only some targets see names those', () => {
  expect(
    judged('struct lamp { __u32 a; __u64 b; };\n', 'struct lamp { __u32 a; __u32 c; __u64 b; };\n'),
  ).toMatchInlineSnapshot(`
    [
      "lay-target-only struct lamp.c i386",
      "lay-reserved-used struct lamp.c x86-64,x32,arm64,arm,ppc64le,s390x",
    ]
  `);
});
