// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import { type BuiltModule, moduleInfoOf } from '../kernel/build.ts';
import { didYouMean } from '../nearest.ts';
import type { ModuleParameters } from '../subsystem.ts';

/** A design is to be loaded with a parameter that none of its modules has, or several have. */
export class ParameterMissing extends Failure {
  readonly code = 'PARAMETER_MISSING';
}

/**
 * What each module of a cell is given as it is loaded. The .modinfo section of the built modules says what parameters there
 * are: the kernel itself only warns of one that it does not know.
 *
 * @param name of the cell, for messages
 * @param loaded values by name: `allow_msix_mmap`, `vfio_pci.ids`
 * @throws ParameterMissing
 */
export async function loadedParameters(
  name: string,
  loaded: Readonly<Record<string, string>>,
  modules: readonly BuiltModule[],
): Promise<ModuleParameters[]> {
  const asked = Object.entries(loaded);
  if (asked.length === 0) return [];
  const known = new Map<string, readonly string[]>();
  for (const module of modules)
    known.set(module.name, moduleInfoOf(await readFile(module.path))?.parameters ?? []);
  return asked.map(([key, value]) => {
    const [, module, parameter = ''] = /^(?:(\w+)\.)?(\w+)$/.exec(key) ?? [];
    const having = [...known].filter(
      ([one, parameters]) => (module ?? one) === one && parameters.includes(parameter),
    );
    const [first, ...more] = having.map(([one]) => one);
    if (first === undefined) throw missing(name, key, module, known);
    if (more.length > 0)
      throw new ParameterMissing({
        title: `${[first, ...more].join(' and ')} have a parameter ${parameter} each`,
        where: name,
        hint: `Name the module: [${first}.${parameter}=${value}]`,
      });
    return { module: first, options: `${parameter}=${value}` };
  });
}

function missing(
  where: string,
  key: string,
  module: string | undefined,
  known: ReadonlyMap<string, readonly string[]>,
): ParameterMissing {
  const names = [...known].flatMap(([one, parameters]) =>
    parameters.flatMap((parameter) => (module === undefined ? [parameter] : [`${one}.${parameter}`])),
  );
  const modules = [...known.keys()].join(', ');
  const title =
    module !== undefined && !known.has(module)
      ? `${module} is none of the modules that the cell loads`
      : `no module of the cell has a parameter ${key}`;
  return new ParameterMissing({
    title,
    where,
    detail: `modules: ${modules || 'none'}\nparameters: ${[...new Set(names)].sort().join(', ') || 'none'}`,
    hint:
      didYouMean(key, names) ??
      'Name one of these. Only modules that kpw replaces take parameters, and only those that they declare by module_param().',
  });
}
