// SPDX-License-Identifier: GPL-2.0-only
import type { Subject } from '../../rule.ts';
import { type Letter, letterOf, type MessageLine, patchLetters } from '../mail.ts';

/** The mail that brings a patch: by its subject, which rules about mails want to be there once. */
export function patchLetter({ mails }: Pick<Subject, 'mails'>, subject: string): Letter | undefined {
  const title = subject.replace(/\s+/g, ' ').trim();
  return patchLetters(mails).find((letter) => letter.subject.text.replace(/\s+/g, ' ').trim() === title);
}

/** All that the mails of a series say in prose, cover letters, notes and subjects with it. */
export function prose({ mails, patches }: Pick<Subject, 'mails' | 'patches'>): string {
  const texts = mails.map(letterOf).flatMap(({ subject, body, below }) => [subject, ...body, ...below]);
  return [...texts.map(({ text }) => text), ...patches.flatMap(({ subject, body }) => [subject, body])].join(
    '\n',
  );
}

/** A sentence of a message, with the line that it begins on. */
export interface Sentence {
  readonly text: string;
  /** 1-based, in the mail. */
  readonly line: number;
}

const TAG_LINE = /^[A-Z][\w-]+-by: |^(Link|Fixes|Closes|Cc|Change-Id|Message-ID|Reported-by): /i;
const ENDS = /[.!?:;]["')\]]*$/;

/**
 * The sentences of a message, tags, quotations and what is indented (logs, code) left out. A sentence ends at a full
 * stop before a space, and at an empty line.
 */
export function sentencesOf(lines: readonly MessageLine[]): Sentence[] {
  const sentences: Sentence[] = [];
  let words: string[] = [];
  let first = 0;
  const close = () => {
    if (words.length > 0) sentences.push({ text: words.join(' '), line: first });
    words = [];
  };
  for (const { text, line } of lines) {
    if (text.trim() === '' || TAG_LINE.test(text) || /^(>|\t| {4,}\S)/.test(text)) {
      close();
      continue;
    }
    for (const word of text.trim().split(/\s+/)) {
      if (words.length === 0) first = line;
      words.push(word);
      if (ENDS.test(word) && !/^(e\.g|i\.e|etc|vs|cf|sec|ch)\.?[,.]?$/i.test(word)) close();
    }
  }
  close();
  return sentences;
}
