// SPDX-License-Identifier: GPL-2.0-only
import { codeAlone } from '../../src/uapi/compare/code.ts';
import { namesIn } from '../../src/uapi/compare/names.ts';
import type { Api, ApiHeader, Comparison, EarlyUse } from '../../src/uapi/model.ts';
import { headerTexts } from '../lib/self-contained.ts';
import { listed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'tre-declared-late',
  severity: 'error',
  effect: 'source-break',
  category: 'tre',
  needs: ['uapi'],
  title: 'A header uses a name above what declares it, and did not before.',
  why: 'A compiler reads from the top: a program that includes the header, and nothing before it, no longer compiles.',
  reference: 'C11, 6.2.1; init/Kconfig, UAPI_HEADER_TEST: exported headers are self-contained',
  todo: 'Move the #include, the #define or the declaration above the first use.',
  compare: ({ uapi }) => (uapi ? [...uapi.code].flatMap((name) => judge(uapi, name)) : []),
};

function judge({ before, after }: Comparison, name: string): Found[] {
  const [was, is] = [before.header(name), after.header(name)];
  if (!was || !is) return [];
  const included = changesOrder(before, after, name);
  const among = touchedWords(before, after, name);
  if (among?.size === 0 && !included) return [];
  const late = is.early({ included, ...(among ? { among } : {}) });
  if (late.length === 0) return [];
  const fresh = late.filter((one) => !isOld(was, one, included));
  const groups = new Map<string, EarlyUse[]>();
  for (const one of fresh) {
    const key = `${one.through ?? ''} ${one.declared?.header} ${one.doubtful} ${one.targets.join()}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => told(name, is, group));
}

/** Whether an #include, or a #define above one, stands below more of the other #includes than it did. */
function changesOrder(before: Api, after: Api, name: string): boolean {
  const [was, is] = [before, after].map((api) => headerTexts(api, name).map(directives)) as [
    string[][],
    string[][],
  ];
  const kept = new Set(is.flat().filter((one) => one.startsWith('include') && was.flat().includes(one)));
  // Only what stood above an #include can have been of use to it.
  const above = was.map((one) => one.slice(0, one.findLastIndex((line) => line.startsWith('include')) + 1));
  const places = new Map(above.flatMap((one) => [...placesAmong(one, kept)]));
  return is.some((one) => [...placesAmong(one, kept)].some(([line, at]) => at > (places.get(line) ?? at)));
}

/** `include <linux/types.h>`, `define LAMP_COLOURS`, in order. */
function directives(text: string): string[] {
  if (!text.includes('include')) return [];
  const all = codeAlone(text).match(/^# ?(?:include.*|define \w+)/gm) ?? [];
  return all.map((line) => line.replace(/^# ?/, ''));
}

/** How many of some #includes stand above each directive. */
function placesAmong(lines: readonly string[], kept: ReadonlySet<string>): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  let count = 0;
  for (const line of lines) {
    if (!places.has(line)) places.set(line, count);
    if (kept.has(line)) count++;
  }
  return places;
}

/**
 * Words of the lines that differ: what stands in none of them is used and declared in the order in which it was.
 * Undefined where that is not enough.
 */
function touchedWords(before: Api, after: Api, name: string): ReadonlySet<string> | undefined {
  const [was, is] = [before, after].map((api) => headerTexts(api, name)) as [
    readonly string[],
    readonly string[],
  ];
  if (was.length !== is.length) return undefined;
  const words = new Set<string>();
  for (const [at, text] of is.entries()) {
    const [old, fresh] = differing(codeAlone(was[at] ?? '').split('\n'), codeAlone(text).split('\n'));
    const added = beyond(fresh, old);
    const removed = added ? [] : beyond(old, fresh);
    const lines = added ?? removed ?? [...old, ...fresh];
    if (lines.some((line) => (added ? HIDES : CHOOSES).test(line))) return undefined;
    for (const line of lines) for (const word of namesIn(line)) words.add(word);
  }
  return words;
}

/** What other lines mean may depend on it. */
const CHOOSES = /^# ?(?:include|if|el|endif|undef|pragma|error)/;
/** The same of a line that comes: an #include more takes nothing away. */
const HIDES = /^# ?(?:if|el|undef)/;

/** The lines that some have beside all of the others, which stand among them in order; undefined where they do not. */
function beyond(lines: readonly string[], others: readonly string[]): string[] | undefined {
  let next = 0;
  const more = lines.filter((line) => line !== others[next] || !++next);
  return next === others.length ? more : undefined;
}

/** Without the lines at both ends that are the same. */
function differing(was: readonly string[], is: readonly string[]): [string[], string[]] {
  const most = Math.min(was.length, is.length);
  let from = 0;
  while (from < most && was[from] === is[from]) from++;
  let to = 0;
  while (to < most - from && was[was.length - 1 - to] === is[is.length - 1 - to]) to++;
  return [was.slice(from, was.length - to), is.slice(from, is.length - to)];
}

/** Whether the old side used the name too soon as well, or without anything that declares it, on all of the targets. */
function isOld(was: ApiHeader, { name, targets }: EarlyUse, included: boolean): boolean {
  const found = was
    .early({ undeclared: new Set([name]), included })
    .filter((one) => one.name === name)
    .flatMap((one) => one.targets);
  return targets.every((target) => found.includes(target));
}

function told(name: string, { path }: ApiHeader, group: readonly EarlyUse[]): Found {
  const [{ by, line, through, declared, doubtful, targets }] = group as [EarlyUse];
  const names = listed(group.map((one) => one.name));
  const them = group.length > 1 ? 'them' : 'it';
  const where =
    declared?.header === name
      ? `line ${declared.line}, which declares ${group.length > 1 ? 'the first of them' : 'it'}`
      : `its #include of ${declared?.header}, which brings ${them}`;
  const message =
    through === undefined
      ? `${name} uses ${names} in ${by}, above ${where}`
      : `${name} includes ${through}, which uses ${names}, above ${where}`;
  const found: Found = { file: path, line, symbol: name, message, targets, key: through ?? 'own' };
  return doubtful
    ? {
        ...found,
        message: `${message}; it includes something that kpw does not have, which may declare the same`,
        severity: 'warning',
        effect: 'undetermined',
      }
    : { ...found, breaks: ['recompiled source'] };
}
