// SPDX-License-Identifier: GPL-2.0-only
// Copies of as many bytes as a pointer has, where what it points to is meant.

import { closingPlace, commaParts } from '../../../src/c/token-group.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { tokens } from '../constants.ts';
import { bodiesOf, type FunctionText } from './body.ts';

export interface PointerSize {
  readonly body: FunctionText;
  /** The call, where it stands in the body's text. */
  readonly at: number;
  readonly callee: string;
  /** `sizeof(&st)`. */
  readonly size: string;
  /** What is meant: `st`, `*st`. */
  readonly meant: string;
}

/** Place of the size among the arguments. */
const SIZES: Readonly<Record<string, number>> = {
  copy_to_user: 2,
  copy_from_user: 2,
  copy_to_user_nofault: 2,
  copy_from_user_nofault: 2,
  copy_to_sockptr: 2,
  copy_from_sockptr: 2,
  copy_struct_from_user: 1,
  copy_struct_to_user: 1,
  clear_user: 1,
  memdup_user: 1,
  memcpy: 2,
  memmove: 2,
  memcmp: 2,
  memset: 2,
  nla_memcpy: 2,
  nla_put: 2,
  copy_to_iter: 1,
  copy_from_iter: 1,
};
const CALL = new RegExp(`\\b_{0,2}(${Object.keys(SIZES).join('|')})\\s*\\(`, 'g');
/** A pointer to these has the size of what it points to. */
const AS_WIDE = /\b(?:unsigned\s+long|long|ulong|uintptr_t|intptr_t|size_t|ssize_t)\s*$/;

/** Those of functions that differ from what they were, and that the file did not have before. */
export function pointerSizes(before: Sources, after: Sources): PointerSize[] {
  const differing = new Set(after.paths.filter((path) => before.get(path)?.text !== after.get(path)?.text));
  return bodiesOf(after).flatMap((body) => {
    if (!differing.has(body.path) || !body.text.includes('sizeof')) return [];
    const found = sizesIn(body, after);
    if (found.length === 0) return [];
    const old = bodiesOf(before).filter(({ name, path }) => name === body.name || path === body.path);
    const squashed = old.map(({ text }) => text.replace(/\s+/g, '')).join();
    return found.filter(({ call }) => !squashed.includes(call));
  });
}

function sizesIn(body: FunctionText, sources: Sources): (PointerSize & { readonly call: string })[] {
  return [...body.text.matchAll(CALL)].flatMap(({ index: at, 0: head, 1: callee = '' }) => {
    const rest = body.text.slice(at + head.length - 1, at + head.length + 400);
    const all = tokens(rest.slice(0, rest.indexOf(';') + 1 || undefined));
    const passed = all.slice(1, closingPlace(all, 0));
    const parts = commaParts(passed);
    const place = SIZES[callee] as number;
    const asked = sizeofIn(parts[place] ?? []);
    if (!asked) return [];
    const others = parts.filter((_, one) => one !== place).map((part) => bare(part).join(''));
    const meant = meantBy(asked, others, body, sources);
    if (meant === undefined) return [];
    const size = `sizeof(${asked.join('')})`;
    return [
      { body, at, callee: head.slice(0, -1).trim(), size, meant, call: `${callee}(${passed.join('')})` },
    ];
  });
}

/** What sizeof is asked of, where it is all of the size, or the least of several. */
function sizeofIn(size: readonly string[]): readonly string[] | undefined {
  const all = bare(size);
  if (/^min(_t)?$/.test(all[0] ?? '') && all[1] === '(' && closingPlace(all, 1) === all.length - 1)
    return commaParts(all.slice(2, -1)).map(sizeofIn).find(Boolean);
  if (all[0] !== 'sizeof') return undefined;
  if (all[1] !== '(') return all.length === 2 ? all.slice(1) : undefined;
  return closingPlace(all, 1) === all.length - 1 ? bare(all.slice(2, -1)) : undefined;
}

