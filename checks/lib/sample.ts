// SPDX-License-Identifier: GPL-2.0-only
import { Snapshot } from '../../src/series/sources.ts';
import type { Subject } from '../rule.ts';

/** A made-up change, small enough to be read on a rule's page. */
export interface Sample {
  /** What it shows: `a number in use on a device descriptor`. */
  readonly name: string;
  readonly before?: Readonly<Record<string, string>>;
  readonly after?: Readonly<Record<string, string>>;
  /** By file name. */
  readonly mails?: Readonly<Record<string, string>>;
}

export function subjectOf({ name, before = {}, after = {}, mails = {} }: Sample): Subject {
  return {
    name,
    before: new Snapshot('before', new Map(Object.entries(before))),
    after: new Snapshot('after', new Map(Object.entries(after))),
    patches: [],
    mails: Object.entries(mails).map(([file, text]) => ({
      name: file,
      text: Buffer.from(text, 'utf8').toString('latin1'),
    })),
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

/** A mail as git format-patch writes it, with just what the message rules read. */
export function letter(subject: string, body: string): string {
  return `From: Somebody <somebody@kernel.test>
Date: Mon, 1 Jan 2024 00:00:00 +0000
Subject: ${subject}

${body}---
 drivers/vfio/lamp.c | 2 +-
`;
}
