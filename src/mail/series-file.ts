// SPDX-License-Identifier: GPL-2.0-only
// The file that lists the mails of a kept series, where some of them lie once for all series of a tree. Such a mail lacks
// the brackets of its subject: `[RFC PATCH 1/2]` in one series is `[RFC PATCH 1/6]` in another.

export const SERIES_FILE = 'series';

const HEAD =
  '# kpw: the mails in order; a mail of another folder gets the brackets behind it at the front of its subject\n';

/** A file of a folder, or one that is shared. */
export interface SeriesEntry {
  /** Relative to the folder that the list is in. */
  readonly path: string;
  /** `[RFC PATCH 1/2]`, of one that is shared. */
  readonly brackets?: string;
}

const OWN = /^[^/\s]+\.patch$/;
const SHARED = /^\.\.\/\.\.\/prerequisite\/\w[\w.-]*\/[^/\s]+\.patch$/;

export function seriesFile(entries: readonly SeriesEntry[]): string {
  return (
    HEAD +
    entries.map(({ path, brackets }) => `${[path, ...(brackets ? [brackets] : [])].join(' ')}\n`).join('')
  );
}

/** Undefined where a program other than kpw wrote the list, or it names a file that no series of kpw has. */
export function readSeriesFile(text: string): SeriesEntry[] | undefined {
  if (!text.startsWith(HEAD)) return undefined;
  const entries: SeriesEntry[] = [];
  for (const line of text.slice(HEAD.length).trimEnd().split('\n')) {
    const [, path = '', brackets] = /^(\S+)(?: (\[.*\]))?$/.exec(line) ?? [];
    if (!(brackets === undefined ? OWN : SHARED).test(path)) return undefined;
    entries.push({ path, ...(brackets === undefined ? {} : { brackets }) });
  }
  return entries;
}

const SUBJECT = /^Subject: (\[[^\]\n]*\]) /m;

/** A mail without the brackets of its subject, and these; undefined for a mail without them. */
export function unbracketed(mail: string): { text: string; brackets: string } | undefined {
  const brackets = SUBJECT.exec(mail)?.[1];
  return brackets === undefined ? undefined : { text: mail.replace(SUBJECT, 'Subject: '), brackets };
}

export function bracketed(mail: string, brackets: string): string {
  return mail.replace(/^Subject: /m, () => `Subject: ${brackets} `);
}
