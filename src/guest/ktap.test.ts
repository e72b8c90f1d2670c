// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { type Ktap, parseKtap, type TestResult } from './ktap.ts';
import { saved } from './test-data.ts';

function summary(document: Ktap): string {
  const lines = (tests: readonly TestResult[], indent: string): string[] =>
    tests.flatMap((test) => [
      `${indent}${test.status} ${test.number} ${test.name}${test.reason ? ` (${test.reason})` : ''}`,
      ...test.diagnostics.map((text) => `${indent}  | ${text}`),
      ...lines(test.subtests, `${indent}  `),
    ]);
  return [
    `plan ${document.plan}`,
    ...lines(document.tests, ''),
    ...document.diagnostics.map((text) => `| ${text}`),
    ...document.problems.map((text) => `problem: ${text}`),
  ].join('\n');
}

function of(name: string): string {
  return summary(parseKtap(saved(name)));
}

test('the harness of 6.1, which leaves out the name of a skipped test', () => {
  expect(of('kselftest_harness_6.1')).toMatchInlineSnapshot(`
    "plan 7
    SKIP 1 global.skipped (no device)
      | Starting 7 tests from 3 test cases.
    PASS 2 global.latency
      | measure nvme.mmap_read.median 310 ns n=10000
    FAIL 3 global.crashes
      | crashes: Test terminated unexpectedly by signal 11
    PASS 4 bar.nvme.flags
      | observe nvme.flags 0xf
    PASS 5 bar.nvme.mmap_table
    PASS 6 bar.e1000e.flags
      | observe e1000e.flags 0xf
    FAIL 7 bar.e1000e.mmap_table
      | sample_test.c:13:mmap_table:Expected self->x (3) == 0 (0)
      | mmap_table: Test failed at step #1
    | FAILED: 5 / 7 tests passed.
    | Totals: pass:4 fail:2 xfail:0 xpass:0 skip:1 error:0"
  `);
});

test('the harness of 7.2, with an expected failure', () => {
  expect(of('kselftest_harness_7.2')).toMatchInlineSnapshot(`
    "plan 11
    SKIP 1 global.skipped (no device)
      | Starting 11 tests from 3 test cases.
    PASS 2 global.latency
      | measure nvme.mmap_read.median 310 ns n=10000
    FAIL 3 global.crashes
      | crashes: Test terminated unexpectedly by signal 11
    PASS 4 bar.nvme.flags
      | observe nvme.flags 0xf
    PASS 5 bar.nvme.mmap_table
    PASS 6 bar.nvme.isolation
    XFAIL 7 bar.nvme.isolation_x (unknown)
      | sample_test.c:18:isolation_x:Expected 1 (1) == 2 (2)
      | isolation_x: Test terminated by assertion
    PASS 8 bar.e1000e.flags
      | observe e1000e.flags 0xf
    FAIL 9 bar.e1000e.mmap_table
      | sample_test.c:13:mmap_table:Expected self->x (3) == 0 (0)
      | mmap_table: Test failed
    PASS 10 bar.e1000e.isolation
    FAIL 11 bar.e1000e.isolation_x
      | sample_test.c:18:isolation_x:Expected 1 (1) == 2 (2)
      | isolation_x: Test terminated by assertion
    | FAILED: 8 / 11 tests passed.
    | 1 skipped test(s) detected. Consider enabling relevant config options to improve coverage.
    | Totals: pass:6 fail:3 xfail:1 xpass:0 skip:1 error:0"
  `);
});

test("kselftest's runner nests by a hash and a space", () => {
  expect(of('kselftest_runner_nested')).toMatchInlineSnapshot(`
    "plan 2
    FAIL 1 selftests: vfio: vfio_pci_device_test (exit=1)
      | timeout set to 45
      | selftests: vfio: vfio_pci_device_test
      | FAILED: 2 / 3 tests passed.
      | Totals: pass:1 fail:1 xfail:0 xpass:0 skip:1 error:0
      PASS 1 device.config_space
        | Starting 3 tests from 1 test cases.
      FAIL 2 device.bar_map
        | vfio_pci_device_test.c:91:bar_map:Expected -22 (-22) == 0 (0)
        | bar_map: Test terminated by assertion
      SKIP 3 device.reset (no function level reset)
    SKIP 2 selftests: vfio: vfio_dma_mapping_test
      | timeout set to 45
      | selftests: vfio: vfio_dma_mapping_test
      | Could not open /dev/vfio/vfio"
  `);
});

