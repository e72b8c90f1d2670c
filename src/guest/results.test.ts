// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parseResults } from './results.ts';
import { saved } from './test-data.ts';

test('a whole stream: two programs, one that was too slow, and a cell that would not load', () => {
  expect(parseResults(saved('stream_whole'))).toMatchInlineSnapshot(`
    {
      "boot": {
        "pageSize": 4096,
        "protocol": 1,
        "release": "6.1.0-56-cloud-amd64",
      },
      "cells": [
        {
          "ended": true,
          "name": "baseline",
          "programs": [
            {
              "end": {
                "exit": 0,
              },
              "ktap": "TAP version 13
    1..1
    ok 1 probe
    ",
              "milliseconds": 31,
              "name": "probe",
            },
            {
              "end": {
                "exit": 0,
              },
              "ktap": "TAP version 13
    1..2
    # observe nvme.bar0.flags 0xf
    ok 1 flags
    ok 2 mmap # SKIP no device
    ",
              "milliseconds": 154,
              "name": "msix_mmap",
            },
          ],
        },
        {
          "ended": true,
          "name": "region-flag",
          "programs": [
            {
              "end": {
                "timeout": 20,
              },
              "ktap": "TAP version 13
    1..2
    ok 1 flags
    ",
              "milliseconds": 20004,
              "name": "msix_mmap",
            },
          ],
        },
        {
          "ended": false,
          "error": "load vfio_pci: ENOENT (No such file or directory)",
          "name": "opt-in-ioctl",
          "programs": [],
        },
      ],
      "ended": true,
      "errors": [],
      "problems": [],
    }
  `);
});

test('a stream that is cut off keeps what it has, and an end behind an unfinished line is seen', () => {
  expect(parseResults(saved('stream_cut_off'))).toMatchInlineSnapshot(`
    {
      "boot": {
        "pageSize": 4096,
        "protocol": 1,
        "release": "6.12.117+deb12-cloud-amd64",
      },
      "cells": [
        {
          "ended": true,
          "name": "baseline",
          "programs": [
            {
              "end": {
                "signal": 11,
              },
              "ktap": "TAP version 13
    1..1
    ok 1 no newline at its end",
              "milliseconds": 9,
              "name": "msix_mmap",
            },
          ],
        },
        {
          "ended": false,
          "name": "region-flag",
          "programs": [
            {
              "ktap": "TAP version 13
    1..2
    ok 1 fla",
              "name": "msix_mmap",
            },
          ],
        },
      ],
      "ended": false,
      "errors": [],
      "problems": [],
    }
  `);
});

test('what does not belong into the stream is a problem', () => {
  expect(parseResults(saved('stream_with_strangers')).problems).toMatchInlineSnapshot(`
    [
      "line 1: outside of any program: hello from a module",
      "line 3: unexpected "KPW cell a end"",
      "line 5: outside of any program: random: crng init done",
      "line 6: unexpected "KPW program x end exit=0 ms=1"",
    ]
  `);
});

test('an empty stream is a guest that never came up', () => {
  expect(parseResults('')).toEqual({ cells: [], errors: [], ended: false, problems: [] });
});

test('what was reached of a cell’s modules is kept as it is said, if it is said to its end', () => {
  const stream = (...lines: string[]) =>
    parseResults(
      ['KPW 1 boot release=6.1 page=4096', 'KPW cell a begin', ...lines].map((line) => `${line}\n`).join(''),
    );
  const said = ['KPW coverage begin', 'mark 0 start', 'lost 0'];
  const whole = stream(...said, 'KPW coverage end', 'KPW cell a end');
  expect(whole.cells).toEqual([{ name: 'a', programs: [], ended: true, coverage: 'mark 0 start\nlost 0\n' }]);
  expect(whole.problems).toEqual([]);
  expect(stream(...said).cells[0]).not.toHaveProperty('coverage');
});

test('what a guest says after it started again belongs to nothing that it was asked', () => {
  const begin = 'KPW 1 boot release=6.1 page=4096\nKPW cell a begin\nKPW program p begin\n';
  const { cells } = parseResults(`${begin}TAP version 13\n${begin}ok 1 p\nKPW program p end exit=0 ms=1\n`);
  expect(cells).toEqual([{ name: 'a', ended: false, programs: [{ name: 'p', ktap: 'TAP version 13\n' }] }]);
});

test('the times of results are read from before the end of a program, however many lines they take', () => {
  const { cells } = parseResults(
    [
      'KPW cell a begin',
      'KPW program p begin',
      '1..3',
      'ok 1 x',
      'KPW program q at 1',
      'ok 2 y',
      'not ok 3 z',
      'KPW program p at 4 4',
      'KPW program p at 19',
      'KPW program p end exit=1 ms=20',
      'KPW cell a end',
      '',
    ].join('\n'),
  );
  expect(cells[0]?.programs[0]).toMatchInlineSnapshot(`
    {
      "at": [
        4,
        4,
        19,
      ],
      "end": {
        "exit": 1,
      },
      "ktap": "1..3
    ok 1 x
    KPW program q at 1
    ok 2 y
    not ok 3 z
    ",
      "milliseconds": 20,
      "name": "p",
    }
  `);
});
