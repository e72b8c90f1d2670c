// SPDX-License-Identifier: GPL-2.0-only
// Text that somebody made up to be taken for something else, in every format.
import { expect, test } from 'vitest';
import { groupsOf } from '../cases.ts';
import { HOSTILE, spoilt } from '../testing/hostile.ts';
import { tapBlocks } from '../testing/ktap-blocks.ts';
import { sample } from '../testing/sample.ts';
import { SETTINGS } from '../testing/settings.ts';
import { foreignSchema, jsonProblems, xmlProblems } from '../testing/validators.ts';
import { githubSummary } from './github.ts';
import { FORMATS } from './index.ts';

const UNSEEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Cs}/u;

const written = Object.entries(HOSTILE).map(([name, text]) => {
  const results = sample(spoilt(text));
  return { name, results, files: new Map(FORMATS.map((one) => [one.name, one.write(results, SETTINGS)])) };
});

test.each(written)('$name: no format has a character that nobody sees', ({ files }) => {
  for (const [format, file] of files) {
    expect.soft(UNSEEN.exec(file)?.[0], format).toBeUndefined();
  }
});

test.each(written)('$name: JSON is JSON', ({ files, results }) => {
  for (const name of ['sarif', 'kunit-json', 'kcidb', 'gitlab', 'patchwork', 'b4-review', 'json'])
    expect(() => JSON.parse(files.get(name) ?? ''), name).not.toThrow();
  expect(JSON.parse(files.get('json') ?? '')).toEqual(results);
});

test('JUnit is XML, with as many test cases as ever', async () => {
  const all = written.flatMap(({ files }) => ['junit', 'junit-gitlab'].map((name) => files.get(name) ?? ''));
  expect(await xmlProblems(all)).toEqual([]);
  expect(all.map((xml) => xml.match(/<testcase /g)?.length)).toEqual(all.map(() => 11));
});

test.each(written)('$name: KTAP has its results and no more', ({ files, results: { designs } }) => {
  const { results, problems } = tapBlocks(files.get('ktap') ?? '');
  const groups = designs.flatMap(groupsOf);
  expect(problems).toEqual([]);
  expect(results.flat().length).toBe(11 + groups.length + designs.length);
});

test.each(written)('$name: the log of GitHub Actions sees our commands alone', ({ files }) => {
  const lines = (files.get('github') ?? '').split('\n').filter(Boolean);
  expect(lines).toHaveLength(5);
  for (const line of lines)
    expect(line).toMatch(/^::(error|notice) ((file|line|col|title)=[^:,]*,?)+::[^\n]*$/);
});

test.each(written)('$name: Markdown has no markup of others, and mentions nobody', ({ results }) => {
  const outside = githubSummary(results).replace(/^(`{3,})\n[\s\S]*?\n\1$/gm, '');
  expect(outside).not.toMatch(/@maintainer/);
  const text = outside.replaceAll('<!-- -->', '').replace(/<\/?sub>/g, '');
  expect(text).not.toMatch(/<[a-z/!]/i);
  expect(text).not.toMatch(/(?<!\\)[`[~]/);
  const widths = text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.match(/(?<!\\)\|/g)?.length);
  expect([...new Set(widths)].sort()).toEqual([6, 7]);
});

const SCHEMAS = [
  { format: 'sarif', schema: foreignSchema('sarif-2.1.0.json') },
  { format: 'kcidb', schema: foreignSchema('kcidb-5.3.json') },
  { format: 'junit', schema: foreignSchema('junit-10.xsd') },
  { format: 'junit', schema: foreignSchema('junit-windyroad.xsd') },
];

test.skipIf(SCHEMAS.some(({ schema }) => schema === undefined)).each(SCHEMAS)(
  '$format is valid by its schema whatever the texts are',
  async ({ format, schema = '' }) => {
    const files = written.map((one) => one.files.get(format) ?? '');
    const problems =
      format === 'junit'
        ? await xmlProblems(files, schema)
        : files.flatMap((file) => jsonProblems(schema, JSON.parse(file)));
    expect(problems).toEqual([]);
  },
);
