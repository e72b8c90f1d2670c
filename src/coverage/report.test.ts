// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parseCoverage } from './report.ts';

const TEXT = `section vfio_pci_core .text 0xffffffffc0100000
section vfio_pci_core .init.text 0xffffffffc0200000
mark 0 start
mark 1 step load vfio_pci_core
mark 2 program a_test
mark 3 test a_test bar.large.maps the table
mark 4 further
site ffffffffc0100010 0-1,3
site ffffffffc0100020 4
lost 0
`;

test('what the guest did, and at which addresses it was meanwhile', () => {
  expect(parseCoverage(TEXT)).toEqual({
    sections: [
      { module: 'vfio_pci_core', section: '.text', address: 0xffffffffc0100000n },
      { module: 'vfio_pci_core', section: '.init.text', address: 0xffffffffc0200000n },
    ],
    moments: [
      { kind: 'step', step: 'start' },
      { kind: 'step', step: 'load vfio_pci_core' },
      { kind: 'program', program: 'a_test' },
      { kind: 'test', program: 'a_test', test: 'bar.large.maps the table' },
      { kind: 'further' },
    ],
    sites: [
      { address: 0xffffffffc0100010n, moments: [0, 1, 3] },
      { address: 0xffffffffc0100020n, moments: [4] },
    ],
    lost: 0,
  });
});

test('no part is taken for the whole, and nothing else for a report', () => {
  expect(parseCoverage(TEXT.replace('lost 0\n', ''))).toBeUndefined();
  expect(parseCoverage(TEXT.replace('0-1,3', '0-1,7'))).toBeUndefined();
  expect(parseCoverage(TEXT.replace('0xffffffffc0100000', '(null)'))).toBeUndefined();
  expect(parseCoverage('kpw: nothing\n')).toBeUndefined();
  expect(parseCoverage('')).toBeUndefined();
});
