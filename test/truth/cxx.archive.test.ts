// SPDX-License-Identifier: GPL-2.0-only
// What the engine says of headers as C++, beside g++: the headers of 6.12 and 7.2 that either says something of, and a
// sample of the others.
import { expect, test } from 'vitest';
import { headerSetOf } from '../../src/uapi/headers/tree-headers.ts';
import { TARGETS } from '../../src/uapi/targets.ts';
import { debian } from '../support.ts';
import { cxxTruths, cxxVersion } from './cxx.ts';
import { isInSample } from './sample.ts';

const [X86_64] = TARGETS;

test.skipIf(!cxxVersion()).each(['6.12', '7.2'])(
  'headers of %s compile as C++ where the engine says so, and are laid out as it says (needs g++)',
  async (series) => {
    const headers = await headerSetOf(await debian(series));
    if (!X86_64) throw new Error('there is no target');
    const truths = await cxxTruths(headers, X86_64, isInSample);
    const wrong = truths.filter(({ error, problems }) => (error !== undefined) !== problems.length > 0);
    expect(wrong.map(({ header, error, problems }) => `${header}: ${error ?? problems.join()}`)).toEqual([]);
    expect(truths.flatMap(({ header, refused }) => refused.map((claim) => `${header}: ${claim}`))).toEqual(
      [],
    );
    expect(truths.reduce((sum, { layouts }) => sum + layouts, 0)).toBeGreaterThan(500);
  },
  600_000,
);
