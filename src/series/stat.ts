// SPDX-License-Identifier: GPL-2.0-only
import { compile } from '../c/anchor.ts';
import { macros } from '../c/macro.ts';
import type { SourceFile } from '../c/parse.ts';
import type { Mail } from './mail.ts';
import type { Sources } from './topic.ts';

export interface DiffStat {
  files: number;
  insertions: number;
  deletions: number;
}

/** What `git apply --stat` would count in some mails together; a file that two of them change counts once. */
export function diffStat(mails: readonly Mail[]): DiffStat {
  const files = new Set<string>();
  let insertions = 0;
  let deletions = 0;
  for (const { text } of mails) {
    let left = 0;
    for (const line of text.split('\n')) {
      const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
      const file = /^diff --git a\/(\S+) /.exec(line);
      if (hunk) left = Number(hunk[1] ?? 1) + Number(hunk[2] ?? 1);
      else if (file && left === 0) files.add(file[1] ?? '');
      else if (left > 0 && line.startsWith('+')) [insertions, left] = [insertions + 1, left - 1];
      else if (left > 0 && line.startsWith('-')) [deletions, left] = [deletions + 1, left - 1];
      else if (left > 0 && !line.startsWith('\\')) left -= 2;
    }
  }
  return { files: files.size, insertions, deletions };
}

/** Macros, structs and unions of UAPI headers that one side has and the other has not. */
export function uapiNames(before: Sources, after: Sources): { added: string[]; removed: string[] } {
  const old = namesOf(before);
  const now = namesOf(after);
  return {
    added: [...now].filter((name) => !old.has(name)),
    removed: [...old].filter((name) => !now.has(name)),
  };
}

function namesOf(sources: Sources): Set<string> {
  const names = new Set<string>();
  for (const path of sources.paths) {
    const file = /(^|\/)include\/uapi\//.test(path) ? sources.get(path) : undefined;
    if (!file) continue;
    for (const { name } of macros(file)) names.add(name);
    for (const name of typesOf(file)) names.add(name);
  }
  return names;
}

const NAMED = `[
  (struct_specifier name: (type_identifier) body: (field_declaration_list)) @site
  (union_specifier name: (type_identifier) body: (field_declaration_list)) @site
]`;

/** `struct vfio_region_info`: named structs and unions with a body, in order. */
function typesOf(file: SourceFile): string[] {
  return compile(NAMED)
    .captures(file.root)
    .map(({ node }) => `${node.type.replace('_specifier', '')} ${node.childForFieldName('name')?.text}`);
}
