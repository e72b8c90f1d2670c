// SPDX-License-Identifier: GPL-2.0-only
import type { Message } from './message.ts';
import type { PostedSeries } from './posted.ts';
import { subjectTags, titleOf } from './subject.ts';

/** What a reviewer wrote below a line that a patch of an older version adds. */
export interface Comment {
  readonly by: string;
  readonly version: number;
  /** Of the patch that it is about. */
  readonly title: string;
  /** The added line, without its sign. */
  readonly line: string;
  /** The first sentence of what was written. */
  readonly text: string;
  /** The patch of the newest version that the line would be in. */
  readonly target: Message;
  /** Whether the author of the series answered that mail, the newest version no longer adds the line, or neither. */
  readonly state: 'answered' | 'changed' | 'open';
}

/** The comments on older versions of a series, in the order of the mails. */
export function commentsOf(series: PostedSeries): Comment[] {
  const older = new Map(
    series.older.flatMap((one) => (one.id === undefined ? [] : [[one.id, one] as const])),
  );
  const authors = new Set(series.patches.map(({ author }) => addressOf(author)));
  const answered = new Set(
    series.replies
      .filter(({ author }) => authors.has(addressOf(author)))
      .flatMap(({ parents }) => parents.slice(0, 1)),
  );
  return series.replies.flatMap((reply): Comment[] => {
    if (authors.has(addressOf(reply.author))) return [];
    const patch = reply.parents
      .slice(0, 1)
      .map((id) => older.get(id))
      .find((one) => one !== undefined);
    const target = patch && counterpart(series, patch);
    if (!patch || !target) return [];
    return remarksIn(reply.body).flatMap(({ line, text }) => {
      const places = placesOf(patch, line);
      if (places.length === 0) return [];
      const now = new Set(series.patches.flatMap((one) => placesOf(one, line)));
      const kept = places.every((place) => now.has(place));
      const state = reply.id !== undefined && answered.has(reply.id) ? 'answered' : kept ? 'open' : 'changed';
      const by = reply.author ?? 'somebody';
      const { version } = subjectTags(patch.subject);
      return [{ by, version, title: titleOf(patch.subject), line, text, target, state }];
    });
  });
}

/** The patch of the newest version that is called as an older one. */
export function counterpart({ patches }: PostedSeries, { subject }: Message): Message | undefined {
  const title = titleOf(subject).toLowerCase();
  const same = patches.find((one) => titleOf(one.subject).toLowerCase() === title);
  const only = patches.length === 1 && subjectTags(subject).total <= 1 ? patches[0] : undefined;
  return same ?? only;
}

export function addressOf(author = ''): string {
  return (/<([^<>]*)>/.exec(author)?.[1] ?? author).toLowerCase();
}

/** Where a patch adds a line: with its blanks, and its neighbours, for a comment may be about the order of lines. */
function placesOf({ diffs }: Message, line: string): string[] {
  return diffs.flatMap(({ hunks }) =>
    hunks.flatMap(({ lines }) => {
      const fresh = lines.filter((one) => /^[ +]/.test(one));
      return fresh.flatMap((one, at) =>
        one.startsWith('+') && one.slice(1).trim() === line
          ? [[fresh[at - 1], one, fresh[at + 1]].map((each) => each?.slice(1) ?? '').join('\n')]
          : [],
      );
    }),
  );
}

/** Praise, and what ends a mail: nothing is to be answered. */
const NOTHING =
  /^(?:looks? (?:good|fine|ok)|lgtm|nice|thanks?|thank you|applied|queued|okay?|agreed|great|good|\+1|ack|yes|with that|(?:reviewed|acked|tested|suggested|reported)-by:|cheers|regards|best|--? ?$|on .* wrote:|\S+$)/i;

/** Unquoted text below a quoted line of a diff that adds something. */
function remarksIn(body: string): { line: string; text: string }[] {
  const remarks: { line: string; text: string }[] = [];
  let line: string | undefined;
  let fresh = false;
  for (const text of body.split('\n')) {
    const quoted = /^> ?([^>].*)$/.exec(text)?.[1];
    if (quoted !== undefined) {
      line = /^\+(?!\+\+ )\s*(\S.*?)\s*$/.exec(quoted)?.[1] ?? (quoted.trim() === '' ? line : undefined);
      fresh = true;
    } else if (/^-- ?$/.test(text)) break;
    else if (!text.startsWith('>') && text.trim() !== '' && fresh) {
      fresh = false;
      // A brace or an include says nothing of what is meant.
      if (line !== undefined && /\w{3}/.test(line) && !NOTHING.test(text.trim()))
        remarks.push({ line, text: text.trim() });
    }
  }
  return remarks;
}
