// SPDX-License-Identifier: GPL-2.0-only
import type { MutationKind } from './kinds.ts';

/** Calls that give something back, by the words that kernel functions have for it. */
const RELEASES: readonly { kind: MutationKind; name: RegExp; means: string }[] = [
  {
    kind: 'unlock',
    name: /(^|_)(unlock|unlock_\w+|up|up_read|up_write|end_nested|read_end|write_end)$|_unlock(_|$)/,
    means: 'returns with a lock held, so that the next caller waits for ever',
  },
  {
    kind: 'copy',
    name: /^(__)?(copy_(to|from)_(user|iter)\w*|put_user|get_user|clear_user|raw_copy_\w+)$/,
    means: 'does not copy: userspace or the driver goes on with what was there before',
  },
  { kind: 'free', name: /free(_|$)/, means: 'keeps memory at each call' },
  {
    kind: 'put',
    name: /(^|_)(put|put_\w+|release|release_\w+|unregister|unregister_\w+|disable_device)$/,
    means: 'keeps a reference, so that what it refers to never goes away',
  },
];

/** What it means to leave a call out; a plain statement where nothing is given back. */
export function leftOut(name: string | undefined): { kind: MutationKind; means: string | undefined } {
  const found = name === undefined ? undefined : RELEASES.find((one) => one.name.test(name));
  return found ?? { kind: 'statement', means: undefined };
}
