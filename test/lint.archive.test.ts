// SPDX-License-Identifier: GPL-2.0-only
// The repository's own templates, as kpw lint sees them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { withFiles } from '../src/kernel/debian/with-files.ts';
import { lintTopic } from '../src/lint/lint.ts';
import { LINT_RULES } from '../src/lint/rules.ts';
import { snapshot } from '../src/series/sources.ts';
import { topics } from '../templates/index.ts';
import { debian, SERIES, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

test.each(
  topics.map((topic) => [topic.id, topic] as const),
)('the templates of %s lint clean', async (id, topic) => {
  const trees = await Promise.all(
    SERIES.map(async (series) =>
      snapshot(await withFiles(await debian(series), topic.reads, testContext()), topic.reads),
    ),
  );
  const { findings, fragments, anchors } = lintTopic(join(PROJECT, 'templates', id), topic, trees);
  expect(findings).toEqual([]);
  expect(Math.min(fragments, anchors)).toBeGreaterThan(5);
});

test('docs/topics.md lists the rules of kpw lint as they are', async () => {
  const rows = Object.entries(LINT_RULES).map(
    ([id, { level, finds, todo }]) => `| \`${id}\` | ${level} | ${finds} | ${todo} |`,
  );
  const table = ['| id | level | finds | what to do |', '|---|---|---|---|', ...rows].join('\n');
  expect(await readFile(join(PROJECT, 'docs/topics.md'), 'utf8')).toContain(table);
});
