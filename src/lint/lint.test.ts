// SPDX-License-Identifier: GPL-2.0-only
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { AnyTopic } from '../series/topic.ts';
import { lintTopic } from './lint.ts';
import { LINT_RULES, type LintRule } from './rules.ts';
import { LAMP_TREE } from './testing/lamp-tree.ts';
import { BAD, type Sample } from './testing/samples.ts';

const LAMP = fileURLToPath(new URL('testing/lamp/', import.meta.url));

/** The sample topic with a mistake, loaded from a folder of its own. */
async function linted(sample?: Sample): Promise<{ text: string[]; rules: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'kpw-test-'));
  try {
    await cp(LAMP, folder, { recursive: true });
    for (const name of await readdir(folder)) {
      let text = await readFile(join(folder, name), 'utf8');
      if (sample?.file === name) {
        expect(text).toContain(sample.from);
        text = text.replace(sample.from, () => sample.to);
      }
      const absolute = (_: string, path: string) => `from '${new URL(path, pathToFileURL(LAMP)).pathname}'`;
      await writeFile(join(folder, name), text.replace(/from '(\.\.[^']+)'/g, absolute));
    }
    const { lamp } = (await import(join(folder, 'index.ts'))) as { lamp: AnyTopic };
    const { findings } = lintTopic(folder, lamp, [LAMP_TREE]);
    return {
      text: findings.map(
        ({ file, line, column, level, text, rule }) =>
          `${relative(folder, file)}:${line}:${column}: ${level}: ${text} [${rule}]`,
      ),
      rules: findings.map(({ rule }) => rule),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('a topic without mistakes has no findings', async () => {
  expect((await linted()).text).toEqual([]);
});

test('a call that trees cannot take is told once, at the patches of its variant', async () => {
  const { lamp } = (await import('./testing/lamp/index.ts')) as unknown as { lamp: AnyTopic };
  const call = { variant: 'dim', text: 'lamp.c:7: lamp_burn() is called with 2 arguments, and takes 1' };
  const calls = ['debian:6.1', 'debian:7.2'].map((tree) => ({ ...call, tree }));
  const { findings } = lintTopic(LAMP, lamp, [LAMP_TREE], [], calls);
  const text = findings.map(
    ({ file, line, column, text, rule }) => `${relative(LAMP, file)}:${line}:${column}: ${text} [${rule}]`,
  );
  expect(text).toMatchInlineSnapshot(`
    [
      "dim.ts:16:3: dim: lamp.c:7: lamp_burn() is called with 2 arguments, and takes 1 (on debian:6.1, debian:7.2) [call-unlike]",
    ]
  `);
});

test('every rule has bad samples, finds each where the mistake is, and no other rule does', async () => {
  const rules = (Object.keys(LINT_RULES) as LintRule[]).filter(
    (rule) => rule !== 'type-error' && rule !== 'call-unlike',
  );
  const found: string[] = [];
  for (const rule of rules) {
    expect(BAD[rule].length).toBeGreaterThan(0);
    for (const sample of BAD[rule]) {
      const { text, rules: fired } = await linted(sample);
      found.push(...text);
      expect([...new Set(fired)], sample.to).toEqual([rule]);
    }
  }
  expect(found).toMatchInlineSnapshot(`
    [
      "dim.ts:31:21: error: ";" is missing, read as statements [c-syntax]",
      "dim.ts:27:34: error: "identifier" is missing, read as statements [c-syntax]",
      "dim.ts:22:44: error: "=" does not parse, read as members of a struct [c-syntax]",
      "dim.ts:9:1: error: "#if" does not parse, read at file level [c-syntax]",
      "layout.ts:71:71: error: ")" is missing, read as cases of a switch [c-syntax]",
      "layout.ts:70:53: error: "}" is missing, read at file level [c-syntax]",
      "layout.ts:31:40: error: "*" does not parse, read at file level [c-syntax]",
      "dim.ts:9:1: error: "return 0;" stands at file level [c-misplaced]",
      "dim.ts:31:2: error: "int off(void)" stands in a function [c-misplaced]",
      "dim.ts:8:21: warning: this looks like C, and no type says where it goes [c-unplaced]",
      "layout.ts:21:12: error: tree-sitter: Query error of type TSQueryErrorNodeType at position 1 [query-invalid]",
      "layout.ts:21:11: error: the query captures no @site [query-invalid]",
      "layout.ts:23:10: error: the query looks for a case_statement, and this code has none [like-unlike]",
      "layout.ts:10:23: error: no tree has the anchor L1 (the last member of struct lamp): lamp-1.0 [anchor-unmatched]",
      "layout.ts:18:25: error: no tree has the anchor L2 (the default label of lamp_ioctl()): lamp-1.0 [anchor-unmatched]",
      "layout.ts:34:14: warning: nothing looks for the anchor STRUCT [anchor-unused]",
      "layout.ts:48:12: warning: no template asks for Header.guard [role-unused]",
      "dim.ts:39:46: error: dim: the contract promises LAMP_FLAG_DIMMED, which no edit adds to the header [contract-unkept]",
      "dim.ts:39:67: error: dim: the contract promises LAMP_BRIGHTEN, which no edit adds to the header [contract-unkept]",
      "dim.ts:39:54: error: dim: the contract promises LAMP_DIM, which no edit leaves in the driver [contract-unkept]",
      "dim.ts:39:3: error: dim: an edit adds the ioctl LAMP_DIM, which the contract does not promise [contract-silent]",
      "dim.ts:16:3: error: dim gives no edits on lamp-1.0: TypeError: lamp.gone is not a function or its return value is not iterable [template-fails]",
      "index.ts:22:3: error: lamp gives no edits on lamp-1.0: Error: the lamp is broken [template-fails]",
    ]
  `);
});
