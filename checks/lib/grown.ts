// SPDX-License-Identifier: GPL-2.0-only
import type { Comparison } from '../../src/uapi/model.ts';
import { identifiers, someValue } from './constants.ts';
import { someRequest } from './request.ts';

const COUNT =
  /(^|_)(NUM|MAX|COUNT|CNT|LAST|LASTP1|LATEST|END|TOTAL|NUMBER)\d*(_|$)|(MAX|NUM)$|^NSIG|^_*NR_|_NR\d*$|_NR_\w*[^S]S$/;
/** A number of one thing, a system call or an ioctl: `__NR_openat`, `LAMP_NR_OPEN`. `__NR_syscalls` and `LAMP_NR_BULBS` count. */
const NUMBER_OF_ONE = /^__(ARM_|X32_)?NR_(?!(compat_)?syscalls$)|[A-Za-z0-9]_NR_\w*(?:[^S]|SS)$/;
const LEAST = /(^|_)(MIN|FIRST)(_|$)/;
const MASK = /(MASK|ALL|VALID|SUPPORTED|SUPP|KNOWN|FLAGS|FEATURES|BITS)/;
const SPARE = /RESERVED|UNUSED|RSVD/;
/** What programs compare for equality: another number sends them away. */
const GATE = /(^|_)(API|ABI|MAJOR|PROTO|PROTOCOL|INTERFACE)(_|$)/;
const LESSER = /(^|_)(MINOR|PATCH(LEVEL)?|SUB(LEVEL|VERSION)?|EXTRA|REV(ISION)?|DATE)(_|$)/;
const VERSION = /(^|_)(VERSION|VERS?|RELDATE|UPDATE)(_|$)/;

interface Constant {
  readonly name: string;
  readonly header: string;
  /** Its text: a macro's body, an enumerator's initialiser. */
  readonly text: string;
}

/**
 * Why a constant may have another value: it counts names of its header, and one was added; it is a mask, and a flag was
 * added, or what is reserved, and a flag was taken from it; it is a version that rises with every addition. Undefined
 * where it may not.
 */
export function whyGrown(
  uapi: Comparison,
  before: Constant,
  after: Constant,
  was: bigint,
  is: bigint,
): string | undefined {
  if (/^LINUX_VERSION_/.test(after.name)) return "the kernel's own version";
  if (SPARE.test(after.name)) return (is & ~was) === 0n ? 'what was reserved found a use' : undefined;
  if (is > was && isVersion(after.name)) return 'a version, which rises with every addition';
  if (is > was && isGateOfMore(uapi, after)) return 'a version, which rises with a new request';
  const added = addedValues(uapi, after.header);
  const named = identifiers(after.text).filter((name) => added.has(name));
  if (is > was && isCount(after.name)) {
    const isNext = [...added.values()].some((value) => value >= was - 1n && value <= is);
    return isNext || named.length > 0 ? 'what it counts has grown' : undefined;
  }
  if (is < was && LEAST.test(after.name) && [...added.values()].includes(is))
    return 'what it counts has grown';
  // A mask of what is left over loses bits as the flags gain them.
  const [old, now] = is < 0n && was < 0n ? [~was, ~is] : [was, is];
  if ((old & ~now) !== 0n) return undefined;
  const keeps = identifiers(before.text).every((name) => identifiers(after.text).includes(name));
  if (named.length > 0 && keeps) return 'a mask of flags that were added';
  const bits = now & ~old;
  const flags = [...added.values()].filter((value) => value > 0n && (value & ~bits) === 0n);
  const covered = flags.reduce((all, value) => all | value, 0n) === bits;
  return MASK.test(after.name) && covered ? 'a mask of flags that were added' : undefined;
}

/** By its name: `LAMP_MAX`, `LAMP_NR_BULBS`. */
export function isCount(name: string): boolean {
  return COUNT.test(name) && !NUMBER_OF_ONE.test(name);
}

function isVersion(name: string): boolean {
  return LESSER.test(name) || (VERSION.test(name) && !GATE.test(name));
}

/** The version of an interface that gains requests, and of which none changes or goes. */
function isGateOfMore({ ioctls }: Comparison, { name, header }: Constant): boolean {
  if (!/(^|_)(API|ABI|INTERFACE)_VERSION$/.test(name)) return false;
  const own = ioctls.filter((pair) => pair.header === header);
  return own.length > 0 && own.every(({ before }) => !before);
}

/** A limit that rises by itself: whoever asks for less still gets it, whoever sized a buffer by it may not. */
export function isLimit(name: string): boolean {
  return /MAX|LIMIT/.test(name);
}

const known = new WeakMap<Comparison, Map<string, ReadonlyMap<string, bigint>>>();

/** Constants that only the header after has, with their values; of ioctls their numbers. */
function addedValues(uapi: Comparison, header: string): ReadonlyMap<string, bigint> {
  let all = known.get(uapi);
  if (!all) {
    const headers = new Map<string, Map<string, bigint>>();
    const add = (name: string, own: string, value: bigint | undefined) => {
      const values = headers.get(own) ?? new Map<string, bigint>();
      headers.set(own, values);
      if (value !== undefined) values.set(name, value);
    };
    for (const { name, before, after, header: own } of [...uapi.macros, ...uapi.enumerators])
      if (!before && after) add(name, own, someValue(after.on));
    for (const { name, before, after, header: own } of uapi.ioctls) {
      const nr = !before && after ? someRequest(after)?.nr : undefined;
      if (nr !== undefined) add(name, own, BigInt(nr));
    }
    all = headers;
    known.set(uapi, headers);
  }
  return all.get(header) ?? new Map();
}