/** Without casts in front and parentheses around. */
function bare(part: readonly string[]): readonly string[] {
  if (part[0] !== '(') return part;
  const end = closingPlace(part, 0);
  if (end === part.length - 1) return bare(part.slice(1, -1));
  const cast = part.slice(1, end).every((one) => /^(?:\w+|\*)$/.test(one));
  return cast ? bare(part.slice(end + 1)) : part;
}

function meantBy(
  asked: readonly string[],
  others: readonly string[],
  body: FunctionText,
  sources: Sources,
): string | undefined {
  const text = asked.join('');
  const [, address] = /^&([A-Za-z_][\w.]*(?:->[\w.]+)*)$/.exec(text) ?? [];
  if (address !== undefined) return pointerIn(body, address, sources) ? undefined : address;
  // `copy_to_user(arg, &hdr, sizeof(hdr))` of a parameter `struct hdr *hdr` copies the pointer.
  if (/^[a-z]\w*$/.test(text) && others.includes(`&${text}`) && isStructParameter(body.text, text))
    return `*${text}`;
  if (!/^[A-Za-z_]\w*(?:(?:->|\.)\w+)*$/.test(text) || !others.includes(text)) return undefined;
  return pointerIn(body, text, sources) ? `*${text}` : undefined;
}

function isStructParameter(text: string, name: string): boolean {
  const head = text.slice(0, text.indexOf('{'));
  return new RegExp(`\\bstruct\\s+\\w+\\s*\\*\\s*(?:const\\s+)?${name}\\s*[,)]`).test(head);
}

/** Whether a variable, a parameter, or a member of what one points to is a pointer to something of another size. */
function pointerIn(body: FunctionText, path: string, sources: Sources): boolean {
  const [name = '', ...members] = path.split(/->|\./);
  const member = members.at(-1);
  if (member === undefined) return isPointer(body.text, name);
  if (members.length > 1) return false;
  const tag = new RegExp(`\\bstruct\\s+(\\w+)\\s*\\*?\\s*(?:const\\s+)?${name}\\b`).exec(body.text)?.[1];
  const struct = tag && structText(sources, body.path, tag);
  return struct ? isPointer(struct, member) : false;
}

/** By its declaration: only words, stars and other names stand between the statement's start and the name. */
function isPointer(text: string, name: string): boolean {
  const qualifiers = '(?:(?:__user|__iomem|__rcu|const|restrict|volatile)\\s+)*';
  const starred = new RegExp(
    `(?:^|[;{}(,\\n])\\s*((?:[A-Za-z_]\\w*\\s+)*[A-Za-z_]\\w*\\s*)(?:[\\w\\s,*]*,\\s*)?\\*\\s*${qualifiers}${name}\\s*(?=[=;,)])`,
  );
  const array = new RegExp(`\\b${name}\\s*\\[[^\\]]*\\]\\s*(?:\\[[^\\]]*\\]\\s*)*[=;,]`);
  const decayed = new RegExp(
    `^[^{]*\\(\\s*(?:[^{]*,)?\\s*(?:[A-Za-z_]\\w*\\s+)+${name}\\s*\\[[^\\]]*\\]\\s*[,)]`,
  );
  if (decayed.test(text)) return true;
  const type = starred.exec(text)?.[1];
  if (type === undefined || /\breturn\b/.test(type) || AS_WIDE.test(type)) return false;
  return !array.test(text.slice(text.indexOf('{')).replace(/\*\s*\w+\[[^\]]*\]\s*=(?!=)/g, ''));
}

/** A struct's members, from the driver's file or a header beside it. */
function structText(sources: Sources, path: string, tag: string): string | undefined {
  const folder = path.replace(/[^/]*$/, '');
  const beside = sources.paths.filter((one) => one.startsWith(folder) && one.endsWith('.h'));
  const pattern = new RegExp(`\\bstruct\\s+${tag}\\s*\\{((?:[^{}]|\\{[^{}]*\\})*)\\}`);
  for (const one of [path, ...beside]) {
    const text = sources.get(one)?.text;
    const found = text?.includes(tag) ? pattern.exec(text)?.[1] : undefined;
    if (found !== undefined) return `{${found}`;
  }
  return undefined;
}
