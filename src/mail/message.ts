// SPDX-License-Identifier: GPL-2.0-only
import type { FileDiff } from './diff.ts';

/** One mail. What the source does not say is undefined: a plain diff has neither subject nor author. */
export interface Message {
  readonly subject: string | undefined;
  /** `Name <address>`, or the name alone; of the From: in the body, where git format-patch put one. */
  readonly author: string | undefined;
  /** ISO 8601 in UTC, or as it is written where that is no date. */
  readonly date: string | undefined;
  /** Without angle brackets. */
  readonly id: string | undefined;
  /** The text above `---` and the diff: a patch's commit message. */
  readonly body: string;
  /** The text between `---` and the diff, which git am drops. */
  readonly notes: string;
  /** Empty for a reply: what it quotes, or proposes, is no patch of the series. */
  readonly diffs: readonly FileDiff[];
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
