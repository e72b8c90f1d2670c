// SPDX-License-Identifier: GPL-2.0-only
import { NONE, namedPath, unquoted } from '../../mail/file-names.ts';

/** The diffs of a text, ready for git apply. */
export interface Diffs {
  readonly text: string;
  /** Paths as written (`a/include/uapi/linux/vfio.h`), of both sides, without /dev/null. */
  readonly touched: readonly string[];
  /** Those of them that a diff makes. */
  readonly created: readonly string[];
  /** Those that a diff moves or copies to, by what they are made of. */
  readonly moved: ReadonlyMap<string, string>;
  /** Those of bytes, which no header is. */
  readonly binary: readonly string[];
  /** Symlinks that come, go or lead elsewhere, with what they led to and lead to, as it is written. */
  readonly links: ReadonlyMap<string, LinkChange>;
}

export interface LinkChange {
  readonly was: string | undefined;
  readonly is: string | undefined;
  /** The text of the file that takes its place; undefined where none does. */
  readonly file?: string;
}

const MOVED = /^diff --git (\S+) (\S+)\n(?:(?:old|new) mode \d+\n)*(?:dis)?similarity index/gm;

/** Reads a unified diff, or many after one another, as src/mail has decoded them. */
export function diffsOf(plain: string): Diffs {
  const touched = new Set<string>();
  for (const [, , path = ''] of plain.matchAll(/^(---|\+\+\+) ([^\t\n]+?)(?:\t.*)?$/gm))
    if (path !== '/dev/null' && /^(["\w./-])/.test(path)) touched.add(unquoted(path));
  // Without hunks: a mode, a name, or an empty file.
  for (const [, from = '', to = ''] of plain.matchAll(/^diff --git (\S+) (\S+)$/gm))
    touched.add(from).add(to);
  const created = [...plain.matchAll(/^(--- .*)\n(\+\+\+ .*)$/gm)].flatMap(([, from = '', to = '']) =>
    namedPath(from) === NONE ? [namedPath(to)] : [],
  );
  // An empty file has no such lines, and neither has one that is moved or copied as it is.
  for (const [, path = ''] of plain.matchAll(/^diff --git \S+ (\S+)\nnew file mode/gm))
    created.push(unquoted(path));
  const moved = new Map(
    [...plain.matchAll(MOVED)].map(([, from = '', to = '']) => [unquoted(to), unquoted(from)] as const),
  );
  return {
    text: plain,
    touched: [...touched],
    created,
    moved,
    binary: binaryIn(plain),
    links: linksIn(plain),
  };
}

function binaryIn(text: string): string[] {
  const parts = text.split(/^(?=diff --git )/m);
  return parts.flatMap((part) => {
    if (!/^(GIT binary patch|Binary files .* differ)$/m.test(part.split(/^@@ /m)[0] ?? '')) return [];
    const [, from = '', to = ''] = /^diff --git (\S+) (\S+)$/m.exec(part) ?? [];
    return [from, to];
  });
}

/** git keeps what a symlink leads to as its text, without a line feed. */
function linksIn(text: string): ReadonlyMap<string, LinkChange> {
  const links = new Map<string, LinkChange>();
  const parts = text.includes(' 120000') ? text.split(/^(?=diff --git )/m) : [];
  for (const part of parts) {
    const [head = '', hunk = ''] = part.split(/^@@ .*\n/m);
    if (!/^(?:new file mode|deleted file mode|index \S+) 120000$/m.test(head)) continue;
    const [, from = '', to = ''] = /^diff --git (\S+) (\S+)$/m.exec(head) ?? [];
    const line = (sign: string) =>
      hunk
        .split('\n')
        .find((one) => one.startsWith(sign))
        ?.slice(1);
    const is = line('+');
    const file =
      is === undefined ? parts.map((one) => fileMade(one, to)).find((one) => one !== undefined) : undefined;
    links.set(unquoted(is === undefined ? from : to), {
      was: line('-'),
      is,
      ...(file === undefined ? {} : { file }),
    });
  }
  return links;
}

/** The text of a file that a diff makes at a path, as it does behind the one that takes a link away there. */
function fileMade(part: string, path: string): string | undefined {
  const [head = '', ...hunks] = part.split(/^@@ .*\n/m);
  if (!head.startsWith('diff --git ') || !/^new file mode 100\d+$/m.test(head)) return undefined;
  if (/^diff --git \S+ (\S+)$/m.exec(head)?.[1] !== path) return undefined;
  const lines = hunks
    .join('')
    .split('\n')
    .filter((line) => line.startsWith('+'));
  const end = /^\\ No newline/m.test(part) || lines.length === 0 ? '' : '\n';
  return lines.map((line) => line.slice(1)).join('\n') + end;
}

/** The text with its diff, where it is the only one, as one of that file: `diff -u old.h new.h` names two. */
export function aimedAt(name: string, text: string): string {
  const heads = [...text.matchAll(/^--- (.*)\n\+\+\+ (.*)$/gm)];
  if (heads.length !== 1 || /\/dev\/null/.test(heads[0]?.[0] ?? '')) return text;
  return text
    .replace(/^diff --git .*$/m, () => `diff --git a/${name} b/${name}`)
    .replace(/^--- .*\n\+\+\+ .*$/m, () => `--- a/${name}\n+++ b/${name}`);
}
