// SPDX-License-Identifier: GPL-2.0-only
import { MailUnreadable } from './failures.ts';
import { isPatch, type Message } from './message.ts';
import { isCover, isReply, isTagged, subjectTags, titleOf } from './subject.ts';
import { threadsOf } from './threads.ts';

/** One series among some mails: its newest version, and what else there is of it. */
export interface PostedSeries {
  /** In the order of their numbers. */
  readonly patches: readonly Message[];
  /** Cover letters of that version. */
  readonly covers: readonly Message[];
  /** Patches of versions that were left out, and mails that were sent again. */
  readonly older: readonly Message[];
  /** Covers of those versions. */
  readonly olderCovers: readonly Message[];
  /** What was answered, to any version. */
  readonly replies: readonly Message[];
}

/** The longest series of kernel lists have some 200 patches, and some twenty versions. */
const MOST = 10_000;

/**
 * The series among some mails, in the order in which they begin; none where no mail is a patch.
 *
 * @throws MailUnreadable where more mails than any series has are of one: an archive of copies, or one that a program made
 */
export function postedSeries(messages: readonly Message[]): PostedSeries[] {
  const mails = once(messages);
  const tagged = mails.some((one) => isPatch(one) && isTagged(one.subject));
  // A diff in a mail of a thread that is not called a patch is a trial or a quotation.
  const aside = (one: Message) => tagged && one.parents.length > 0 && !isTagged(one.subject);
  const introduces = (one: Message) => isCover(one.subject) && !isReply(one.subject);
  const replies = mails.filter((one) => isReply(one.subject) || (isPatch(one) && aside(one)));
  const members = mails.filter((one) => introduces(one) || (isPatch(one) && !aside(one)));
  const groups = threadsOf(members, mails);
  return groups.groups.flatMap((group) => {
    const own = group.filter((one) => !isCover(one.subject));
    if (own.length === 0) return [];
    if (own.length > MOST)
      throw new MailUnreadable({
        title: `${own.length} patches are of one series, and no series has so many`,
        where: titleOf(own[0]?.subject),
        hint: 'Take out what is to be judged: b4 am MESSAGE-ID, or the mails of one thread.',
      });
    const answers = groups.groups.length === 1 ? replies : replies.filter((one) => groups.of(one) === group);
    return [
      versionOf(
        own,
        group.filter((one) => isCover(one.subject)),
        answers,
      ),
    ];
  });
}

/** A mail that came over several lists, once. */
function once(messages: readonly Message[]): Message[] {
  const known = new Set<string>();
  return messages.filter(({ id }) => {
    if (id === undefined) return true;
    if (known.has(id)) return false;
    known.add(id);
    return true;
  });
}

function versionOf(
  patches: readonly Message[],
  covers: readonly Message[],
  replies: readonly Message[],
): PostedSeries {
  const byVersion = grouped(patches);
  const versions = [...byVersion.keys()].sort((a, b) => b - a);
  const [newest = 1] = versions;
  const whole = versions.find((version) => isWholeSeries(byVersion.get(version) ?? []));
  const taken = resent(byVersion.get(newest) ?? []);
  const all = (chosen: readonly Message[], version: number): PostedSeries => {
    const kept = new Set(chosen);
    const ofIt = covers.filter(({ subject }) => subjectTags(subject).version === version);
    const latest = ofIt.slice(-1);
    return {
      patches: [...chosen].sort(byNumber),
      covers: latest,
      older: patches.filter((one) => !kept.has(one)),
      olderCovers: covers.filter((one) => !latest.includes(one)),
      replies,
    };
  };
  if (whole === newest || versions.length === 1) return all(taken, newest);
  // Neither is whole: one series that contradicts itself.
  if (whole === undefined) return { ...all(patches, newest), covers };
  // Single patches of a whole version, sent anew in answer to it.
  const base = resent(byVersion.get(whole) ?? []);
  const ids = new Set([...base, ...covers].map(({ id }) => id));
  const rerolled = taken.filter(({ parents }) => parents.some((id) => ids.has(id)));
  if (rerolled.length === 0 || rerolled.length < taken.length) return all(base, whole);
  const numbers = new Set(rerolled.map(({ subject }) => subjectTags(subject).number));
  return all(
    [...base.filter(({ subject }) => !numbers.has(subjectTags(subject).number)), ...rerolled],
    whole,
  );
}

function grouped(patches: readonly Message[]): Map<number, Message[]> {
  const groups = new Map<number, Message[]>();
  for (const patch of patches) {
    const { version } = subjectTags(patch.subject);
    const group = groups.get(version);
    if (group) group.push(patch);
    else groups.set(version, [patch]);
  }
  return groups;
}

/** Of mails with one number and one title the last that was sent. */
function resent(patches: readonly Message[]): Message[] {
  const last = new Map<string, Message>();
  for (const patch of patches) {
    const key =
      patch.subject === undefined
        ? patch.place
        : `${subjectTags(patch.subject).number} ${titleOf(patch.subject)}`;
    const other = last.get(key);
    // Two diffs of one name in a folder are two; a mail that has an id was sent.
    if (other && (patch.id === undefined || other.id === undefined)) last.set(`${key} ${patch.place}`, patch);
    else if (!other || (patch.date ?? '') >= (other.date ?? '')) last.set(key, patch);
  }
  return [...last.values()];
}

function byNumber(a: Message, b: Message): number {
  return subjectTags(a.subject).number - subjectTags(b.subject).number;
}

/** Whether every number of a series is there. */
export function isWholeSeries(patches: readonly Message[]): boolean {
  const numbers = new Set(patches.map(({ subject }) => subjectTags(subject).number));
  const total = patches.reduce((most, { subject }) => Math.max(most, subjectTags(subject).total), 0);
  return Array.from({ length: total }, (_, at) => at + 1).every((number) => numbers.has(number));
}
