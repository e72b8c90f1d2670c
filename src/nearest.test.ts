// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

const VARIANTS = ['opt-in-ioctl', 'region-flag', 'new-capability', 'unconditional-removal'];

test('a slip of the fingers finds its name', () => {
  expect(nearest('regoin-flag', VARIANTS)).toEqual(['region-flag']);
});

test('a part of a name finds it', () => {
  expect(nearest('capability', VARIANTS)).toEqual(['new-capability']);
});

test('the nearest comes first', () => {
  expect(nearest('debian:6.l', ['debian:6.12', 'debian:5.10', 'debian:6.1'])).toEqual([
    'debian:6.1',
    'debian:6.12',
    'debian:5.10',
  ]);
});

test('what is far from everything gets no suggestion', () => {
  expect(nearest('zfs', VARIANTS)).toEqual([]);
  expect(didYouMean('zfs', VARIANTS)).toBeUndefined();
});

test('a suggestion is a question', () => {
  expect(didYouMean('opt-in', VARIANTS)).toBe('Did you mean opt-in-ioctl?');
});
