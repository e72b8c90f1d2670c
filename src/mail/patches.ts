// SPDX-License-Identifier: GPL-2.0-only
import { NoPatch } from './failures.ts';
import type { Message } from './message.ts';

/**
 * The patches among some mails, in the order that their subjects give: of several versions the newest, as b4 am takes
 * it; a mail that came twice, once.
 *
 * @throws NoPatch
 */
export function patchesOf(messages: readonly Message[], where: string): Message[] {
  const patches = messages.filter(({ diffs }) => diffs.length > 0);
  if (patches.length === 0) throw noPatch(messages, where);
  const known = new Set<string>();
  const once = patches.filter(({ id }) => id === undefined || (!known.has(id) && known.add(id)));
  const tagged = once.map((message) => ({ message, ...tagsOf(message.subject) }));
  const newest = tagged.reduce((most, { version }) => Math.max(most, version), 0);
  return tagged
    .filter(({ version }) => version === newest)
    .sort((a, b) => a.number - b.number)
    .map(({ message }) => message);
}

/** `[RFC PATCH v2 3/7] vfio: …`, and `[RFC,v2,3/7]` as patchwork writes it; 0 for what is not numbered. */
export function tagsOf(subject = ''): { version: number; number: number; total: number } {
  const tags = /^\s*((?:\[[^\]]*\]\s*)+)/.exec(subject)?.[1] ?? '';
  return {
    version: Number(/\bv(\d{1,3})\b/i.exec(tags)?.[1] ?? 1),
    number: Number(/\b(\d{1,4})\/\d+/.exec(tags)?.[1] ?? 0),
    total: Number(/\b\d{1,4}\/(\d{1,4})\b/.exec(tags)?.[1] ?? 0),
  };
}

/** The subject without what stands in brackets before it: `vfio: …`. */
export function titleOf(subject = ''): string {
  return subject.replace(/^\s*(?:\[[^\]]*\]\s*)+/, '').trim();
}

function noPatch(messages: readonly Message[], where: string): NoPatch {
  const subjects = messages.map(({ subject }) => subject ?? '(no subject)');
  const more = subjects.length > 5 ? [`and ${subjects.length - 5} more`] : [];
  return new NoPatch({
    title:
      messages.length === 1 ? 'there is no patch in it' : `none of its ${messages.length} mails is a patch`,
    where,
    ...(messages.some(({ subject }) => subject)
      ? { detail: [...subjects.slice(0, 5), ...more].join('\n') }
      : {}),
    hint: 'Hand in the mails with the diffs; a diff that a reply quotes or proposes is not taken for a patch.',
  });
}
