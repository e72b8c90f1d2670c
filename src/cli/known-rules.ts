// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { ruleCatalogue } from '../evidence/catalogue.ts';
import { ENGINE_RULES } from '../evidence/patches/examine.ts';
import { didYouMean } from '../nearest.ts';
import { UnknownName } from '../series/errors.ts';

/**
 * Names for --disable: rules, families, and what comes from programs.
 *
 * @throws UnknownName for the first that is none, with the nearest
 */
export function requireRules(names: readonly string[], context: Pick<Context, 'ownRules'>): void {
  const known = new Set([
    ...ruleCatalogue(context).flatMap(({ id, category }) => [id, category]),
    ...['own', ...ENGINE_RULES],
  ]);
  const lost = names.find((name) => !known.has(name));
  if (lost !== undefined)
    throw new UnknownName({
      title: `no rule or family is called "${lost}"`,
      where: `--disable ${lost}`,
      hint: didYouMean(lost, known) ?? 'kpw check --rules lists them.',
    });
}
