// SPDX-License-Identifier: GPL-2.0-only

import type { Mail } from './mail.ts';
import { readProvenance } from './provenance.ts';

/**
 * How kept mails differ from those made now. `base`: the tree's files are others than then, as when the
 * archive has a newer kernel. `template`: the sources of the template are. `edited`: neither, so somebody
 * changed the mails by hand, or a git of another version writes them otherwise.
 */
export type Drift =
  | { kind: 'none' }
  | { kind: 'missing' }
  | { kind: 'base' | 'template' | 'base and template' | 'edited'; files: string[]; detail: string };

export function drift(kept: readonly Mail[] | undefined, made: readonly Mail[]): Drift {
  // A tree that has a design already needs no patches, and no folder is kept for none.
  if (!kept || kept.length === 0) return { kind: made.length > 0 ? 'missing' : 'none' };
  const names = [...new Set([...kept, ...made].map(({ name }) => name))].sort();
  const textOf = (mails: readonly Mail[], name: string) => mails.find((mail) => mail.name === name)?.text;
  const files = names.filter((name) => textOf(kept, name) !== textOf(made, name));
  if (files.length === 0) return { kind: 'none' };
  const was = readProvenance(kept.map(({ text }) => text).join('\n'));
  const is = readProvenance(made.map(({ text }) => text).join('\n'));
  const base = was?.base !== is?.base || was?.blobs.join() !== is?.blobs.join();
  // Prerequisite and variant are made from sources of their own, of which either may have changed.
  const hashes = (mails: readonly Mail[]) => [
    ...new Set(mails.map(({ text }) => readProvenance(text)?.templateHash ?? 'unknown')),
  ];
  const [old, now] = [hashes(kept), hashes(made)].map((all) => all.join(' and '));
  const template = old !== now;
  return {
    kind: base && template ? 'base and template' : base ? 'base' : template ? 'template' : 'edited',
    files,
    detail: [
      ...(base ? [`base was ${was?.base ?? 'unknown'}, is ${is?.base}`] : []),
      ...(template ? [`template was ${old}, is ${now}`] : []),
    ].join('; '),
  };
}
