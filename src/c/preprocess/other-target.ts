// SPDX-License-Identifier: GPL-2.0-only
import type { MacroDefinition, Macros } from '../expand.ts';
import type { HeaderUnit, IncludeLookup } from './model.ts';
import { isIndependentOf } from './own-file.ts';
import { SourceText } from './source.ts';

/**
 * The unit of a file that another target has read, where all that the file depends on is the same here.
 *
 * @returns undefined where it is not: the file has to be read
 */
export function unitOfOtherTarget(
  other: HeaderUnit,
  predefined: Macros,
  includes: IncludeLookup,
): HeaderUnit | undefined {
  const { dependencies, instances } = other;
  if (!dependencies || !includes.prefix) return undefined;
  const [own] = instances;
  const found = dependencies.includes.map(
    ({ name, form }) => includes.find(name, form, own.source) ?? { missing: name },
  );
  const sources = found.filter((one): one is SourceText => one instanceof SourceText);
  const prefix = sources.length > 0 ? includes.prefix(sources) : undefined;
  if (sources.length > 0 && !(prefix?.sharable && isIndependentOf(prefix, dependencies.guards)))
    return undefined;
  for (const [name, macro] of dependencies.macros) {
    const here = (prefix?.macros ?? predefined).get(name);
    if (here !== macro && !isAlike(here, macro)) return undefined;
    if (here && dependencies.beforeIncludes.has(name)) return undefined;
  }
  const missing = found.flatMap((one) =>
    one instanceof SourceText || one === 'ignored' ? [] : [one.missing],
  );
  const names = dependencies.includes.map(({ name }, at) => {
    const one = found[at];
    return one instanceof SourceText ? one.name : name;
  });
  return {
    instances: [{ ...own, includes: names }, ...(prefix?.instances ?? [])],
    macros: other.macros.for(predefined, prefix?.macros),
    missing: [...missing, ...(prefix?.missing ?? [])],
    stopped: undefined,
    dependencies,
  };
}

function isAlike(one: MacroDefinition | undefined, other: MacroDefinition | undefined): boolean {
  if (!one || !other || one.parameters || other.parameters) return false;
  return (
    one.body.length === other.body.length && one.body.every(({ text }, at) => text === other.body[at]?.text)
  );
}
