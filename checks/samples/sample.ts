// SPDX-License-Identifier: GPL-2.0-only
import { memo } from '../../src/memo.ts';
import type { Patch } from '../../src/series/compose.ts';
import { Snapshot } from '../../src/series/sources.ts';
import { comparisonOf } from '../lib/api.ts';
import { headersAmong } from '../lib/headers.ts';
import { elsewhereIn } from '../lib/review/elsewhere.ts';
import type { Need, Subject } from '../rule.ts';

/** A made-up change, small enough to be read on a rule's page. */
export interface Sample {
  /** What it shows: `a number in use on a device descriptor`. */
  readonly name: string;
  /** By path in the tree. Headers may include linux/types.h, linux/ioctl.h and linux/stddef.h of the prelude. */
  readonly before?: Readonly<Record<string, string>>;
  readonly after?: Readonly<Record<string, string>>;
  /** As of a subject. */
  readonly unread?: Subject['unread'];
  /** By file name. */
  readonly mails?: Readonly<Record<string, string>>;
  /** The patches that lead from `before` to `after`; see `posted`. */
  readonly patches?: readonly Patch[];
  /** Other files of the tree, which nobody changes. */
  readonly rest?: Readonly<Record<string, string>>;
  /** Headers of a newer kernel. */
  readonly newer?: Readonly<Record<string, string>>;
  readonly run?: Subject['run'];
  readonly origins?: readonly string[];
}

/**
 * A sample as the rules get it. It has drivers where there is a file of C outside of the headers, and the rest of the
 * tree where there is documentation, a selftest or a copy of a header.
 */
export const subjectOf = memo(made);

function made(sample: Sample): Subject {
  const {
    name,
    before = {},
    after = {},
    mails = {},
    unread,
    patches = [],
    rest,
    newer,
    run,
    origins,
  } = sample;
  const paths = [...Object.keys(before), ...Object.keys(after)];
  return {
    name,
    before: new Snapshot('before', new Map(Object.entries(before))),
    after: new Snapshot('after', new Map(Object.entries(after))),
    uapi:
      paths.length > 0
        ? comparisonOf(headersAmong('before', before), headersAmong('after', after))
        : undefined,
    lacks: lacksOf(paths),
    ...(unread ? { unread } : {}),
    ...(rest
      ? {
          elsewhere: elsewhereIn(
            new Map(Object.entries({ ...rest, ...before })),
            new Map(Object.entries(newer ?? {})),
          ),
        }
      : {}),
    ...(newer
      ? {
          newer: {
            spec: 'a newer kernel',
            api: comparisonOf(headersAmong('newer', newer), headersAmong('newer', newer)).after,
          },
        }
      : {}),
    ...(run ? { run } : {}),
    ...(origins ? { origins } : {}),
    patches,
    mails: Object.entries(mails).map(([file, text]) => ({
      name: file,
      text: Buffer.from(text, 'utf8').toString('latin1'),
    })),
  };
}

function lacksOf(paths: readonly string[]): Partial<Record<Need, string>> {
  const drivers = paths.some((path) => path.endsWith('.c') && !path.startsWith('tools/'));
  const tree = paths.some((path) => /^(Documentation|tools)\//.test(path));
  return {
    ...(drivers ? {} : { drivers: 'the sample has no driver' }),
    ...(tree ? {} : { tree: 'the sample is no whole tree' }),
  };
}

/** Replaces each text, which must be there exactly once: a sample that no longer says what it shows fails. */
export function edited(
  text: string,
  ...replacements: readonly (readonly [from: string, to: string])[]
): string {
  return replacements.reduce((now, [from, to]) => {
    if (now.split(from).length !== 2) throw new Error(`a sample replaces what is not there once: ${from}`);
    return now.replace(from, () => to);
  }, text);
}

/** The change of one file, by replacements as of `edited`. */
export function changeOf(
  path: string,
  text: string,
  ...replacements: readonly (readonly [from: string, to: string])[]
): { before: Record<string, string>; after: Record<string, string> } {
  return { before: { [path]: text }, after: { [path]: edited(text, ...replacements) } };
}

const AUTHOR = 'Ada Lamp <ada.lamp@kernel.org>';
const STAT = ' drivers/vfio/lamp.c | 2 +-\n';

/** What a mail has that not every one has. */
export interface LetterParts {
  readonly from?: string;
  /** More headers, a line each. */
  readonly headers?: string;
  /** Whether the author has signed off; otherwise the body says who did. */
  readonly signed?: boolean;
  /** What stands between `---` and the diffstat. */
  readonly below?: string;
  readonly diff?: string;
}

/** A mail as git format-patch writes it, with just what the rules read. */
export function letter(
  subject: string,
  body: string,
  { from = AUTHOR, headers = '', signed = true, below = '', diff = '' }: LetterParts = {},
): string {
  const tags = /^[A-Z][\w-]+: .*\n$/.test(body.split(/^(?=.)/m).at(-1) ?? '');
  const sign = signed ? `${tags ? '' : '\n'}Signed-off-by: ${from}\n` : '';
  return `From: ${from}
Date: Mon, 1 Jan 2024 00:00:00 +0000
Subject: ${subject}
${headers}
${body}${sign}---
${below}${below === '' ? '' : '\n'}${STAT}${diff === '' ? '' : `\n${diff}`}`;
}

/** What most samples say where the message is not the point. */
export const REASON =
  'The lamp is on whenever the machine is, and nobody can sleep.\n\nLet userspace dim it.\n';

/** A cover letter. */
export function cover(subject: string, body: string, headers = ''): string {
  const head = `From: ${AUTHOR}\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nSubject: ${subject}\n${headers}`;
  return `${head}\n${body}\n${STAT}`;
}

/** The diff of one file from the lines of one hunk, each with its sign in front. */
export function diffOf(path: string, ...hunks: readonly (readonly string[])[]): string {
  const made = hunks.length === 1 && hunks[0]?.every((line) => line.startsWith('+'));
  const texts = hunks.map((lines, at) => {
    const count = (sign: string) => lines.filter((line) => !line.startsWith(sign)).length;
    const [old, fresh] = [count('+'), count('-')];
    const start = made ? 0 : 10 + 100 * at;
    return `@@ -${start},${old} +${made ? 1 : start},${fresh} @@\n${lines.join('\n')}\n`;
  });
  const head = made ? `new file mode 100644\n--- /dev/null` : `--- a/${path}`;
  return `diff --git a/${path} b/${path}\n${head}\n+++ b/${path}\n${texts.join('')}`;
}
