// SPDX-License-Identifier: GPL-2.0-only
import type { Letter } from './mail.ts';

/** One `Name: value` line of a commit message that tools read. */
export interface Tag {
  readonly name: string;
  readonly value: string;
  /** 1-based, in the mail. */
  readonly line: number;
}

/** The tags whose value is a person (submitting-patches.rst, "Sign your work" and the two sections behind it). */
export const PERSON_TAGS = [
  'Signed-off-by',
  'Co-developed-by',
  'Acked-by',
  'Reviewed-by',
  'Tested-by',
  'Reported-by',
  'Suggested-by',
] as const;

const OTHERS = ['Cc', 'Fixes', 'Closes', 'Link'];
const KNOWN = new Set([...PERSON_TAGS, ...OTHERS].map((name) => name.toLowerCase()));

/** Unindented lines of a message that begin as a tag: one that is known, or anything that is done by somebody. */
export function messageTags({ body }: Letter): Tag[] {
  return body.flatMap(({ text, line }) => {
    const [, name = '', value = ''] = /^([A-Za-z][A-Za-z-]*):[ \t]*(.*)$/.exec(text) ?? [];
    const isTag = KNOWN.has(name.toLowerCase()) || /-by$/i.test(name);
    return isTag ? [{ name, value: value.trim(), line }] : [];
  });
}

export function tagsNamed(tags: readonly Tag[], name: string): Tag[] {
  return tags.filter((tag) => tag.name.toLowerCase() === name.toLowerCase());
}

/** `Ada Lamp <ada@lamp.org>` taken apart, in lower case for comparison. */
function personOf(value: string): { name: string; address: string } {
  // A page of an archive, and some tags, give the name alone.
  const alone: readonly string[] = value.includes('@') ? [] : ['', value];
  const [, name = '', address = ''] = /^\s*(.*?)\s*<([^<>]*)>/.exec(value) ?? alone;
  const bare = address === '' && value.includes('@') ? value : address;
  return { name: plainName(name), address: bare.trim().toLowerCase() };
}

/** `Lamp, Ada (Lamps Ltd)` and `"Ada Lamp"` are one name: mail gateways turn names around, and add companies. */
function plainName(name: string): string {
  const bare = name
    .replace(/\([^)]*\)|\[[^\]]*\]|["']/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
  const [, last, first] = /^([^,]+), ([^,]+)$/.exec(bare) ?? [];
  return (last === undefined ? bare : `${first} ${last}`).replace(/\./g, '');
}

/** Whether two values mean one person: the address or the name is the same. */
export function samePerson(a: string, b: string): boolean {
  const [one, other] = [personOf(a), personOf(b)];
  return (
    (one.address !== '' && one.address === other.address) || (one.name !== '' && one.name === other.name)
  );
}
