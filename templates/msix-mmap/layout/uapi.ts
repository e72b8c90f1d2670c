// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import { AllocationTaken } from '../../../src/c/errors.ts';
import type { TopLevel } from '../../../src/c/fragment.ts';
import { lineEnd, lineOf, lineStart } from '../../../src/c/lines.ts';
import { macros, macroValues } from '../../../src/c/macro.ts';
import type { SourceFile, SyntaxNode } from '../../../src/c/parse.ts';
import { filled } from '../../../src/series/message.ts';

const TYPE1: Anchor = {
  id: 'A6',
  words: 'the comment "API for Type1 VFIO IOMMU", which ends the device ioctls',
  query: '((comment) @site (#match? @site "API for Type1 VFIO IOMMU"))',
  like: '/* -------- API for Type1 VFIO IOMMU -------- */',
};

const LAST_FLAG: Anchor = {
  id: 'A7',
  words: 'the region flag that says "capabilities follow", in struct vfio_region_info',
  query: '((preproc_def name: (identifier) @name) @site (#eq? @name "VFIO_REGION_INFO_FLAG_CAPS"))',
  like: '#define VFIO_REGION_INFO_FLAG_CAPS (1 << 3)',
};

const DEFINE = (name: string): Anchor => ({
  id: 'A17',
  words: `the definition of ${name}, below the comment that explains it`,
  query: `((comment) @site . (preproc_def name: (identifier) @name) (#eq? @name "${name}"))`,
  like: `/* what it is */\n#define ${name} 1`,
});

const LAST_CAPABILITY = (name: string): Anchor => ({
  id: 'A8',
  words: `the region capability with the highest id, ${name}`,
  query: `((preproc_def name: (identifier) @name) @site (#eq? @name "${name}"))`,
  like: `#define ${name}`,
});

/**
 * Numbers are reused between kinds of file descriptor (the container's 12 to 17 are the device's as well), so
 * only these names compete with a new device ioctl. VFIO_MIG_* go to a descriptor that a device ioctl returns.
 */
const DEVICE_IOCTL = /^VFIO_(DEVICE|MIG)_\w+$/;
/** Without what is no index: MASK, and the operations. */
const FEATURE = /^VFIO_DEVICE_FEATURE_(?!(MASK|GET|SET|PROBE)$)\w+$/;
const REGION_FLAG = /^VFIO_REGION_INFO_FLAG_\w+$/;
const REGION_CAPABILITY = /^VFIO_REGION_INFO_CAP_\w+$/;

/** `_IO(VFIO_TYPE, VFIO_BASE + n)`: every ioctl of vfio.h is an _IO, whatever its direction. */
const VFIO_IO_BASE = BigInt((';'.charCodeAt(0) << 8) + 100);

export interface NewIoctl {
  readonly name: string;
  /** Undefined takes the first number above those in use here and on the newest tree known. */
  readonly number?: number;
  /**
   * The first number above those in use on the newest tree known. A number that is free on an older tree alone
   * belongs to somebody else later, and a name has one number: mainline's.
   */
  readonly newest: number;
  /** What stands before the define: its comment, flags and struct; `n` is the number given. */
  text(n: number): TopLevel;
}

/** include/uapi/linux/vfio.h: what it uses, and how it may grow. */
export interface UapiHeader {
  readonly path: string;
  /** Values of all macros that are integer constants. */
  readonly values: ReadonlyMap<string, bigint>;
  defines(name: string): boolean;
  /** @throws AllocationTaken when the name or the wanted number is in use */
  gainsDeviceIoctl(ioctl: NewIoctl): Edit[];
  /** `ioctl.number` is an index here, and so is `n`. */
  gainsFeature(feature: NewIoctl): Edit[];
  /** @throws AllocationTaken when the name is in use */
  gainsRegionFlag(name: string, comment: string): Edit[];
  gainsRegionCapability(name: string, comment: TopLevel): Edit[];
  /** The comment above a macro says `text` too, as a paragraph before what it returns. */
  explains(name: string, text: string): Edit[];
  /** The comment above a macro no longer says `text`, where it does. */
  forgets(name: string, text: string): Edit[];
}

