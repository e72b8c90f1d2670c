// SPDX-License-Identifier: GPL-2.0-only
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support.ts';
import { fingerprintsOf } from './baseline.ts';

const GOING = new AbortController().signal;

async function fingerprints(text: string) {
  const file = join(await temporaryFolder(), 'baseline.json');
  await writeFile(file, text);
  return fingerprintsOf(file, GOING);
}

const refusal = (text: string) =>
  fingerprints(text).then(
    () => 'taken',
    ({ title, hint }: { title: string; hint: string }) => `${title}: ${hint}`,
  );

test('a baseline keeps back what was found, what was known then, and what a waiver kept back, each once', async () => {
  const findings = [{ fingerprint: 'a1' }, { fingerprint: 'b2' }];
  const known = [{ fingerprint: 'b2' }, { fingerprint: 'c3' }];
  const waived = [{ finding: { fingerprint: 'd4' }, waiver: { reason: 'the lamp is gone' } }];
  expect(await fingerprints(JSON.stringify({ comparisons: [{ findings, known }, { waived }] }))).toEqual([
    'a1',
    'b2',
    'c3',
    'd4',
  ]);
});

test('one without findings keeps nothing back, and what has no fingerprint is passed over', async () => {
  expect(await fingerprints('{"comparisons": []}')).toEqual([]);
  expect(await fingerprints('{"comparisons": [{"findings": [null, {"fingerprint": 3}, {}]}]}')).toEqual([]);
});

test('a file that is no result is refused, with what makes one', async () => {
  expect(await refusal('{"findings": []}')).toMatchInlineSnapshot(
    `"the baseline is no result of kpw uapi diff: Make one with: kpw uapi diff OLD NEW --json > baseline.json"`,
  );
  expect(await refusal('lamp')).toContain('the baseline is not JSON');
  await expect(fingerprintsOf('/no/such/baseline.json', GOING)).rejects.toThrow(
    'there is no file /no/such/baseline.json',
  );
});
