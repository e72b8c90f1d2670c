// SPDX-License-Identifier: GPL-2.0-only
import type { Target, TargetId } from '../../c/target.ts';

/**
 * Folders of a target's own below an include folder: Debian's multiarch tuples, by which /usr/include keeps asm/ of
 * several architectures, and bionic's asm-ARCH (libc/kernel/uapi of Android).
 */
const FOLDERS: Readonly<Record<TargetId, readonly string[]>> = {
  'x86-64': ['x86_64-linux-gnu', 'x86_64-linux-musl', 'asm-x86'],
  i386: ['i386-linux-gnu', 'i386-linux-musl', 'asm-x86'],
  x32: ['x86_64-linux-gnux32', 'asm-x86'],
  arm64: ['aarch64-linux-gnu', 'aarch64-linux-musl', 'asm-arm64'],
  arm: ['arm-linux-gnueabihf', 'arm-linux-gnueabi', 'arm-linux-musleabihf', 'asm-arm'],
  ppc64le: ['powerpc64le-linux-gnu', 'powerpc64le-linux-musl', 'asm-powerpc'],
  s390x: ['s390x-linux-gnu', 's390x-linux-musl', 'asm-s390'],
};

/** Debian's multiarch tuples of a target: who compiles for it searches such a folder of /usr/include, too. */
export function tuplesOf({ id }: Target): readonly string[] {
  return FOLDERS[id].filter((folder) => folder.includes('-linux-'));
}

const OWN: ReadonlySet<string> = new Set(Object.values(FOLDERS).flat());

/** A folder of one architecture, looked at here or not: `loongarch64-linux-gnu`, `asm-riscv`. */
const ARCHITECTURE = /^(?!asm-generic$)(?:([a-z][a-z0-9_]*)-linux-[a-z0-9]+|asm-([a-z0-9]+))$/;

/** The architecture that a path of an include folder is of, by its first folder; undefined where it is of none. */
export function architectureIn(path: string): { readonly name: string; readonly known: boolean } | undefined {
  const folder = path.slice(0, Math.max(0, path.indexOf('/')));
  const [, tuple, bare] = ARCHITECTURE.exec(folder) ?? [];
  const name = tuple ?? bare;
  return name === undefined ? undefined : { name, known: OWN.has(folder) };
}

/** Targets whose exported headers are alike, so that one's folder serves the other. */
const ALIKE: readonly (readonly TargetId[])[] = [['x86-64', 'i386', 'x32']];

/** Headers of asm/ that one architecture alone exports, by its folder below arch/. */
const MARKS: Readonly<Record<string, readonly string[]>> = {
  x86: ['asm/vm86.h', 'asm/ldt.h'],
  arm64: ['asm/sve_context.h'],
  arm: ['asm/unistd-eabi.h'],
  powerpc: ['asm/cputable.h'],
  s390: ['asm/runtime_instr.h', 'asm/dasd.h'],
  // Of these no target is looked at.
  riscv: ['asm/hwprobe.h', 'asm/hwcap.h'],
  loongarch: ['asm/break.h'],
  mips: ['asm/sgidefs.h'],
  sparc: ['asm/asi.h', 'asm/openpromio.h'],
  parisc: ['asm/pdc.h'],
  alpha: ['asm/pal.h', 'asm/regdef.h'],
};

/** The architecture of an asm/ that lies in the include folder itself; undefined where nothing tells. */
export function architectureOfAsm(exists: (path: string) => boolean): string | undefined {
  return Object.entries(MARKS).find(([, marks]) => marks.some(exists))?.[0];
}

/** What is there of an include folder. */
export interface AsmFolders {
  exists(path: string): boolean;
  /** Whether a folder holds asm/. */
  holdsAsm(folder: string): boolean;
}

/**
 * The folder, with a slash at its end, in which a target's `asm/` lies below an include folder: one of the target's own,
 * or the include folder itself (an empty string) where asm/ is of the target's architecture, or of none that is known.
 * Undefined where there is no asm/ for the target.
 */
export function asmRoot(target: Target, { exists, holdsAsm }: AsmFolders): string | undefined {
  const ids = [target.id, ...(ALIKE.find((alike) => alike.includes(target.id)) ?? [])];
  const own = ids.flatMap((id) => FOLDERS[id]).find(holdsAsm);
  if (own !== undefined) return `${own}/`;
  const arch = architectureOfAsm(exists);
  if (arch === undefined) return [...OWN].some(holdsAsm) ? undefined : '';
  return arch === target.arch ? '' : undefined;
}
