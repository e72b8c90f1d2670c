// SPDX-License-Identifier: GPL-2.0-only
import { blankComments } from '../../src/c/comments.ts';
import { lazily } from '../../src/memo.ts';
import { headerText } from '../../src/uapi/header-text.ts';
import type { Api, ApiEnumerator, ApiType, Comparison, Pair } from '../../src/uapi/model.ts';
import { areOneHeader, isOneText } from '../lib/guards.ts';
import { hasHeader } from '../lib/has.ts';
import { includesOf } from '../lib/names.ts';
import { placed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'dec-name-taken',
  severity: 'error',
  effect: 'source-break',
  category: 'dec',
  needs: ['uapi'],
  title: 'A header gains a tag or an enumerator that another header declares too.',
  why: 'A program that includes both headers does not compile: tags of structs, unions and enums are one set of names, enumerators are another.',
  reference: 'C11 6.2.3, 6.7.2.3',
  todo: "Give it a name that begins with the header's own.",
  compare: ({ uapi }) => (uapi ? judge(uapi) : []),
};

type Named = Pair<ApiType | ApiEnumerator>;

function judge(uapi: Comparison): Found[] {
  const isNew = ({ before, after }: Named) => !before && after !== undefined;
  const fresh: readonly Named[] = [...uapi.types, ...uapi.enumerators].filter(isNew);
  if (fresh.length === 0) return [];
  const words = new Set(fresh.map(({ name }) => tagOf(name)));
  const users = lazily(() => headersWith(uapi.after, words));
  const told = new Set<string>();
  return fresh.flatMap((pair): Found[] => {
    const { name, header, after } = pair;
    const tag = tagOf(name);
    if (!after) return [];
    const other = (users().get(tag) ?? []).find((one) => isTaken(uapi, pair, after, one));
    // Of two that are new the first is told; of the enumerators of one enum one.
    const key = `${header} ${other}${'enum' in after ? ' enumerators' : ` ${tag}`}`;
    if (other === undefined || told.has(key) || isConditional(uapi.after, header, tag)) return [];
    told.add(key);
    const what = 'enum' in after ? `the enumerator ${name}` : name;
    const found = {
      ...placed(pair),
      message: `${what} is new in ${header}, and ${other} has one of that name too: who includes both no longer compiles`,
      key: other,
    };
    return hasHeader(uapi.before, header)
      ? [{ ...found, breaks: ['recompiled source'] }]
      : [{ ...found, severity: 'warning', effect: 'defect' }];
  });
}

function isTaken(uapi: Comparison, { name, header }: Named, mine: ApiType | ApiEnumerator, other: string) {
  const { before, after } = uapi;
  if (other === header || areOneHeader(other, header) || isOneText(after, other, header)) return false;
  if (includesOf(after, other).has(header) || includesOf(after, header).has(other)) return false;
  const tag = tagOf(name);
  if (isConditional(after, other, tag)) return false;
  const declared = (api: Api) => {
    const { types = [], enumerators = [] } = api.header(other) ?? {};
    return 'enum' in mine
      ? enumerators.find((one) => one.name === name)
      : types.find((one) => tagOf(one.name) === tag);
  };
  const theirs = declared(after);
  const isBoth = theirs !== undefined && [...mine.on.keys()].some((id) => theirs.on.has(id));
  return isBoth && (declared(before) !== undefined || other < header);
}

function tagOf(name: string): string {
  return name.replace(/^(struct|union|enum) /, '');
}

/** Headers in which any of some words stands, by the word. */
function headersWith(api: Api, words: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const name of [...new Set(api.targets.flatMap((target) => api.headers.names(target)))].sort())
    for (const word of new Set(headerText(api, name)?.text.match(/\w+/g)))
      if (words.has(word)) found.set(word, [...(found.get(word) ?? []), name]);
  return found;
}

/** Whether a name is declared in a group of #if other than the header's guard: of two headers only one may declare it. */
function isConditional(api: Api, header: string, name: string): boolean {
  const text = blankComments(headerText(api, header)?.text ?? '');
  const at = new RegExp(`\\b${name}\\b`).exec(text)?.index ?? 0;
  let depth = 0;
  for (const [, word] of text.slice(0, at).matchAll(/^[ \t]*#[ \t]*(if(?:n?def)?|endif)\b/gm))
    depth += word === 'endif' ? -1 : 1;
  return depth > 1;
}
