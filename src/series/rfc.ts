// SPDX-License-Identifier: GPL-2.0-only
import type { Composition } from './compose.ts';

/** Changes of the kernel itself: tests and tools beside it do not count. */
const isKernel = (path: string) => !path.startsWith('tools/');

/** Whether the kernel is afterwards what it was before the first patch, byte for byte. */
export function netsToBase({ pristine, edited, patches }: Composition): boolean {
  const changed = new Set(patches.flatMap(({ after }) => [...after.keys()]).filter(isKernel));
  return (
    changed.size > 0 && [...changed].every((path) => pristine.texts.get(path) === edited.texts.get(path))
  );
}

/**
 * Why a series can only be sent as an RFC (Documentation/process/submitting-patches.rst, "Subject line"), as sentences;
 * none where it can be proposed for merging.
 *
 * @param skip patches at its beginning that are not sent
 */
export function whyRfc(composition: Composition, skip = 0): string[] {
  const sent = composition.patches.slice(skip);
  const bases = sent.filter(({ comparison }) => comparison).map(({ subject }) => `"${subject}"`);
  return [
    ...(bases.length === 0
      ? []
      : [
          `${bases.join(' and ')} ${bases.length === 1 ? 'makes' : 'make'} the base of the comparison and ${bases.length === 1 ? 'is' : 'are'} not proposed for merging.`,
        ]),
    ...(netsToBase(composition)
      ? ['Behind the last patch the kernel is what it was before the first one, byte for byte.']
      : []),
  ];
}
