// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { CellEvidence, CoverageEvidence, Evidence } from '../evidence/schema.ts';
import { cobertura } from './cobertura.ts';
import { coverageLines, coverageText, doubt } from './coverage.ts';
import { lcov } from './lcov.ts';

type Line = CoverageEvidence['lines'][number];

const line = (number: number, text: string, by: number[], more: Partial<Line> = {}): Line => ({
  ...{ file: 'drivers/lamp/lamp.c', line: number, patch: 'lamp: Dim', text, by, branches: [] },
  state: by.length > 0 ? 'reached' : 'missed',
  ...more,
});

const coverage: CoverageEvidence = {
  moments: [
    { step: 'load lamp' },
    { program: 'lamp_test' },
    { program: 'lamp_test', test: 'lamp.dims' },
    { program: 'lamp_test', test: 'lamp.glows' },
  ],
  lines: [
    line(7, 'lamp_init();', [0]),
    line(10, 'if (level > "full" && dim)', [2, 3], {
      branches: [
        { way: 'right', begins: 10, by: [3] },
        { way: 'true', begins: 11, by: [] },
        { way: 'false', begins: 10, by: [2, 3] },
      ],
    }),
    line(11, 'return -EINVAL;', []),
    line(13, 'glow();', [3], { file: 'include/linux/lamp & co.h' }),
    line(20, 'blink();', [], { state: 'absent', reason: 'nothing calls it' }),
  ],
  modules: [
    { module: 'lamp_core', blocks: 40, reached: 12 },
    { module: 'lamp', blocks: 2, reached: 2 },
  ],
  elsewhere: [],
};

const cell = (name: string, of?: CoverageEvidence) =>
  ({ name, ...(of ? { coverage: of } : {}) }) as CellEvidence;

test('rows of the table; none of them where no cell knows', () => {
  const cells = [
    cell('baseline'),
    cell('dim', coverage),
    cell('flag', { ...coverage, lines: [] }),
    cell('crash', { ...coverage, undetermined: 'the guest went down' }),
  ];
  const rows = coverageLines({ cells } as Evidence);
  expect(rows.map(({ label, value }) => [label, ...cells.map((one) => value(one)?.text)])).toEqual([
    ['changed lines reached', undefined, '3/4', 'none', 'undetermined'],
    ['their branches', undefined, '2/3', 'none', 'undetermined'],
    ['blocks of the modules', undefined, '14/42', '14/42', 'undetermined'],
  ]);
  expect(coverageLines({ cells: [cell('baseline')] } as Evidence)).toEqual([]);
});

test('each line with what reached it, and the branches that nothing took', () => {
  expect(coverageText(cell('dim', coverage))).toMatchInlineSnapshot(`
    "dim: 3 of 4 changed lines reached, 2 of 3 branches
      the modules as wholes: lamp_core 12 of 40 blocks, lamp 2 of 2 blocks
      drivers/lamp/lamp.c
            7  load lamp      lamp_init();
           10  2 tests        if (level > "full" && dim)
                 (the condition never held: line 11 is what follows)
           11  not reached    return -EINVAL;
           20  not compiled   blink();
                 (nothing calls it)
      include/linux/lamp & co.h
           13  1 test         glow();"
  `);
});

test('what is not known is said', () => {
  const elsewhere = [{ file: 'kernel/lamp.c', lines: 3 }];
  expect(doubt(coverage)).toBeUndefined();
  expect(doubt({ ...coverage, elsewhere })).toContain('kernel/lamp.c');
  expect(doubt({ ...coverage, lost: 2 })).toContain('2 blocks');
  expect(doubt({ ...coverage, lines: [line(1, 'a', [], { state: 'unparsed' })] })).toContain('parse');
  expect(
    coverageText(cell('dim', { ...coverage, undetermined: 'it went down', lines: [], modules: [] })),
  ).toBe('dim: undetermined\n  it went down');
});

test('a tracefile of lcov', () => {
  expect(lcov(coverage, 'dim-lamp', (file) => `source/${file}`)).toMatchInlineSnapshot(`
    "TN:dim_lamp
    SF:source/drivers/lamp/lamp.c
    BRDA:10,0,0,1
    BRDA:10,0,1,0
    BRDA:10,0,2,2
    BRF:3
    BRH:2
    DA:7,1
    DA:10,2
    DA:11,0
    LF:3
    LH:2
    end_of_record

    TN:dim_lamp
    SF:source/include/linux/lamp & co.h
    DA:13,1
    LF:1
    LH:1
    end_of_record
    "
  `);
});

test('a report in Cobertura’s format', () => {
  expect(cobertura(coverage, { source: 'source', time: '2026-11-29T12:00:00Z' })).toMatchInlineSnapshot(`
    "<?xml version="1.0"?>
    <!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
    <coverage line-rate="0.7500" branch-rate="0.6667" lines-covered="3" lines-valid="4" branches-covered="2" branches-valid="3" complexity="0" version="kpw" timestamp="1795953600000">
      <sources>
        <source>source</source>
      </sources>
      <packages>
        <package name="drivers/lamp" line-rate="0.6667" branch-rate="0.6667" complexity="0">
          <classes>
            <class name="drivers/lamp/lamp.c" filename="drivers/lamp/lamp.c" line-rate="0.6667" branch-rate="0.6667" complexity="0">
              <methods/>
              <lines>
                <line number="7" hits="1" branch="false"/>
                <line number="10" hits="2" branch="true" condition-coverage="66% (2/3)"/>
                <line number="11" hits="0" branch="false"/>
              </lines>
            </class>
          </classes>
        </package>
        <package name="include/linux" line-rate="1.0000" branch-rate="1.0000" complexity="0">
          <classes>
            <class name="include/linux/lamp &amp; co.h" filename="include/linux/lamp &amp; co.h" line-rate="1.0000" branch-rate="1.0000" complexity="0">
              <methods/>
              <lines>
                <line number="13" hits="1" branch="false"/>
              </lines>
            </class>
          </classes>
        </package>
      </packages>
    </coverage>
    "
  `);
});
