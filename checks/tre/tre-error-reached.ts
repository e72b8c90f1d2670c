// SPDX-License-Identifier: GPL-2.0-only
import { foreignText } from '../../src/c/preprocess/foreign.ts';
import { includesOnce } from '../../src/uapi/compare/includes.ts';
import { headerText } from '../../src/uapi/header-text.ts';
import type { Api, Comparison, ReachedError } from '../../src/uapi/model.ts';
import { hasHeader } from '../lib/has.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'tre-error-reached',
  severity: 'error',
  effect: 'source-break',
  category: 'tre',
  needs: ['uapi'],
  title: 'A header reaches an #error that it did not reach before, or cannot be read by a compiler any more.',
  why: 'Every program that includes the header, and nothing before it, no longer compiles.',
  reference: 'C11, 6.10.5; init/Kconfig, UAPI_HEADER_TEST: exported headers are self-contained',
  todo: 'Include or define in the header what the #error asks for.',
  compare: ({ uapi }) => (uapi ? judge(uapi) : []),
};

interface Reached {
  readonly name: string;
  readonly path: string;
  readonly error: ReachedError;
}

function judge(uapi: Comparison): Found[] {
  const all = candidates(uapi).flatMap((name) => newErrors(uapi, name));
  // Who includes a header that ends ends with it.
  const causes = new Set(all.map(({ name }) => name));
  const own = all.filter(({ name, error }) => error.header === name || !causes.has(error.header));
  return own.map(({ name, path, error }): Found => {
    const followers = all.filter((one) => one.name !== name && one.error.header === name);
    const { reason, line, targets } = error;
    return {
      file: path,
      line,
      symbol: name,
      message: reason.includes('#error')
        ? `${name} reaches ${reason}, and did not before`
        : `${name} no longer compiles: ${reason}`,
      targets,
      breaks: ['recompiled source'],
      ...(followers.length > 0 ? { inherited: followers.map((one) => one.name) } : {}),
    };
  });
}

/** Headers that differ, and those that include one which reaches an #error if it comes first. */
function candidates(uapi: Comparison): string[] {
  const { before, after, targets } = uapi;
  const both = (name: string) => hasHeader(before, name) && hasHeader(after, name);
  const changed = uapi.headers.filter(({ textChanged, name }) => textChanged && both(name));
  const names = changed.map(({ name }) => name);
  if (names.length === 0) return [];
  const includes = includesOnce(after.headers, targets);
  const ending = new Map<string, boolean>();
  const ends = (name: string) => {
    let found = ending.get(name);
    if (found === undefined) {
      found =
        includes.texts(name).some((text) => text.includes('error') || foreignText(text) !== undefined) &&
        errorsOf(after, name).length > 0;
      ending.set(name, found);
    }
    return found;
  };
  const others = [...uapi.reach].filter(
    (name) => !names.includes(name) && both(name) && [...includes.closure(name)].some(ends),
  );
  return [...names, ...others];
}

function newErrors({ before, after }: Comparison, name: string): Reached[] {
  const errors = errorsOf(after, name);
  if (errors.length === 0) return [];
  const old = new Set(errorsOf(before, name).flatMap(({ targets }) => targets));
  const path = headerText(after, name)?.path ?? name;
  return errors.flatMap((error): Reached[] => {
    const targets = error.targets.filter((target) => !old.has(target));
    return targets.length > 0 ? [{ name, path, error: { ...error, targets } }] : [];
  });
}

function errorsOf(api: Api, name: string): readonly ReachedError[] {
  return api.header(name)?.errors ?? [];
}