test('KTAP version 1 nests by two spaces, and a TODO may fail', () => {
  expect(of('ktap_v1_nested')).toMatchInlineSnapshot(`
    "plan 2
    PASS 1 main_test_group
      PASS 1 example_test_1
        PASS 1 test_1
          | test_1: initializing
      SKIP 2 example_test_2 (unsupported)
    XFAIL 2 main_test - cleanup (known leak)"
  `);
});

test('a plan may come at the end', () => {
  expect(of('plan_at_end')).toMatchInlineSnapshot(`
    "plan 4
    PASS 1 first
    FAIL 2 second (45 s)
    ERROR 3 third (could not open the device)
    XFAIL 4 fourth (intel-iommu of QEMU cannot isolate)"
  `);
});

test('a missing plan is a problem', () => {
  expect(of('missing_plan')).toMatchInlineSnapshot(`
    "plan undefined
    PASS 1 one
    PASS 2 two
    problem: no plan"
  `);
});

test('wrong numbers are a problem', () => {
  expect(of('wrong_numbers')).toMatchInlineSnapshot(`
    "plan 3
    PASS 1 one
    PASS 3 three
    PASS 3 again
    problem: result 2 has the number 3"
  `);
});

test('a document that breaks off is a problem, and its last words are kept', () => {
  expect(of('truncated')).toMatchInlineSnapshot(`
    "plan 5
    PASS 1 global.first
      | Starting 5 tests from 1 test cases.
    | sample_test.c:12:second:Expected 1 (1) == 2 (2)
    problem: 5 tests planned, 1 results"
  `);
});

test('bailing out is a problem, and the only one', () => {
  expect(of('bail_out')).toMatchInlineSnapshot(`
    "plan 3
    PASS 1 open
    problem: bailed out: the device went away"
  `);
});

test('a plan of no tests is a document', () => {
  expect(of('skip_all')).toMatchInlineSnapshot(`"plan 0"`);
  expect(parseKtap(saved('skip_all')).skipped).toBe('no device with MSI-X');
});

test('other text is not KTAP', () => {
  expect(of('not_ktap')).toMatchInlineSnapshot(`
    "plan undefined
    | sample_test: error while loading shared libraries: libc.so.6
    problem: no KTAP at all"
  `);
});

test('a series is taken apart into its buckets, and one that does not add up is a problem', () => {
  const { series, problems } = parseKtap(`TAP version 13
1..1
# series nvme.pread_read ns n=12 0-16:1 2048-2560:10 2621440-3145728:1
# series nvme.empty ns n=0
# series nvme.short ns n=3 16-20:2
# series nvme.backwards ns n=2 64-80:1 16-20:1
# series nvme.words ns n=1 some:1
ok 1 a
`);
  expect(series).toEqual([
    {
      key: 'nvme.pread_read',
      unit: 'ns',
      samples: 12,
      buckets: [
        { from: 0, to: 16, count: 1 },
        { from: 2048, to: 2560, count: 10 },
        { from: 2621440, to: 3145728, count: 1 },
      ],
    },
    { key: 'nvme.empty', unit: 'ns', samples: 0, buckets: [] },
  ]);
  expect(problems).toEqual([
    'not a series: # series nvme.short ns n=3 16-20:2',
    'not a series: # series nvme.backwards ns n=2 64-80:1 16-20:1',
    'not a series: # series nvme.words ns n=1 some:1',
  ]);
});

test('observed and measured values are taken out of the diagnostics', () => {
  const { observations, measurements, problems } = parseKtap(saved('observations'));
  expect({ observations, measurements, problems }).toMatchInlineSnapshot(`
    {
      "measurements": [
        {
          "key": "nvme.mmap_read.median",
          "samples": 10000,
          "unit": "ns",
          "value": 310,
        },
        {
          "key": "nvme.ratio",
          "unit": "x",
          "value": 55.3,
        },
      ],
      "observations": [
        {
          "key": "nvme.bar0.mmap.table",
          "value": "EINVAL",
        },
        {
          "key": "e1000e.bar3.caps",
          "value": "1,3",
        },
        {
          "key": "e1000e.note",
          "value": "two words",
        },
      ],
      "problems": [
        "not a measurement: # measure nvme.broken fast",
      ],
    }
  `);
});

test('values in nested output count as well', () => {
  expect(parseKtap('# # observe a b\n    # measure c 1 ns\n')).toMatchObject({
    observations: [{ key: 'a', value: 'b' }],
    measurements: [{ key: 'c', value: 1, unit: 'ns' }],
  });
});
