// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { optInIoctl } from '../../templates/msix-mmap/variants/opt-in-ioctl.ts';
import { departures, parameters } from './parameters.ts';

test('what is not set takes its default, and a default is no departure', () => {
  expect(parameters(optInIoctl, [])).toEqual({ 'as-posted': false });
  expect(departures(optInIoctl, parameters(optInIoctl, []))).toEqual({});
});

test('a bare name sets a boolean, numbers may be hexadecimal', () => {
  const values = parameters(optInIoctl, ['as-posted', 'number=0x20']);
  expect(departures(optInIoctl, values)).toEqual({ 'as-posted': true, number: 32 });
});

test.each([
  'as-posted=maybe',
  'number=many',
  'colour=red',
  'via=sysfs',
  'via',
])('%s is refused', (setting) => {
  expect(() => parameters(optInIoctl, [setting])).toThrowError(
    expect.objectContaining({ code: 'BAD_PARAMETER' }),
  );
});
