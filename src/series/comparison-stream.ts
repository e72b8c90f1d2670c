// SPDX-License-Identifier: GPL-2.0-only
import type { PatchFiles, PatchStep } from '../mail/history.ts';
import { commitHead, data, streamLine } from './import-stream.ts';

const ROOT = 'root';

/**
 * What git-fast-import(1) reads to make one branch a history; `<name>-base..<name>` are its patches. A patch that the
 * one before it does not lead to, because a mail shows no more than its hunks, gets its files from a merge with the
 * empty root: git range-diff passes over merges.
 */
export function comparisonStream(
  histories: Readonly<Record<string, readonly PatchStep[]>>,
  messageOf: (step: PatchStep) => string,
): Buffer {
  const parts = commit({ branch: ROOT, message: 'Root\n', files: new Map() });
  for (const [name, steps] of Object.entries(histories)) {
    const base = `${name}-base`;
    const state = new Map(steps[0]?.before ?? []);
    parts.push(...commit({ branch: base, parent: ROOT, message: 'Base\n', files: state }));
    // A branch that has a commit goes on from it; git refuses to be told.
    let parent: string | undefined = base;
    for (const step of steps) {
      const lacking = new Map([...step.before].filter(([path, file]) => !same(state.get(path), file)));
      if (lacking.size > 0) {
        parts.push(...commit({ branch: name, parent, merge: ROOT, message: 'Files\n', files: lacking }));
        parent = undefined;
      }
      parts.push(...commit({ branch: name, parent, message: messageOf(step), files: step.after }));
      parent = undefined;
      for (const [path, file] of [...step.before, ...step.after]) state.set(path, file);
    }
    // Of one and the same commit at both ends git makes no range.
    if (steps.length === 0)
      parts.push(...commit({ branch: name, parent, merge: ROOT, message: 'No patch\n', files: new Map() }));
  }
  return Buffer.concat(parts);
}

function same(one: { text: string; mode: string } | undefined, other: typeof one): boolean {
  return one?.text === other?.text && one?.mode === other?.mode;
}

interface Commit {
  readonly branch: string;
  readonly parent?: string | undefined;
  readonly merge?: string;
  readonly message: string;
  readonly files: PatchFiles;
}

function commit({ branch, parent, merge, message, files }: Commit): Buffer[] {
  return [
    ...commitHead(branch, parent, message),
    ...(merge === undefined ? [] : [streamLine(`merge refs/heads/${merge}`)]),
    ...[...files].flatMap(([path, file]) =>
      file === undefined
        ? [streamLine(`D ${quoted(path)}`)]
        : [streamLine(`M ${file.mode} inline ${quoted(path)}`), ...data(Buffer.from(file.text, 'latin1'))],
    ),
    streamLine(''),
  ];
}

/** As C quotes it; a path of a mail may hold anything but a line's end. */
function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&')}"`;
}
