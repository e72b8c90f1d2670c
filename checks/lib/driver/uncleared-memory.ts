// SPDX-License-Identifier: GPL-2.0-only
// Memory that was cleared and is not, where no struct says what of it is written: buffers, and what a caller hands in.
import type { Sources } from '../../../src/series/topic.ts';
import { type BodyPair, changedBodies, type FunctionText } from './body.ts';
import { parameterNames, passedIn } from './call-text.ts';
import { callersOf, isReached } from './reached.ts';

export interface UnclearedMemory extends BodyPair {
  /** `buffer`, `dst->grh` */
  readonly name: string;
  readonly kind: 'allocated' | 'passed';
}

const ZEROED = /\b(\w+)\s*=\s*(?:\([^()]*\)\s*)?(?:k|kv|v)(?:zalloc|calloc)(?:_node)?\s*\(/g;
const CLEARED = /\bmemset\s*\(\s*&?\s*([\w>.-]*\w)\s*,\s*0\s*,([^;]*)\)\s*;/g;

/**
 * Buffers of bytes on the heap, and parameters through which a function answers: bytes with their number, or a struct that
 * programs know.
 *
 * @param isKnown whether a header of the UAPI lays a struct out, by its tag
 */
export function unclearedMemory(
  before: Sources,
  after: Sources,
  isKnown: (tag: string) => boolean,
): UnclearedMemory[] {
  return changedBodies(before, after).flatMap(({ before: was, after: is }) => [
    ...[...was.text.matchAll(ZEROED)].flatMap(([, name = '']): UnclearedMemory[] =>
      isBuffer(was.text, name) && isUncleared(is.text, name) && leaves(is.text, name) && isReached(after, is)
        ? [{ before: was, after: is, name, kind: 'allocated' }]
        : [],
    ),
    ...[...was.text.matchAll(CLEARED)].flatMap(([, name = '', size = '']): UnclearedMemory[] =>
      isAnswer(was.text, name, size.trim(), isKnown) &&
      isLeft(is.text, name) &&
      !callersOf(after, is).some((by) => clearsFor(by, is, name))
        ? [{ before: was, after: is, name, kind: 'passed' }]
        : [],
    ),
  ]);
}

/** Whether a caller clears what it passes. */
function clearsFor({ text }: FunctionText, called: FunctionText, name: string): boolean {
  const place = parameterNames(called.text).indexOf(name.split(/->|\./)[0] ?? '');
  const passed = (passedIn(text, called.name)?.[place] ?? '').replace(/^&/, '');
  const first = /^\w+/.exec(passed)?.[0];
  if (first === undefined) return true;
  const own = [...new Set([first, passed.replace(/[^\w>.-]/g, '')])].join('|').replace(/[.]/g, '\\.');
  return new RegExp(
    `\\bmem(?:set|zero)\\w*\\s*\\(\\s*&?\\*?(?:${own})\\s*,|\\b${first}\\s*=\\s*(?:\\{|[^;]*(?:zalloc|calloc|__GFP_ZERO))`,
  ).test(text);
}

/** Bytes: of a struct, its members say what is written. */
function isBuffer(text: string, name: string): boolean {
  return new RegExp(
    `\\b(?:char|u8|__u8|void|u32|__u32|u16|__u16)\\s*\\*\\s*(?:\\w+\\s*(?:=[^;,]*)?,\\s*\\*?\\s*)*${name}\\b`,
  ).test(text);
}

function isUncleared(text: string, name: string): boolean {
  const made = new RegExp(`\\b${name}\\s*=\\s*(?:\\([^()]*\\)\\s*)?(?:k|kv|v)malloc\\w*\\s*\\(([^;]*)`).exec(
    text,
  )?.[1];
  if (made === undefined || made.includes('__GFP_ZERO')) return false;
  return !new RegExp(
    `\\b(?:memset|copy_from_user|memcpy|scnprintf|snprintf|strscpy)\\s*\\(\\s*${name}\\b`,
  ).test(text);
}

/** Whether what is in it goes to another place: to userspace, or element by element. */
function leaves(text: string, name: string): boolean {
  return new RegExp(
    `\\bcopy_to_user\\([^;]*,\\s*${name}\\b|=\\s*[^=;]*\\b${name}\\s*\\[|\\bmemcpy\\(\\s*[^;,]+,\\s*${name}\\b`,
  ).test(text);
}

function isAnswer(text: string, name: string, size: string, isKnown: (tag: string) => boolean): boolean {
  const parameters = parameterNames(text);
  const [first = '', ...members] = name.split(/->|\./);
  if (!parameters.includes(first)) return false;
  const head = text.slice(0, text.indexOf('{'));
  if (members.length === 0 && parameters.includes(size))
    return new RegExp(`\\b(?:void|char|u8|__u8)\\s*\\*\\s*${first}\\b`).test(head);
  const tag = new RegExp(`\\bstruct\\s+(\\w+)\\s*\\*\\s*${first}\\b`).exec(head)?.[1];
  return tag !== undefined && isKnown(tag);
}

/** Whether nothing clears or writes the whole of it, but it is still written in part. */
function isLeft(text: string, name: string): boolean {
  const path = name.replace(/[.]/g, '\\.');
  if (new RegExp(`\\b(?:mem(?:set|zero)\\w*|bzero|clear_\\w+)\\s*\\(\\s*&?\\s*${path}\\s*,`).test(text))
    return false;
  if (new RegExp(`(?:^|[;{}]\\s*)\\*?${path}\\s*=(?!=)`).test(text)) return false;
  return new RegExp(`\\b${path}(?:->|\\.|\\[)|\\bmemcpy\\(\\s*&?${path}\\s*,`).test(text);
}
