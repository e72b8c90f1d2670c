// SPDX-License-Identifier: GPL-2.0-only

/** What the brackets before a subject say. */
export interface Tags {
  /** 1 where none is named. */
  readonly version: number;
  /** 0 for what is not numbered, and for a cover letter. */
  readonly number: number;
  /** How many patches the series has; 0 where nothing says so. */
  readonly total: number;
}

const BRACKETS = /^\s*((?:\[[^\]]*\]\s*)+)/;

/** `[RFC PATCH v2 3/7] vfio: …`, `[RFC,v2,3/7]` as patchwork writes it, `[PATCHv2 3/7]` as people do. */
export function subjectTags(subject = ''): Tags {
  const tags = bracketsOf(subject);
  return {
    version: Number(/(?:\b|patch)v(\d{1,3})\b/i.exec(tags)?.[1] ?? 1),
    number: Number(/\b(\d{1,4})\/\d+/.exec(tags)?.[1] ?? 0),
    total: Number(/\b\d{1,4}\/(\d{1,4})\b/.exec(tags)?.[1] ?? 0),
  };
}

/** The subject without what stands in brackets before it: `vfio: …`. */
export function titleOf(subject = ''): string {
  return subject.replace(BRACKETS, '').trim();
}

/** Whether its brackets say that it is a patch, as those of git format-patch and patchwork do. */
export function isTagged(subject = ''): boolean {
  return /patch|\brfc\b|\bv\d|\d\/\d/i.test(bracketsOf(subject));
}

/**
 * Whether it answers or forwards another mail: its diff is a proposal or a quotation, as patchwork and b4 have it. Lists
 * and mail gateways put brackets of their own before the word.
 */
export function isReply(subject = ''): boolean {
  const [, before = '', word] =
    /^\s*((?:\[[^\]]*\]\s*)*)(re|aw|antw|sv|vs|fwd?|wg|回复|答复)\s*(?:\[\d+\])?\s*[:：]/i.exec(subject) ??
    [];
  return word !== undefined && !isTagged(before);
}

/** `[PATCH 0/3] …`: it introduces a series, and brings no change. */
export function isCover(subject = ''): boolean {
  return /(?:^|[^\d/])0+\/\d+(?:[^\d/]|$)/.test(bracketsOf(subject));
}

function bracketsOf(subject: string): string {
  return BRACKETS.exec(subject)?.[1] ?? '';
}
