// SPDX-License-Identifier: GPL-2.0-only
import { basename } from 'node:path';
import { NoPatch, PatchBinary } from './failures.ts';
import { isPatch, type Message } from './message.ts';
import { type PostedSeries, postedSeries } from './posted.ts';

/** Bytes that no text has: control characters but white space, escapes and the ends of old files. */
const BINARY = /[\0-\x08\x0E-\x19\x1C-\x1F]/;

/**
 * The patches among some mails, in the order that their subjects give: of each series the newest version that is whole,
 * as b4 am takes it; a mail that came twice, once.
 *
 * @throws NoPatch; PatchDamaged or PatchOutside where a patch cannot be read; PatchBinary where none is of text
 */
export function patchesOf(messages: readonly Message[], where: string): Message[] {
  const patches = patchesIn(messages, where);
  refuseBinary(patches, where);
  return patches;
}

/**
 * The same, be they of text or not.
 *
 * @throws NoPatch, PatchDamaged, PatchOutside
 */
export function patchesIn(messages: readonly Message[], where: string): Message[] {
  const patches = seriesAmong(messages, where).flatMap((series) => series.patches);
  for (const { damage } of patches) if (damage) throw damage.failure;
  return patches;
}

/**
 * The series among some mails, each with its newest version.
 *
 * @throws NoPatch
 */
export function seriesAmong(messages: readonly Message[], where: string): readonly PostedSeries[] {
  const series = postedSeries(messages);
  if (series.length === 0) throw noPatch(messages, where);
  return series;
}

/** @throws PatchBinary where no file of the patches is text */
export function refuseBinary(patches: readonly Message[], where: string): void {
  const diffs = patches.flatMap((patch) => patch.diffs);
  const [first] = diffs;
  if (!first || patches.some(({ damage }) => damage) || diffs.some(({ binary }) => !binary)) return;
  throw new PatchBinary({
    title: `the diff of ${first.newPath ?? first.oldPath} is binary, and no other file changes`,
    where,
    hint: 'Hand in patches of text: kpw compares and applies nothing else.',
  });
}

/** Why a text that was taken for a bare diff is neither that nor a mail; undefined for a mail. */
function notMail({ subject, author, mail }: Message, where: string): string | undefined {
  if (subject !== undefined || author !== undefined || !mail.startsWith('\n')) return undefined;
  const name = basename(where);
  if (mail.trim() === '') return `${name} is empty`;
  return BINARY.test(mail) ? `${name} is a binary file` : `${name} holds no mail and no diff`;
}

/** A mail whose only text is HTML, which git am and the lists refuse. */
function isPage({ mail }: Message): boolean {
  return /^content-type:\s*text\/html\b/im.test(mail.slice(0, mail.indexOf('\n\n')));
}

function noPatch(messages: readonly Message[], where: string): NoPatch {
  const [only] = messages;
  const file = messages.length === 1 && only ? notMail(only, where) : undefined;
  if (file !== undefined)
    return new NoPatch({ title: file, where, hint: 'Hand in an mbox, a mail or a diff.' });
  const subjects = messages.map(
    (one) => `${one.subject ?? '(no subject)'}${isPage(one) ? ' (HTML, which kpw does not read)' : ''}`,
  );
  const more = subjects.length > 5 ? [`and ${subjects.length - 5} more`] : [];
  return new NoPatch({
    title:
      messages.length === 1 ? 'there is no patch in it' : `none of its ${messages.length} mails is a patch`,
    where,
    ...(messages.some(({ subject }) => subject)
      ? { detail: [...subjects.slice(0, 5), ...more].join('\n') }
      : {}),
    hint: messages.every(isPage)
      ? 'Send patches as plain text (Documentation/process/email-clients.rst), or hand in the diff.'
      : messages.some(isPatch)
        ? 'Hand in the mails whose subjects begin with [PATCH].'
        : 'Hand in the mails with the diffs; a diff that a reply or a cover letter shows is not taken for a patch.',
  });
}
