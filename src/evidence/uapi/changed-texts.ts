// SPDX-License-Identifier: GPL-2.0-only
import type { Composition } from '../../series/compose.ts';
import type { Designs } from '../../series/generate.ts';

/** The texts of a composition that are other than the tree's, by path. */
export function changedTexts(
  { baseline }: Pick<Designs, 'baseline'>,
  { edited }: Composition,
): [string, string][] {
  return [...edited.texts].filter(([path, text]) => baseline.pristine.texts.get(path) !== text);
}

/** The files that any of the designs changes. */
export function touchedPaths(designs: Designs): Set<string> {
  return new Set(
    designs.variants.flatMap(({ composition }) => changedTexts(designs, composition).map(([path]) => path)),
  );
}
