// SPDX-License-Identifier: GPL-2.0-only
import type { Examination } from '../../../checks/engine/examine.ts';
import type { CellEvidence } from '../schema.ts';

/** What the rules say of a design and its mails, and what it costs userspace. */
export interface ExaminedDesign {
  readonly examination: Examination;
  readonly uapi: NonNullable<CellEvidence['uapi']>;
}
