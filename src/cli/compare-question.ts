// SPDX-License-Identifier: GPL-2.0-only

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import * as z from 'zod';
import { Failure } from '../failure.ts';
import { unreadable } from '../host-fault.ts';
import { firstIssue } from '../zod-text.ts';

/** A kept question is neither JSON nor YAML, or a field of it is wrong. */
class QuestionMalformed extends Failure {
  readonly code = 'QUESTION_MALFORMED';
}

/** A question as its file has it. */
export const Question = z.strictObject({
  /** Of the schema; editors look for it. */
  $schema: z.string().optional(),
  /** What is asked, as the table's title. */
  title: z.string().min(1).optional(),
  tree: z.string().min(1),
  /** By name, what kpw compare takes behind NAME=. */
  designs: z.record(z.string(), z.string().min(1), {
    error: 'an object with a source for each name is expected',
  }),
  modules: z.array(z.string().min(1)).optional(),
  tests: z.array(z.string().min(1)).optional(),
  machine: z.string().min(1).optional(),
  kernel: z.enum(['prebuilt', 'source']).optional(),
  /** Debian packages for the guest. */
  packages: z.array(z.string().min(1)).optional(),
  /** Rules and families to leave out. */
  disable: z.array(z.string().min(1)).optional(),
});
export type Question = z.infer<typeof Question>;

/**
 * A question that is kept in a file, its paths as the caller can use them: in the file they are relative to its folder.
 *
 * @throws QuestionMalformed
 */
export async function readQuestion(file: string): Promise<Question> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw malformed(file, unreadable(error, 'the file', file));
  });
  const data = /\.ya?ml$/i.test(file) ? await yamlOf(file, text) : jsonOf(file, text);
  const parsed = Question.safeParse(data);
  if (!parsed.success) throw malformed(file, firstIssue(parsed.error));
  const folder = dirname(resolve(file));
  const question = parsed.data;
  return {
    ...question,
    tree: placed(question.tree, folder),
    designs: Object.fromEntries(
      Object.entries(question.designs).map(([name, source]) => [name, placed(source, folder)]),
    ),
    ...(question.tests ? { tests: question.tests.map((one) => placed(one, folder)) } : {}),
  };
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(file, `this is not JSON: ${(error as Error).message}`);
  }
}

/** YAML 1.2, of which JSON is a part; `debian:6.12` and `a@b..c` need no quotes. */
async function yamlOf(file: string, text: string): Promise<unknown> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text);
  const [error] = document.errors;
  if (!error) return document.toJS();
  const line = error.linePos?.[0].line;
  throw malformed(
    line === undefined ? file : `${file}:${line}`,
    `this is not YAML: ${error.message.split('\n')[0]}`,
  );
}

/** `PATH`, `PATH@REV` and `PATH@A..B` from the file's folder; what is no path there stays as it is. */
function placed(source: string, folder: string): string {
  if (isAbsolute(source) || source.startsWith('debian:')) return source;
  if (existsSync(join(folder, source))) return join(folder, source);
  const [, path = '', revision = ''] = /^(.+?)(@.+)$/.exec(source) ?? [];
  return path !== '' && existsSync(join(folder, path)) ? `${join(folder, path)}${revision}` : source;
}

function malformed(where: string, title: string): QuestionMalformed {
  return new QuestionMalformed({
    title,
    where,
    hint: 'Write {"tree": "debian:6.12", "designs": {"a": "a.mbox", "b": "b/"}}, or the same as YAML in a file that ends in .yaml; docs/compare.md lists the fields.',
  });
}
