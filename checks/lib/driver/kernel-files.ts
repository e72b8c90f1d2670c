// SPDX-License-Identifier: GPL-2.0-only

import { lineOf } from '../../../src/c/lines.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import type { Quotation } from '../../../src/series/finding.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { oneLine } from '../tell.ts';
import { bareText, isDriver } from './code.ts';

/** What became of an attribute of sysfs. */
export interface AttributeChange {
  readonly name: string;
  readonly lost: 'file' | 'read' | 'write';
  /** Of the side before. */
  readonly place: Quotation;
}

const DEFINED =
  /\b(?:DEVICE|DRIVER|BUS|CLASS)_ATTR(?:_(?:ADMIN_)?(RW|RO|WO))?\s*\(\s*(\w+)\s*(?:,([^;]*))?\)\s*;/g;
const LISTED = /&\s*(?:dev|driver|bus|class)_attr_(\w+)\b/g;

/** Attributes of drivers that differ which no driver at hand has any more, or which lost their reading or writing. */
export function attributeChanges(before: Sources, after: Sources): AttributeChange[] {
  const paths = [...new Set([...before.paths, ...after.paths])].filter(isDriver);
  const differing = paths.filter((path) => before.get(path)?.text !== after.get(path)?.text);
  const found = differing.flatMap((path) => attributesIn(before.get(path)));
  if (found.length === 0) return [];
  const now = differing.flatMap((path) => attributesIn(after.get(path)));
  // A table may stand in another file than what it lists.
  const [were, are] = [before, after].map((side) =>
    listedIn(differing.flatMap((path) => side.get(path) ?? [])),
  );
  return found.flatMap(({ name, read, write, place }): AttributeChange[] => {
    const others = now.filter((one) => one.name === name);
    if (others.length === 0 || (were?.has(name) && !are?.has(name)))
      return isElsewhere(before, after, differing, name) ? [] : [{ name, lost: 'file', place }];
    return [
      ...(read && !others.some((one) => one.read) ? [{ name, lost: 'read' as const, place }] : []),
      ...(write && !others.some((one) => one.write) ? [{ name, lost: 'write' as const, place }] : []),
    ];
  });
}

/** Whether a file that did not change lists it, or a file that did makes a file of that name in another way. */
function isElsewhere(before: Sources, after: Sources, differing: readonly string[], name: string): boolean {
  const uses = new RegExp(`_attr_${name}\\b`);
  const named = new RegExp(`\\b_?_?\\w*ATTR\\w*\\s*\\(\\s*${name}\\b|"${name}"`);
  return after.paths.filter(isDriver).some((path) => {
    const text = after.get(path)?.text ?? '';
    if (!differing.includes(path)) return uses.test(text);
    return (
      named.test(text.replace(DEFINED, '')) &&
      !named.test((before.get(path)?.text ?? '').replace(DEFINED, ''))
    );
  });
}

function listedIn(files: readonly SourceFile[]): ReadonlySet<string> {
  return new Set(files.flatMap((file) => [...bareText(file).matchAll(LISTED)].map(([, name = '']) => name)));
}

function attributesIn(source: SourceFile | undefined) {
  if (!source?.text.includes('_ATTR')) return [];
  const plain = bareText(source);
  return [...plain.matchAll(DEFINED)].map(({ index, 0: whole, 1: kind, 2: name = '', 3: rest = '' }) => {
    const [, show = 'NULL', store = 'NULL'] = rest.split(',').map((one) => one.trim());
    const line = lineOf(plain, index);
    return {
      name,
      read: kind ? kind !== 'WO' : show !== 'NULL',
      write: kind ? kind !== 'RO' : store !== 'NULL',
      place: { file: source.path, line, text: oneLine(whole) },
    };
  });
}
