// SPDX-License-Identifier: GPL-2.0-only
import { lineOf } from '../../../src/c/lines.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { oneLine } from '../tell.ts';
import { bareText } from './code.ts';

/** A table of what a file's or a socket's calls do. */
export interface OperationTable {
  readonly name: string;
  readonly entries: readonly OperationEntry[];
}

export interface OperationEntry {
  /** `read`, `proc_read`, `unlocked_ioctl`. */
  readonly entry: string;
  /** The function; `&lamp_x` and expressions by their first word. */
  readonly handler: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

const TABLE =
  /\bstruct\s+(?:file_operations|proto_ops|block_device_operations|proc_ops|v4l2_file_operations|tty_operations)\s+(\w+)\s*=\s*\{([^}]*)\}/g;
const ENTRY = /\.(\w+)\s*=\s*(?!NULL\b)&?(\w+)/g;

/** The tables of a file, with the entries that are not NULL. */
export function operationsIn(file: SourceFile | undefined): OperationTable[] {
  if (!file || !/_op/.test(file.text)) return [];
  const plain = bareText(file);
  return [...plain.matchAll(TABLE)].map(({ 0: whole, 1: name = '', 2: body = '', index }) => {
    const start = index + whole.length - 1 - body.length;
    const entries = [...body.matchAll(ENTRY)].map(({ 1: entry = '', 2: handler = '', index: at }) => {
      const line = lineOf(plain, start + at);
      return { entry, handler, line, text: oneLine(plain.split('\n')[line - 1] ?? '') };
    });
    return { name, entries };
  });
}
