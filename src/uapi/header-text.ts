// SPDX-License-Identifier: GPL-2.0-only
import type { Api, HeaderText } from './model.ts';

/** A header on the first target that has it, as text: asking for the header itself would evaluate it. */
export function headerText({ headers, targets }: Api, name: string): HeaderText | undefined {
  for (const target of targets) {
    const text = headers.get(name, target);
    if (text) return text;
  }
  return undefined;
}
