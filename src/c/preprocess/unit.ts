// SPDX-License-Identifier: GPL-2.0-only
import type { Macros } from '../expand.ts';
import type { IncludePrefix, Includes, Unit } from './model.ts';
import { unitOfOtherTarget } from './other-target.ts';
import type { Source } from './source.ts';
import { Walk } from './walk.ts';

/**
 * Reads a file and what it includes for one target. Never fails: see `stopped`.
 *
 * @param other the same file's unit for another target: what it holds itself is shared where it is the same
 */
export function preprocess(source: Source, predefined: Macros, includes: Includes, other?: Unit): Unit {
  const same =
    other?.instances[0].source === source ? unitOfOtherTarget(other, predefined, includes) : undefined;
  return same ?? new Walk(predefined, includes).unit(source);
}

/** Reads files as the first that a unit includes. */
export function includePrefix(
  sources: readonly Source[],
  predefined: Macros,
  includes: Includes,
): IncludePrefix {
  return new Walk(predefined, includes, 1).prefix(sources);
}
