// SPDX-License-Identifier: GPL-2.0-only
import type { Sources } from '../../../src/series/topic.ts';
import type { TypeLayout } from '../../../src/uapi/model.ts';
import { bodiesOf, changedBodies, type FunctionText } from './body.ts';
import { parameterNames, passedIn } from './call-text.ts';
import { bareText } from './code.ts';
import { uncoveredGaps } from './coverage.ts';

/** A struct that goes to userspace as before, and is no longer cleared first. */
export interface Uncleared {
  readonly before: FunctionText;
  readonly after: FunctionText;
  readonly tag: string;
  readonly name: string;
  /** The pattern of the call that hands it out, and the function that makes it: the same, or a caller. */
  readonly out: { readonly by: FunctionText; readonly call: RegExp };
  /** What nobody writes, for messages: members, `bytes 1 to 3`. */
  readonly unset: readonly string[];
  /** Whether `unset` is all: the padding is known, and so is the size that goes out. */
  readonly isWhole: boolean;
}

/** A variable or parameter of a struct's type. */
interface Declared {
  readonly tag: string;
  readonly name: string;
  readonly pointer: boolean;
}

interface Out {
  readonly by: FunctionText;
  readonly one: Declared;
}

/** What hands bytes to userspace as they are: to its memory, its message, an attribute, an option. */
const OUT =
  '(?:_*copy_to_user|copy_to_(?:sockptr|iter|bpfptr)|nla_put(?:_64bit)?|put_cmsg|simple_read_from_buffer|memcpy_to_msg)';
