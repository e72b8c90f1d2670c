// SPDX-License-Identifier: GPL-2.0-only

import type { Authorship } from './authorship.ts';
import type { Composition, Patch } from './compose.ts';
import { commitMessage } from './message.ts';

/**
 * Nobody: only a person signs a patch off (Documentation/process/coding-assistants.rst). The date, 2001-09-17 in UTC,
 * is what git format-patch itself puts where a date means nothing.
 */
export const NOBODY: Authorship = {
  author: 'Kernel Patch Workbench <kpw@example.invalid>',
  date: '1000684800 +0000',
};

/** Branch of the commit that holds the pristine files. */
export const BASE = 'base';

export interface ImportStream {
  /** What git-fast-import(1) reads. */
  readonly input: Buffer;
  /** Branch of the commit that has all of a composition's patches; `base` where it has none. */
  readonly heads: ReadonlyMap<Composition, string>;
}

/**
 * All commits of some compositions of one tree, as one stream; what compositions share is committed once.
 *
 * @param pristine at least the files that a composition changes
 */
export function importStream(
  pristine: ReadonlyMap<string, string>,
  compositions: readonly Composition[],
  by: Authorship = NOBODY,
): ImportStream {
  const parts = commit(BASE, undefined, 'Base of the comparison\n', pristine, by);
  const branches = new Map<string, string>();
  const heads = new Map<Composition, string>();
  for (const composition of compositions) {
    let head = BASE;
    let key = '';
    for (const patch of composition.patches) {
      key += `${keyOf(patch)}\n`;
      let branch = branches.get(key);
      if (branch === undefined) {
        branch = `patch-${branches.size + 1}`;
        branches.set(key, branch);
        parts.push(...commit(branch, head, messageOfCommit(patch), patch.after, patch.posted?.by ?? by));
      }
      head = branch;
    }
    heads.set(composition, head);
  }
  return { input: Buffer.concat(parts), heads };
}

function keyOf({ subject, body, posted, after }: Patch): string {
  return JSON.stringify([subject, body, posted ?? null, [...after]]);
}

/** What a patch's commit says: a template's body is wrapped, a mail's is kept as it is. */
export function messageOfCommit({ subject, body, posted }: Patch): string {
  return posted?.message ?? commitMessage(subject, body);
}

function commit(
  branch: string,
  parent: string | undefined,
  message: string,
  texts: ReadonlyMap<string, string>,
  by: Authorship,
): Buffer[] {
  return [
    ...commitHead(branch, parent, message, by),
    ...[...texts].flatMap(([path, text]) => [
      streamLine(`M 100644 inline ${path}`),
      ...data(Buffer.from(text, 'latin1')),
    ]),
    streamLine(''),
  ];
}

/** What a commit begins with, before its files: the same author and date for all, so that ids are the same again. */
export function commitHead(
  branch: string,
  parent: string | undefined,
  message: string,
  { author, date }: Authorship = NOBODY,
): Buffer[] {
  return [
    streamLine(`commit refs/heads/${branch}`),
    streamLine(`author ${author} ${date}`),
    streamLine(`committer ${author} ${date}`),
    ...data(Buffer.from(message)),
    ...(parent === undefined ? [] : [streamLine(`from refs/heads/${parent}`)]),
  ];
}

export function data(content: Buffer): Buffer[] {
  return [streamLine(`data ${content.length}`), content, streamLine('')];
}

export function streamLine(text: string): Buffer {
  return Buffer.from(`${text}\n`);
}
