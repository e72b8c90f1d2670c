// SPDX-License-Identifier: GPL-2.0-only
import type { Target } from '../c/target.ts';
import { cxxHeaderOf, cxxTarget } from './api/cxx.ts';
import { headerOf } from './api/header.ts';
import { SharedSources, Units } from './api/units.ts';
import { PROGRAM_NAME, withProgram } from './headers/program.ts';
import type { Api, ApiHeader, ApiType, HeaderSet } from './model.ts';

/** Equal texts of two sides are read once. */
const SHARED = new SharedSources();

/**
 * What the headers declare, evaluated for the targets: each header when it is asked for, once. Pure, and never
 * fails: what cannot be known is unknown with its reason.
 */
export function apiOf(headers: HeaderSet, targets: readonly Target[], sources: SharedSources = SHARED): Api {
  const units = targets.map((target) => new Units(headers, target, sources));
  const made = new Map<string, ApiHeader | undefined>();
  const header = (name: string) => {
    if (!made.has(name)) made.set(name, headerOf(name, headers, units));
    return made.get(name);
  };
  let cxx: Units | undefined;
  return {
    headers,
    targets,
    header,
    upToError: (name, ended) => headerOf(name, headers, units, ended),
    program: (text) => {
      const all = withProgram(headers, text);
      const own = targets.map((target) => new Units(all, target, sources));
      return headerOf(PROGRAM_NAME, all, own) as ApiHeader;
    },
    cxx: (name) => {
      const [first] = targets;
      cxx ??= first && new Units(headers, cxxTarget(first), sources);
      return cxx && cxxHeaderOf(name, cxx, units[0]);
    },
    type: (name, from) => typeFrom(name, from, header),
  };
}

/** The header's own type, else that of what it includes, nearest first. */
export function typeFrom(
  name: string,
  from: string,
  header: (name: string) => ApiHeader | undefined,
): ApiType | undefined {
  const seen = new Set([from]);
  for (const each of seen) {
    const found = header(each);
    const type = found?.types.find((one) => one.name === name);
    if (type) return type;
    for (const include of found?.includes ?? []) seen.add(include);
  }
  return undefined;
}