const HANDS_OUT = new RegExp(`\\b${OUT}\\(`);
/** What clears a variable at all: most functions that differ have nothing of it. */
const CLEARS = /\bmemset\(|zalloc|calloc\w*\(|__GFP_ZERO|get_zeroed_page|=\s*\{/;
const DECLARES = /\bstruct\s+(\w+)\s*(\*?)\s*\b(\w+)\s*(?=[=;,)])/g;
const ZEROED = String.raw`\b\w*(?:zalloc|calloc|get_zeroed_page)\w*\(|\b__GFP_ZERO\b`;

/**
 * By the texts of functions that differ: structs on the stack or on the heap, and those that a function fills for a caller
 * that hands them out. Of one on the stack that copy_to_user() hands out and that a header of the UAPI lays out, the state
 * is judged, wherever it comes from.
 *
 * @param layoutOf layout of a struct of the UAPI by its tag
 */
export function unclearedIn(
  before: Sources,
  after: Sources,
  layoutOf: (tag: string) => TypeLayout | undefined,
): Uncleared[] {
  return changedBodies(before, after).flatMap(({ before: was, after: is }) =>
    clearedIn(was.text).flatMap((old): Uncleared[] => {
      const one = sameIn(is.text, old);
      if (!one || isCleared(is.text, one) || isFilled(is.text, one)) return [];
      const out = outOf(after, is, one);
      if (!out) return [];
      const layout = layoutOf(one.tag);
      if (layout && !one.pointer && new RegExp(`\\bcopy_to_user\\([^;]*&${one.name}\\s*,`).test(is.text))
        return [];
      const sets = (member: string) =>
        isSet(is.text, one.name, member) || isSet(out.by.text, out.one.name, member);
      const unset = layout
        ? unsetOf(layout, sets)
        : definition(after, is.path, one.tag)?.filter((m) => !sets(m));
      if (unset === undefined || (layout && unset.length === 0)) return [];
      const call = handsOut(out.one);
      const sized = /\bsizeof\b/.test(call.exec(out.by.text)?.[0] ?? '');
      return [
        {
          before: was,
          after: is,
          tag: one.tag,
          name: one.name,
          out: { by: out.by, call },
          unset,
          isWhole: sized && (layout !== undefined || unset.length > 0),
        },
      ];
    }),
  );
}

function clearedIn(text: string): Declared[] {
  return CLEARS.test(text) ? declaredIn(text).filter((one) => isCleared(text, one)) : [];
}

function declaredIn(text: string): Declared[] {
  return [...text.matchAll(DECLARES)].map(([, tag = '', star, name = '']) => ({
    tag,
    name,
    pointer: star === '*',
  }));
}

/** The variable by its name; under another name, the only one of its struct. */
function sameIn(text: string, { tag, name, pointer }: Declared): Declared | undefined {
  const own = declaredIn(text).filter((one) => one.tag === tag && one.pointer === pointer);
  return own.find((one) => one.name === name) ?? (own.length === 1 ? own[0] : undefined);
}

function isCleared(text: string, { tag, name, pointer }: Declared): boolean {
  if (new RegExp(`\\bmemset\\(\\s*${pointer ? '' : '&'}${name}\\s*,\\s*0`).test(text)) return true;
  return pointer
    ? new RegExp(`\\b${name}\\s*=[^;]*?(?:${ZEROED})`).test(text)
    : new RegExp(`\\bstruct\\s+${tag}\\s+${name}\\s*=\\s*\\{`).test(text);
}

function handsOut({ name, pointer }: Declared): RegExp {
  return new RegExp(
    `\\b${OUT}\\([^;]*[(,]\\s*(?:\\([^()]*\\)\\s*)?${pointer ? '' : '&'}${name}\\s*[,)][^;]*`,
  );
}

/**
 * Who hands the variable out: the function itself, from the stack or from memory that it got uncleared; for a parameter, a
 * function of its file that passes a variable of its own, which nobody else clears or fills.
 */
function outOf(after: Sources, is: FunctionText, one: Declared): Out | undefined {
  const place = one.pointer ? parameterNames(is.text).indexOf(one.name) : -1;
  if (place < 0) {
    const isOwn = !one.pointer || new RegExp(`\\b${one.name}\\s*=[^;]*?alloc\\w*\\(`).test(is.text);
    return isOwn && handsOut(one).test(is.text) ? { by: is, one } : undefined;
  }
  const call = new RegExp(`\\b${is.name}\\s*\\(`);
  for (const by of bodiesOf(after)) {
    if (by.path !== is.path || by.name === is.name || !HANDS_OUT.test(by.text) || !call.test(by.text))
      continue;
    const passed = passedIn(by.text, is.name)?.[place] ?? '';
    const name = /^&(\w+)$/.exec(passed)?.[1];
    const own = declaredIn(by.text).find(
      (each) => each.name === name && each.tag === one.tag && !each.pointer,
    );
    if (own && !isCleared(by.text, own) && !isFilled(by.text, own, is.name) && handsOut(own).test(by.text))
      return { by, one: own };
  }
  return undefined;
}

/** Another function, an assignment of the whole, or userspace writes all of it. @param by the one that does not */
function isFilled(text: string, { tag, name, pointer }: Declared, by?: string): boolean {
  const value = pointer ? `\\b${name}` : `&${name}`;
  const body = text.slice(text.indexOf('{'));
  const calls = [...body.matchAll(new RegExp(`\\b(\\w+)\\((?:[^;()]|\\([^;()]*\\))*?${value}\\s*[,)]`, 'g'))];
  const other = new RegExp(
    `_user$|^(?:sizeof|if|unlikely|likely|k?v?z?free\\w*|IS_ERR\\w*|PTR_ERR)$|^${OUT}$`,
  );
  if (calls.some(([, callee = '']) => callee !== by && !other.test(callee))) return true;
  const whole = `sizeof\\(\\s*(?:\\*?\\s*${name}|struct\\s+${tag})\\s*\\)`;
  if (new RegExp(`copy_from_user\\(\\s*${value}\\s*,[^;]*${whole}`).test(body)) return true;
  const assigned = pointer ? `(?<!\\bstruct\\s+\\w+\\s*)\\*${name} = ` : `(?:^|[^\\w.>&*])${name} = `;
  return new RegExp(assigned).test(body);
}

/** Names of members that are not set, and the bytes between members. */
function unsetOf(layout: TypeLayout, sets: (member: string) => boolean): string[] {
  const members = layout.members
    .filter(({ name, size, within }) => name !== '' && size > 0 && within.length === 0 && !sets(name))
    .map(({ name }) => name);
  const gaps = uncoveredGaps(layout, 0, layout.size).map(({ start, end }) => `bytes ${start} to ${end - 1}`);
  return [...members, ...gaps];
}

function isSet(text: string, name: string, member: string): boolean {
  const path = `\\b${name}(?:\\[[^\\]]*\\])?(?:\\.|->)${member}\\b`;
  return new RegExp(
    `${path}[\\w.>[\\]-]*\\s*=(?!=)|\\b(?!(?:strl?s?cpy|str[ln]?cat|v?s?c?nprintf|v?sprintf|sizeof|if)\\b)\\w+\\((?:[^;()]*,)?\\s*(?:\\([^()]*\\)\\s*)?&?${path}`,
  ).test(text);
}

/** Names of the members, as far as they stand one by one, of a struct of the file or of a header beside it. */
function definition(sources: Sources, path: string, tag: string): string[] | undefined {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const beside = sources.paths.filter(
    (one) =>
      one.startsWith(folder) && one.endsWith('.h') && sources.get(one)?.text.includes(`struct ${tag} {`),
  );
  for (const one of [path, ...beside]) {
    const file = sources.get(one);
    const body = file && new RegExp(`\\bstruct\\s+${tag}\\s*\\{([^{}]*)\\}`).exec(bareText(file))?.[1];
    if (body !== undefined)
      return [...body.matchAll(/(\w+)\s*(?:\[[^\]]*\])*\s*;/g)].map(([, name = '']) => name);
  }
  return undefined;
}
