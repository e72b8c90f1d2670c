// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { tapBlocks } from '../testing/ktap-blocks.ts';
import { sample } from '../testing/sample.ts';
import { SETTINGS } from '../testing/settings.ts';
import { ktap } from './ktap.ts';

// That the tree's own kunit.py reads it is in test/formats.archive.test.ts.
const text = ktap.write(sample(), SETTINGS);

test('designs hold programs, and programs tests', () => {
  expect(text).toMatchInlineSnapshot(`
    "KTAP version 1
    1..3
      KTAP version 1
      1..2
        KTAP version 1
        1..1
        ok 1 ran to its end
      ok 1 run
        KTAP version 1
        1..1
        ok 1 switch.a
      ok 2 lamp_test
    ok 1 debian-6_1/pc/baseline
      KTAP version 1
      1..5
        KTAP version 1
        1..1
        ok 1 ran to its end
      ok 1 run
        KTAP version 1
        1..2
        # drivers/lamp.c:40:9: error: LAMP_SWITCH reads more than argsz
        not ok 1 hnd-argsz
        # include/uapi/linux/lamp.h:7: note: linux/lamp.h gains LAMP_SWITCH
        ok 2 mac-added
      not ok 2 check
        KTAP version 1
        1..3
        ok 1 switch.a
        # lamp_test.c:42:switch.b:Expected 0 (0) == ret (-22)
        # switch.b: Test failed
        not ok 2 switch.b
        ok 3 led.c # SKIP no LED
      not ok 3 lamp_test
        KTAP version 1
        1..1
        ok 1 led.d # XFAIL slow here
      ok 4 lamp_time_test
        KTAP version 1
        1..1
        not ok 1 lampd # ERROR it died
      not ok 5 client lampd desk
    # measure lamp.on.median 120.5 ns
    not ok 2 debian-6_1/pc/ioctl
      KTAP version 1
      1..1
        KTAP version 1
        1..1
        # Build it.
        ok 1 ran to its end # SKIP NEEDS_SOURCE: sysfs changes built-in code
      ok 1 run # SKIP
    ok 3 debian-6_1/pc/sysfs # SKIP NEEDS_SOURCE: sysfs changes built-in code
    "
  `);
});

test('a parser of TAP reads every block, and counts what was planned', () => {
  const { results, problems } = tapBlocks(text);
  expect(problems).toEqual([]);
  expect(results.at(-1)).toMatchInlineSnapshot(`
    [
      {
        "name": "debian-6_1/pc/baseline",
        "ok": true,
        "skip": false,
      },
      {
        "name": "debian-6_1/pc/ioctl",
        "ok": false,
        "skip": false,
      },
      {
        "name": "debian-6_1/pc/sysfs",
        "ok": true,
        "skip": "NEEDS_SOURCE: sysfs changes built-in code",
      },
    ]
  `);
  expect(tapBlocks(text.replace('1..3\n', '1..4\n')).problems).not.toEqual([]);
});

test('a verb that failed is one test that failed', () => {
  const failure = { code: 'NO_NETWORK', title: 'no network', hint: 'Plug it in.' };
  expect(ktap.write(sample(undefined, { designs: [], failure }), SETTINGS)).toMatchInlineSnapshot(`
    "KTAP version 1
    1..1
    not ok 1 kpw # ERROR NO_NETWORK: no network
    "
  `);
});

test('a design that was not run is skipped though rules judged it, unless one finds it wrong', () => {
  const { designs } = sample();
  const idle = designs.find(({ verdict }) => verdict === 'skip') as (typeof designs)[0];
  const found = designs.flatMap(({ findings }) => findings);
  const ofSeverity = (severity: string) => ({
    ...idle,
    findings: found.filter((one) => one.severity === severity),
  });
  const outermost = (design: (typeof designs)[0]) =>
    ktap
      .write(sample(undefined, { designs: [design] }), SETTINGS)
      .split('\n')
      .filter((line) => /^(not )?ok/.test(line));
  expect([outermost(ofSeverity('note')), outermost(ofSeverity('error'))]).toMatchInlineSnapshot(`
    [
      [
        "ok 1 debian-6_1/pc/sysfs # SKIP NEEDS_SOURCE: sysfs changes built-in code",
      ],
      [
        "not ok 1 debian-6_1/pc/sysfs",
      ],
    ]
  `);
});
