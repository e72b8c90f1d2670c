// SPDX-License-Identifier: GPL-2.0-only
import { examine } from '../../../checks/index.ts';
import type { Subject } from '../../../checks/rule.ts';
import type { Gates } from '../../../checks/verdict.ts';
import type { Waiver } from '../../../checks/waiver.ts';
import type { Target } from '../../c/target.ts';
import { apiOf } from '../../uapi/api.ts';
import { compare } from '../../uapi/compare.ts';
import type { Side } from '../../uapi/side.ts';
import { resultOf } from './result.ts';
import { UAPI_SCHEMA, type UapiComparison, type UapiDiff } from './schema.ts';

export interface DiffOptions extends Gates {
  readonly targets: readonly Target[];
  readonly disable?: readonly string[];
  readonly waivers?: readonly Waiver[];
  /** YYYY-MM-DD, for waivers that expire. */
  readonly today?: string;
}

/** One side against another: what differs, what the rules say of it, and the verdict. */
export function compareSides(before: Side, after: Side, options: DiffOptions): UapiComparison {
  const subject = subjectOf(before, after, options.targets);
  const examination = examine(subject, options);
  return resultOf({ before: before.spec, after: after.spec }, subject, examination, options);
}

/** What the rules look at. Mails are not part of it: a tree has none. */
export function subjectOf(before: Side, after: Side, targets: readonly Target[]): Subject {
  return {
    name: `${before.label} to ${after.label}`,
    before: before.sources,
    after: after.sources,
    uapi: compare(apiOf(before.headers, targets), apiOf(after.headers, targets)),
    lacks: { ...before.lacks, ...after.lacks },
    patches: [],
    mails: [],
  };
}

/** Every new side against the base, and each with the others where that is asked for. */
export function diffSides(
  base: Side,
  fresh: readonly Side[],
  options: DiffOptions & { readonly between?: boolean },
): UapiDiff {
  const comparisons = fresh.map((side) => compareSides(base, side, options));
  const pairs = options.between
    ? fresh.flatMap((a) => fresh.flatMap((b) => (a === b ? [] : [[a, b] as const])))
    : [];
  return {
    schema: UAPI_SCHEMA,
    targets: options.targets.map(({ id }) => id),
    exit: worst(comparisons.map(({ exit }) => exit)),
    comparisons,
    between: pairs.map(([a, b]) => compareSides(a, b, options)),
  };
}

/** A gate that was hit is certain; what could not be checked may be nothing. */
function worst(exits: readonly UapiDiff['exit'][]): UapiDiff['exit'] {
  return exits.includes(1) ? 1 : exits.includes(3) ? 3 : 0;
}
