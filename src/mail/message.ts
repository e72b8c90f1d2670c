// SPDX-License-Identifier: GPL-2.0-only
import type { Failure } from '../failure.ts';
import type { FileDiff } from './diff.ts';

/** Why the diff of a mail cannot be read. */
export interface DiffDamage {
  /** PATCH_DAMAGED or PATCH_OUTSIDE, with where it is. */
  readonly failure: Failure;
  /** 1-based line of the mail's text (`Message.mail`). */
  readonly line: number;
}

/** One mail. What the source does not say is undefined: a plain diff has neither subject nor author. */
export interface Message {
  readonly subject: string | undefined;
  /** `Name <address>`, or the name alone; of the From: in the body, where git format-patch put one. */
  readonly author: string | undefined;
  /** ISO 8601 in UTC, or as it is written where that is no date. */
  readonly date: string | undefined;
  /** Without angle brackets. */
  readonly id: string | undefined;
  /** Ids of the mails that it answers or follows, the nearest first (In-Reply-To, then References backwards). */
  readonly parents: readonly string[];
  /** The text above `---` and the diff: a patch's commit message. Of a cover letter and of a reply, the whole text. */
  readonly body: string;
  /** The text between `---` and the diff, which git am drops. */
  readonly notes: string;
  /** Empty for a reply and for a cover letter: what they quote, or propose, is no patch of the series. */
  readonly diffs: readonly FileDiff[];
  /** Undefined where the diff is whole, and where there is none. `diffs` is empty where it is not. */
  readonly damage: DiffDamage | undefined;
  /** File, and which mail of it; for messages. */
  readonly place: string;
  /**
   * The whole mail, latin1: its headers as they were sent, an empty line, its text decoded. A saved page has the headers
   * that it shows; a bare diff has none, and begins with the empty line.
   */
  readonly mail: string;
  /** Path, or what standard input was called. */
  readonly file: string;
  /** 1-based line of the file where the mail begins, less one: what is added to a line of `mail`. */
  readonly offset: number;
}

/** Whether a mail brings a change, be it one that cannot be read. */
export function isPatch({ diffs, damage }: Message): boolean {
  return diffs.length > 0 || damage !== undefined;
}