export function uapiHeader(file: SourceFile): UapiHeader {
  const values = macroValues(file);
  const numbered = (
    { name, number, newest, text }: NewIoctl,
    used: ReadonlyMap<number, string>,
    what: string,
    kind: string,
  ): Edit[] => {
    requireFree(file, name);
    const next = Math.max(-1, ...used.keys()) + 1;
    const n = number ?? Math.max(next, newest);
    const owner = used.get(n);
    if (owner) throw taken(file, `${what}${n} for ${name}`, owner, next);
    const at = lineStart(file.text, locate(file, TYPE1).node.startIndex);
    return insertion(at, text(n), 'A6', `the UAPI gains the ${kind} ${name}`);
  };
  const insertion = (at: number, text: string, anchor: string, purpose: string): Edit[] => [
    { path: file.path, start: at, end: at, text, anchor, purpose },
  ];
  return {
    path: file.path,
    values,
    defines: (name) => values.has(name),

    gainsDeviceIoctl: (ioctl) =>
      numbered(ioctl, numbers(values, DEVICE_IOCTL, VFIO_IO_BASE), 'VFIO_BASE + ', 'ioctl'),

    gainsFeature: (feature) => numbered(feature, numbers(values, FEATURE, 0n), 'index ', 'feature'),

    gainsRegionFlag(name, comment) {
      requireFree(file, name);
      const used = [...values].filter(([other]) => REGION_FLAG.test(other)).map(([, value]) => value);
      const bit = used.reduce((highest, value) => Math.max(highest, value.toString(2).length), 0);
      const site = locate(file, LAST_FLAG);
      const at = lineEnd(file.text, site.node.startIndex);
      const text: TopLevel = `#define ${name}\t(1 << ${bit}) /* ${comment} */\n`;
      return insertion(at, text, 'A7', `the UAPI gains the region flag ${name}`);
    },

    gainsRegionCapability(name, comment) {
      requireFree(file, name);
      const used = numbers(values, REGION_CAPABILITY, 0n);
      const [id, last] = [...used].sort(([a], [b]) => b - a)[0] ?? [0, 'VFIO_REGION_INFO_CAP_SPARSE_MMAP'];
      const at = endOfBlock(file, locate(file, LAST_CAPABILITY(last)).node);
      const text: TopLevel = `\n${comment}#define ${name}\t${id + 1}\n`;
      return insertion(at, text, 'A8', `the UAPI gains the region capability ${name}`);
    },

    explains(name, text) {
      const { node } = locate(file, DEFINE(name));
      const comment = file.text.slice(node.startIndex, node.endIndex);
      const returns = comment.indexOf('\n * Return');
      const end = comment.lastIndexOf('\n */');
      const before = returns >= 0;
      const at = node.startIndex + (before ? returns : end) + 1;
      const lines = paragraph(text);
      return insertion(at, before ? `${lines} *\n` : ` *\n${lines}`, 'A17', `the UAPI explains ${name}`);
    },

    forgets(name, text) {
      const { node } = locate(file, DEFINE(name));
      const comment = file.text.slice(node.startIndex, node.endIndex);
      const lines = paragraph(text);
      const found = [`${lines} *\n`, ` *\n${lines}`].find((one) => comment.includes(one));
      if (found === undefined) return [];
      const start = node.startIndex + comment.indexOf(found);
      const purpose = `the UAPI no longer says so of ${name}`;
      return [{ path: file.path, start, end: start + found.length, text: '', anchor: 'A17', purpose }];
    },
  };
}

/** Lines of a comment, filled. */
function paragraph(text: string): string {
  return `${filled(text).replace(/^/gm, ' * ')}\n`;
}

function numbers(values: ReadonlyMap<string, bigint>, names: RegExp, base: bigint): Map<number, string> {
  const used = new Map<number, string>();
  for (const [name, value] of values) {
    const number = Number(value - base);
    if (names.test(name) && number >= 0 && number < 256) used.set(number, name);
  }
  return used;
}

/** A capability's struct follows its define, after an empty line; a new capability goes behind both. */
function endOfBlock(file: SourceFile, define: SyntaxNode): number {
  const next = define.nextNamedSibling;
  const struct = next?.type === 'struct_specifier' ? next : undefined;
  return lineEnd(file.text, (struct?.endIndex ?? define.endIndex) - 1);
}

function requireFree(file: SourceFile, name: string): void {
  const existing = macros(file).find((macro) => macro.name === name);
  if (!existing) return;
  throw new AllocationTaken({
    title: `the tree already defines ${name}`,
    where: `${file.origin}: ${file.path}:${existing.line}`,
    detail: `  #define ${name} ${existing.body}`,
    hint: 'The design is in this tree already, or another one took its name: use a tree without it, or rename.',
  });
}

function taken(file: SourceFile, what: string, owner: string, free: number): AllocationTaken {
  const macro = macros(file).find(({ name }) => name === owner);
  return new AllocationTaken({
    title: `${what} is taken by ${owner}`,
    where: `${file.origin}: ${file.path}:${macro?.line ?? lineOf(file.text, 0)}`,
    hint: `Leave the number to the template (it would take ${free}), or choose another.`,
  });
}
