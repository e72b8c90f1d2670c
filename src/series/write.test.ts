// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMails } from '../mail/read.ts';
import { drift } from './drift.ts';
import { keepSeries, readSeries, seriesFolder } from './write.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kpw-kept-'));
});
afterAll(() => rm(root, { recursive: true }));

const mail = (number: number, of: number, title: string, body = 'why') => ({
  name: `000${number}-${title}.patch`,
  text: `From: Ada Lamp <ada@example.org>\nSubject: [PATCH ${number}/${of}] ${title}\n\n${body}\n---\n`,
});
const folder = (variant: string) => seriesFolder(root, 'lamp', variant, 'debian-6.1');
const names = async (variant: string) => (await readdir(folder(variant)).catch(() => [])).sort();

const DIM = { variant: 'dim', mails: [mail(1, 2, 'ready'), mail(2, 2, 'dim')], shared: 1 };
const GLOW = {
  variant: 'glow',
  mails: [mail(1, 3, 'ready'), mail(2, 3, 'glow'), mail(3, 3, 'shine')],
  shared: 1,
};
const POSTED = { variant: 'posted', mails: [mail(1, 1, 'posted')], shared: 0 };

test('what series of a tree begin with lies once, and each is read as it is sent', async () => {
  await keepSeries(root, 'lamp', 'debian-6.1', [DIM, GLOW, POSTED]);
  expect(await names('prerequisite')).toEqual(['0001-ready.patch']);
  expect(await names('glow')).toEqual(['0002-glow.patch', '0003-shine.patch', 'series']);
  expect(await names('posted')).toEqual(['0001-posted.patch']);
  for (const { variant, mails } of [DIM, GLOW, POSTED])
    expect(await readSeries(folder(variant))).toEqual(mails);
  const subjects = (await readMails(folder('glow'))).map(({ subject }) => subject);
  expect(subjects).toEqual(['[PATCH 1/3] ready', '[PATCH 2/3] glow', '[PATCH 3/3] shine']);
});

test('a series whose prerequisite reads otherwise keeps its own mails', async () => {
  const other = {
    variant: 'other',
    mails: [mail(1, 2, 'ready', 'another reason'), mail(2, 2, 'other')],
    shared: 1,
  };
  await keepSeries(root, 'lamp', 'debian-6.1', [DIM, other]);
  expect(await names('other')).toEqual(['0001-ready.patch', '0002-other.patch']);
  expect(await readSeries(folder('other'))).toEqual(other.mails);
});

test('a shared mail that is gone is a difference, of the series and for who reads it', async () => {
  await keepSeries(root, 'lamp', 'debian-6.1', [DIM]);
  await rm(join(folder('prerequisite'), '0001-ready.patch'));
  expect(drift(await readSeries(folder('dim')), DIM.mails)).toMatchObject({ files: ['0001-ready.patch'] });
  await expect(readMails(folder('dim'))).rejects.toMatchObject({ code: 'MAIL_UNREADABLE' });
});
