// SPDX-License-Identifier: GPL-2.0-only
import type { Target, TargetId } from '../c/target.ts';

/** Debian's multiarch tuples of a target, by which /usr/include keeps asm/ of several architectures. */
const TUPLES: Readonly<Record<TargetId, readonly string[]>> = {
  'x86-64': ['x86_64-linux-gnu'],
  i386: ['i386-linux-gnu'],
  x32: ['x86_64-linux-gnux32'],
  arm64: ['aarch64-linux-gnu'],
  arm: ['arm-linux-gnueabihf', 'arm-linux-gnueabi'],
  ppc64le: ['powerpc64le-linux-gnu'],
  s390x: ['s390x-linux-gnu'],
};

export const ALL_TUPLES: readonly string[] = Object.values(TUPLES).flat();

/** Targets whose exported headers are alike, so that one's folder serves the other. */
const ALIKE: readonly (readonly TargetId[])[] = [['x86-64', 'i386', 'x32']];

/** Headers of asm/ that one architecture alone exports, by its folder below arch/. */
const MARKS: Readonly<Record<string, readonly string[]>> = {
  x86: ['asm/vm86.h', 'asm/ldt.h'],
  arm64: ['asm/sve_context.h'],
  arm: ['asm/unistd-eabi.h'],
  powerpc: ['asm/cputable.h'],
  s390: ['asm/runtime_instr.h', 'asm/dasd.h'],
};

/** What is there in every asm/ that an architecture exports. */
const EVERYWHERE = 'asm/types.h';

/**
 * The folder, with a slash at its end, in which a target's `asm/` lies below an include folder: that of its multiarch
 * tuple, or the include folder itself (an empty string) where asm/ is of the target's architecture, or of none that
 * is known. Undefined where there is no asm/ for the target.
 */
export function asmRoot(target: Target, exists: (path: string) => boolean): string | undefined {
  const ids = [target.id, ...(ALIKE.find((alike) => alike.includes(target.id)) ?? [])];
  const tuple = ids.flatMap((id) => TUPLES[id]).find((one) => exists(`${one}/${EVERYWHERE}`));
  if (tuple !== undefined) return `${tuple}/`;
  const arch = Object.entries(MARKS).find(([, marks]) => marks.some(exists))?.[0];
  if (arch === undefined) return ALL_TUPLES.some((one) => exists(`${one}/${EVERYWHERE}`)) ? undefined : '';
  return arch === target.arch ? '' : undefined;
}
