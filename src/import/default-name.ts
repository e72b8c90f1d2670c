// SPDX-License-Identifier: GPL-2.0-only
import { chosenSeries } from '../mail/chosen.ts';
import type { Message } from '../mail/message.ts';
import { fileNameOf } from './source/names.ts';

/**
 * What a variant is called that nobody names: the words of its cover letter's subject, or of its first patch's.
 *
 * @throws NoPatch
 */
export function defaultName(messages: readonly Message[], where: string): string {
  const { series } = chosenSeries(messages, where);
  const subject = series.covers[0]?.subject ?? series.patches[0]?.subject ?? '';
  return fileNameOf(subject.replace(/^\s*(?:\[[^\]]*\]\s*)*/, '')).replace(/^[0-9-]+/, '') || 'imported';
}
