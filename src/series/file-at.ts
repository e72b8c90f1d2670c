// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile } from '../c/parse.ts';
import { TreeUnsuitable } from './errors.ts';
import type { Sources } from './topic.ts';

/**
 * A file that a patch edits.
 *
 * @throws TreeUnsuitable where the tree has none, or the topic does not read it
 */
export function fileAt(sources: Sources, path: string): SourceFile {
  const file = sources.get(path);
  if (file) return file;
  throw new TreeUnsuitable({
    title: `the topic reads no file ${path}`,
    where: sources.origin,
    hint: 'If the tree has the file, add it to `reads` of the topic; otherwise use another tree.',
  });
}

/**
 * A file that a patch adds.
 *
 * @throws TreeUnsuitable where the tree has it
 */
export function newFile(sources: Sources, path: string, text: string): [path: string, text: string] {
  if (!sources.get(path)) return [path, text];
  throw new TreeUnsuitable({
    title: `there is a ${path} already, which the patch adds`,
    where: sources.origin,
    hint: 'Use another tree, or give the file another name.',
  });
}
