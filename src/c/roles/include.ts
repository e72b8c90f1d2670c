// SPDX-License-Identifier: GPL-2.0-only
import type { Edit } from '../edit.ts';
import type { SourceFile } from '../parse.ts';
import { commentEnd } from './top.ts';

/** As it is written behind #include: `<linux/lamp.h>`, `"lamp.h"`. */
type Header = `<${string}>` | `"${string}"`;

interface Include {
  readonly header: string;
  readonly start: number;
  readonly end: number;
}

/**
 * A header is included, at its place where those of its folder are in order, and behind the last of them where they are
 * not; behind all includes where there is none of its folder. A file that has it already stays as it is. Includes inside
 * of conditional groups are left alone.
 */
export function gainsInclude(file: SourceFile, header: Header): Edit[] {
  const all = includesOf(file);
  if (all.some((one) => one.header === header)) return [];
  const own = all.filter((one) => folderOf(one.header) === folderOf(header));
  const sorted = own.every((one, at) => at === 0 || (own[at - 1] as Include).header <= one.header);
  const next = sorted ? own.find((one) => one.header > header) : undefined;
  const at = next?.start ?? (own.at(-1) ?? all.at(-1))?.end ?? commentEnd(file);
  return [
    {
      ...{ path: file.path, start: at, end: at, anchor: 'include' },
      text: `#include ${header}\n`,
      purpose: `${header.slice(1, -1)} is included`,
    },
  ];
}

/** Those at file level. */
function includesOf({ root }: SourceFile): Include[] {
  return root.children
    .filter(({ type }) => type === 'preproc_include')
    .map((node) => ({
      header: node.childForFieldName('path')?.text ?? '',
      start: node.startIndex,
      end: node.endIndex,
    }));
}

/** `<linux/`, `<asm/`, `"`. */
function folderOf(header: string): string {
  return /^[<"](?:[^/]*\/)?/.exec(header)?.[0] ?? '';
}
