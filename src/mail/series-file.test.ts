// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { bracketed, readSeriesFile, seriesFile, unbracketed } from './series-file.ts';

const SHARED = '../../prerequisite/debian-6.1/0001-lamp.patch';

test('a list is read as it was written', () => {
  const entries = [{ path: SHARED, brackets: '[RFC PATCH 1/2]' }, { path: '0002-dim.patch' }];
  expect(readSeriesFile(seriesFile(entries))).toEqual(entries);
});

test('a list that names any other file is not followed', () => {
  const bad = [
    '/etc/passwd',
    '../../../notes.patch',
    'lamps/0001-lamp.patch',
    '../../prerequisite/../0001-lamp.patch',
  ];
  for (const path of bad) {
    expect(readSeriesFile(seriesFile([{ path }])), path).toBeUndefined();
    expect(readSeriesFile(seriesFile([{ path, brackets: '[PATCH]' }])), path).toBeUndefined();
  }
  expect(readSeriesFile('0001-lamp.patch\n')).toBeUndefined();
});

test('brackets are taken from the subject alone, and put back to the byte', () => {
  const mail =
    'From: a\nSubject: [PATCH 1/2] lamp: Dim it $& in a\n house\n\nSubject: [PATCH 1/2] not this one\n';
  const { text, brackets } = unbracketed(mail) ?? { text: '', brackets: '' };
  expect(text).toBe('From: a\nSubject: lamp: Dim it $& in a\n house\n\nSubject: [PATCH 1/2] not this one\n');
  expect(bracketed(text, brackets)).toBe(mail);
  expect(unbracketed('Subject: lamp\n\n')).toBeUndefined();
});
