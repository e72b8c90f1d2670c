// SPDX-License-Identifier: GPL-2.0-only
import { type Letter, patchLetters } from '../lib/mail.ts';
import type { Found, Rule } from '../rule.ts';
import { FIXES } from './message-fixes-tag.ts';

const DIGITS = 12;

export const rule: Rule = {
  id: 'message-commit-reference',
  severity: 'warning',
  category: 'message',
  needs: ['mails'],
  checkpatch: ['GIT_COMMIT_ID'],
  title: 'A commit is referred to by fewer than 12 digits, without its title, or by its title alone.',
  why: 'Short ids become ambiguous as the repository grows, and nobody knows a commit by its number.',
  reference: 'Documentation/process/submitting-patches.rst, "Describe your changes"',
  todo: 'Refer to a commit by twelve digits and its title: 1a2b3c4d5e6f ("title").',
  // What git and b4 write of a base into cover letters are ids without titles.
  compare: ({ mails }) => patchLetters(mails).flatMap((letter) => [...judge(letter), ...titleAlone(letter)]),
};

/** `v4.16 ("lamp: Switch it on")`, `v4.16's ("…")`: a release is no commit, and checkpatch.pl looks for the word commit. */
const BY_RELEASE = /(?<![\w.])(v\d+\.\d+(?:\.\d+)?(?:-rc\d+)?)\b[^"().;:]{0,20}\("([^"]{3,200})"\)/g;

/** A title in the form of a reference behind a release, and its commit nowhere in the mail. */
function titleAlone({ name, body }: Letter): Found[] {
  const [first] = body;
  if (!first) return [];
  const text = body.map((line) => line.text).join('\n');
  return [...text.matchAll(BY_RELEASE)].flatMap(([, release = '', title = ''], at, all): Found[] => {
    const plain = title.replace(/\s+/g, ' ');
    // A title of the kernel: a subsystem, a colon.
    if (!/^[\w/,. -]+: \S/.test(plain) || all.findIndex(([, , other]) => other === title) !== at) return [];
    const words = plain.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s+');
    if (new RegExp(`[0-9a-f]{8,40}\\s+\\(?"${words}`).test(text)) return [];
    const place = text.slice(0, all[at]?.index ?? 0).match(/\n/g)?.length ?? 0;
    const message = `"${plain}" is referred to by the release ${release} alone: commit <12 digits> ("${plain}")`;
    return [{ file: name, line: first.line + place, message }];
  });
}

/**
 * A hexadecimal word that the text calls a commit, that a title follows, or that is as long as a whole id. What is part of
 * an address, a file's name or a number is none.
 */
const REFERENCE =
  /(?:\b(?:[Cc]ommits?|Fixes:)\s+([0-9a-f]{5,40})\b(?![@./-]\w)|(?<![\w/@.:=+?&#%-])([0-9a-f]{7,40})(?=\s+\("))|(?<![\w/@.:=+?&#%-])([0-9a-f]{40})\b(?![\w@./-])/g;

/** Lines that somebody's program wrote, and quotations: what is in them is not the author's to mend. */
const LOGGED = /^\s*\[\s*\d+\.\d{6}\]|^\s*>|^\t|^ {2,}|\b(?:RIP|RSP|CR2|R\d\d): |\+0x[0-9a-f]+\/0x/;
/** `lamp-commit: 1a2b…`: a tag of somebody's tracker, of which a quilt tree or a distribution has many. */
const TRACKER =
  /^\s*[A-Za-z][\w-]*:\s+[0-9a-f]{7,40}\s*$|^\s*(?:\(|\[)?[\w -]*(?:cherry[ -]picked|backported|upstream)\b/i;

function judge({ name, body }: Letter): Found[] {
  const [first] = body;
  if (!first) return [];
  const text = body.map((line) => line.text).join('\n');
  const titled = (end: number) => /^,?\s+\(?"[^"]/.test(text.slice(end));
  const all = [...text.matchAll(REFERENCE)].flatMap((match) => {
    const id = match[1] ?? match[2] ?? match[3] ?? '';
    const place = match.index + match[0].lastIndexOf(id);
    // A word of digits alone is a number, one of letters alone ("defaced") a word.
    const number = !/\d/.test(id) || (!/[a-f]/.test(id) && match[1] === undefined);
    return number ? [] : [{ id, place, titled: titled(place + id.length) }];
  });
  // A title once is enough, be it in the tag below.
  const introduced = all.filter((one) => one.titled).map(({ id }) => id);
  const told = new Set<string>();
  return all.flatMap(({ id, place, titled: own }): Found[] => {
    const line = first.line + (text.slice(0, place).match(/\n/g)?.length ?? 0);
    const written = body[line - first.line]?.text ?? '';
    // The form of the tag is message-fixes-tag's affair.
    if (LOGGED.test(written) || FIXES.test(written) || TRACKER.test(written)) return [];
    const known = introduced.some((other) => other.startsWith(id) || id.startsWith(other));
    // Git writes the one line, and the stable team the other above the whole message of that commit.
    const reverts = /(This reverts|cherry[ -]picked from) commit\s+$/.test(text.slice(0, place));
    const upstream = /^ upstream\b/i.test(text.slice(place + id.length));
    if (reverts || upstream || told.has(id)) return [];
    const short = id.length < DIGITS && (!known || own);
    if (!short && known) return [];
    told.add(id);
    const message = short
      ? `the commit ${id} is referred to by ${id.length} digits, at least ${DIGITS} are needed`
      : `the commit ${id} is referred to without its title: ${id.slice(0, DIGITS)} ("title")`;
    return [{ file: name, line, severity: short ? 'warning' : 'note', message }];
  });
}
