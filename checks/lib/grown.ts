// SPDX-License-Identifier: GPL-2.0-only
import type { ApiMacro, Comparison } from '../../src/uapi/model.ts';
import { identifiers, someValue } from './constants.ts';

const COUNT = /(^|_)(NUM|NR|MAX|COUNT|CNT|LAST|LATEST|END|TOTAL|NUMBER)\d*(_|$)|(MAX|NUM)$/;
const MASK = /(MASK|ALL|VALID|SUPPORTED|SUPP|KNOWN|FLAGS|FEATURES|RESERVED|BITS)/;
/** What programs compare for equality: another number sends them away. */
const GATE = /(^|_)(API|ABI|MAJOR|PROTO|PROTOCOL|INTERFACE)(_|$)/;
const VERSION = /(^|_)(VERSION|VERS?|MINOR|PATCHLEVEL|SUBLEVEL|REVISION|REV|EXTRA|DATE|RELDATE|UPDATE)(_|$)/i;

/**
 * Why a macro may have another value: it counts names of its header, and one was added; it is a mask, and a flag was
 * added; it is a version that rises with every addition. Undefined where it may not.
 */
export function growth(
  uapi: Comparison,
  before: ApiMacro,
  after: ApiMacro,
  was: bigint,
  is: bigint,
): string | undefined {
  if (is <= was) return undefined;
  if (VERSION.test(after.name) && !GATE.test(after.name)) return 'a version, which rises with every addition';
  const added = addedValues(uapi, after.header);
  if (COUNT.test(after.name) && [...added.values()].some((value) => value >= was - 1n && value <= is))
    return 'what it counts has grown';
  const isSuperset = (was & ~is) === 0n;
  if (!isSuperset) return undefined;
  const made = identifiers(after.body).filter((name) => added.has(name));
  if (made.length > 0 && identifiers(before.body).every((name) => identifiers(after.body).includes(name)))
    return 'a mask of flags that were added';
  const bits = is & ~was;
  const flags = [...added.values()].filter((value) => value > 0n && (value & ~bits) === 0n);
  const covered = flags.reduce((all, value) => all | value, 0n) === bits;
  return MASK.test(after.name) && covered ? 'a mask of flags that were added' : undefined;
}

/** Constants that only the header after has, with their values. */
function addedValues({ macros, enumerators }: Comparison, header: string): ReadonlyMap<string, bigint> {
  const found = new Map<string, bigint>();
  for (const { name, before, after, header: own } of [...macros, ...enumerators]) {
    const value = own === header && !before && after ? someValue(after.on) : undefined;
    if (value !== undefined) found.set(name, value);
  }
  return found;
}
