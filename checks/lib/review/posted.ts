// SPDX-License-Identifier: GPL-2.0-only
import type { Patch } from '../../../src/series/compose.ts';
import { letter, type Sample } from '../../samples/sample.ts';

/** One patch of a made-up series: what it says, and the files that it leaves; a file that it removes is undefined. */
export interface PostedStep {
  readonly subject: string;
  /** Ends with a line end. */
  readonly body: string;
  readonly files: Readonly<Record<string, string | undefined>>;
}

/** A series of patches on some files, with its mails. */
export function posted(
  name: string,
  before: Readonly<Record<string, string>>,
  steps: readonly PostedStep[],
  more: Pick<Sample, 'rest' | 'newer' | 'run' | 'origins'> = {},
): Sample {
  const state = new Map(Object.entries(before));
  const patches: Patch[] = [];
  const mails: Record<string, string> = {};
  for (const [at, { subject, body, files }] of steps.entries()) {
    const was = new Map([...state].filter(([path]) => path in files));
    for (const [path, text] of Object.entries(files))
      if (text === undefined) state.delete(path);
      else state.set(path, text);
    const after = new Map([...state].filter(([path]) => path in files));
    patches.push({ subject, body, role: 'variant', before: was, after, anchors: [] });
    const number = steps.length > 1 ? ` ${at + 1}/${steps.length}` : '';
    mails[`000${at + 1}.patch`] = letter(`[PATCH${number}] ${subject}`, body);
  }
  return { name, before, after: Object.fromEntries(state), patches, mails, ...more };
}
