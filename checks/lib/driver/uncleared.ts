// SPDX-License-Identifier: GPL-2.0-only
import type { Sources } from '../../../src/series/topic.ts';
import { changedBodies, type FunctionText } from './body.ts';

/** A struct on the stack that goes to userspace as before, and is no longer cleared first. */
export interface Uncleared {
  readonly before: FunctionText;
  readonly after: FunctionText;
  readonly tag: string;
  readonly name: string;
  /** Members that the function sets nowhere by their names; undefined where the struct's definition is not in its file. */
  readonly unset: readonly string[] | undefined;
}

/**
 * By the texts of functions that differ, for the structs that no header exports: what a driver lays out for 32-bit
 * programs, for one. Of those of the UAPI the layout is known, and tells more.
 */
export function unclearedIn(before: Sources, after: Sources): Uncleared[] {
  return changedBodies(before, after).flatMap(({ before: was, after: is }) =>
    clearedIn(was.text)
      .filter(({ tag, name }) => isHandedOut(is.text, name) && !isCleared(is.text, tag, name))
      .flatMap(({ tag, name }): Uncleared[] => {
        if (!new RegExp(`\\bstruct\\s+${tag}\\s+(?:\\w+,\\s*)*${name}\\s*[;,]`).test(is.text)) return [];
        const own = definition(after.get(is.path)?.text ?? '', tag);
        if (own === undefined || isFilled(is.text, name)) return [];
        return [
          { before: was, after: is, tag, name, unset: own.filter((one) => !isSet(is.text, name, one)) },
        ];
      }),
  );
}

function clearedIn(text: string): { tag: string; name: string }[] {
  if (!text.includes('copy_to_user')) return [];
  return [...text.matchAll(/\bstruct\s+(\w+)\s+(\w+)\s*(?:=\s*\{|;)/g)].flatMap(([, tag = '', name = '']) =>
    isCleared(text, tag, name) && isHandedOut(text, name) ? [{ tag, name }] : [],
  );
}

function isCleared(text: string, tag: string, name: string): boolean {
  return (
    new RegExp(`\\bmemset\\(\\s*&${name}\\s*,\\s*0`).test(text) ||
    new RegExp(`\\bstruct\\s+${tag}\\s+${name}\\s*=\\s*\\{`).test(text)
  );
}

function isHandedOut(text: string, name: string): boolean {
  return new RegExp(`\\bcopy_to_user\\([^;]*&${name}\\s*,`).test(text);
}

/** Another function, or an assignment of the whole, may write all of it. */
function isFilled(text: string, name: string): boolean {
  const calls = [...text.matchAll(new RegExp(`\\b(\\w+)\\([^;]*?&${name}\\s*[,)]`, 'g'))];
  return (
    calls.some(([, callee = '']) => !/_user$|^sizeof$|^if$/.test(callee)) ||
    new RegExp(`(?:^|[^\\w.>&])${name} = `).test(text)
  );
}

function isSet(text: string, name: string, member: string): boolean {
  return new RegExp(
    `\\b${name}\\.${member}\\b(?:\\[\\w+\\])?\\s*=(?!=)|\\w\\(\\s*&?${name}\\.${member}\\b`,
  ).test(text);
}

/** Names of the members, as far as they stand one by one. */
function definition(text: string, tag: string): string[] | undefined {
  const body = new RegExp(`\\bstruct\\s+${tag}\\s*\\{([^{}]*)\\}`).exec(text)?.[1];
  return body === undefined
    ? undefined
    : [...body.matchAll(/(\w+)\s*(?:\[[^\]]*\])*\s*;/g)].map(([, name = '']) => name);
}
