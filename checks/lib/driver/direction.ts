// SPDX-License-Identifier: GPL-2.0-only
import type { Sources } from '../../../src/series/topic.ts';
import { type Code, callsIn, isDriver } from './code.ts';
import { ASKED_BY_NUMBER } from './commands.ts';
import { armsOf, tableRows } from './dispatch.ts';
import { definitionOf } from './functions.ts';

/** Which ways the handlers of a command carry data, with the call that shows each. */
export interface Traffic {
  /** From userspace: `copy_from_user`. */
  readonly reads: string | undefined;
  /** To userspace. */
  readonly writes: string | undefined;
  readonly file: string;
  readonly function: string;
}

const READS =
  /^(_{0,2}copy_(struct_)?from_user|_{0,2}get_user|v?memdup_user(_nul)?|memdup_array_user|strndup_user|copy_from_sockptr|unsafe_get_user)$/;
const WRITES = /^(_{0,2}copy_(struct_)?to_user|_{0,2}put_user|clear_user|copy_to_sockptr|unsafe_put_user)$/;

const commands = new WeakMap<Sources, ReadonlyMap<string, ReadonlySet<string>>>();
const ASKED = new RegExp(
  [
    String.raw`\bcase\s+(NAME)\s*:`,
    String.raw`\b\w+\s*[!=]=\s*(NAME)`,
    String.raw`\b\w*IOCTL_\w*\(\s*(NAME)`,
    ...ASKED_BY_NUMBER,
  ]
    .join('|')
    .replaceAll('NAME', String.raw`[A-Z]\w+`),
  'g',
);

/** Files of drivers that ask for a command anywhere, from one pass over their texts. */
export function askedIn(sources: Sources, command: string): ReadonlySet<string> {
  let known = commands.get(sources);
  if (!known) {
    const found = new Map<string, Set<string>>();
    for (const path of sources.paths.filter(isDriver))
      for (const [, ...names] of (sources.get(path)?.text ?? '').matchAll(ASKED)) {
        const name = names.find((one) => one !== undefined) ?? '';
        found.set(name, (found.get(name) ?? new Set()).add(path));
      }
    known = found;
    commands.set(sources, found);
  }
  return known.get(command) ?? new Set();
}

export function isAsked(sources: Sources, command: string): boolean {
  return askedIn(sources, command).size > 0;
}

/** One for each dispatcher of the drivers at hand that takes the command; calls are followed two deep. */
export function trafficOf(sources: Sources, command: string): Traffic[] {
  if (!isAsked(sources, command)) return [];
  if (tableRows(sources).some(({ name }) => name === command)) return [];
  return armsOf(sources, command).map(({ dispatcher, arm }) => {
    const seen = new Set<string>();
    const calls = called(sources, arm.code, seen, 2);
    return {
      reads: calls.find((name) => READS.test(name)),
      writes: calls.find((name) => WRITES.test(name)),
      file: dispatcher.code.file.path,
      function: dispatcher.function,
    };
  });
}

function called(sources: Sources, code: Code, seen: Set<string>, depth: number): string[] {
  const names = [...new Set(callsIn(code).map(({ name }) => name))];
  if (depth === 0) return names;
  const deeper = names.flatMap((name) => {
    if (seen.has(name)) return [];
    seen.add(name);
    const callee = definitionOf(sources, code.file, name);
    return callee ? called(sources, callee, seen, depth - 1) : [];
  });
  return [...names, ...deeper];
}
