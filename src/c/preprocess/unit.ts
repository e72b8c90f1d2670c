// SPDX-License-Identifier: GPL-2.0-only
import type { Macros } from '../expand.ts';
import type { HeaderUnit, IncludeLookup, IncludePrefix } from './model.ts';
import { unitOfOtherTarget } from './other-target.ts';
import type { SourceText } from './source.ts';
import { Walk } from './walk.ts';

/**
 * Reads a file and what it includes for one target. Never fails: see `stopped`.
 *
 * @param other the same file's unit for another target: what it holds itself is shared where it is the same
 */
export function preprocess(
  source: SourceText,
  predefined: Macros,
  includes: IncludeLookup,
  other?: HeaderUnit,
): HeaderUnit {
  const same =
    other?.instances[0].source === source ? unitOfOtherTarget(other, predefined, includes) : undefined;
  return same ?? new Walk(predefined, includes).unit(source);
}

/** Reads files as the first that a unit includes. */
export function includePrefix(
  sources: readonly SourceText[],
  predefined: Macros,
  includes: IncludeLookup,
): IncludePrefix {
  return new Walk(predefined, includes, 1).prefix(sources);
}

/** The same of a file that ends at an #error, as if nothing stood behind it. */
export function upToError(source: SourceText, predefined: Macros, includes: IncludeLookup): HeaderUnit {
  const unit = new Walk(predefined, includes, 0, true).unit(source);
  return unit.stopped?.kind === 'error' ? { ...unit, stopped: undefined } : unit;
}
