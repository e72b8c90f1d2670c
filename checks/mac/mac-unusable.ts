// SPDX-License-Identifier: GPL-2.0-only
import { memo } from '../../src/memo.ts';
import type { ApiMacro, Comparison, Declared, Pair } from '../../src/uapi/model.ts';
import { someValue } from '../lib/constants.ts';
import { KERNEL_NAMES } from '../lib/kernel-names.ts';
import { constantsOf } from '../lib/names.ts';
import { leastWith, nameProvider, unreadIn, withIncludes } from '../lib/self-contained.ts';
import { sightedHeaders } from '../lib/sight.ts';
import { listed, quotationOf } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'mac-unusable',
  severity: 'error',
  effect: 'source-break',
  category: 'mac',
  needs: ['uapi'],
  title:
    'A macro uses a name that means nothing any more: its header is no longer included, or the name is gone.',
  why: 'The header still compiles, and a program that uses the macro does not; where something else included the name before, nobody notices.',
  reference: 'init/Kconfig, UAPI_HEADER_TEST: exported headers are self-contained',
  todo: 'Include what declares the name, or write the macro without it.',
  compare: (subject) => {
    const { uapi } = subject;
    return uapi ? (sightedHeaders(subject) ?? []).flatMap((name) => judge(uapi, name)) : [];
  },
};

function judge(uapi: Comparison, name: string): Found[] {
  if (!seesLess(uapi, name)) return [];
  const [before, after] = [uapi.before.header(name), uapi.after.header(name)];
  if (!before || !after) return [];
  const now = after.undeclared();
  if (now.size === 0) return [];
  const then = before.undeclared();
  const known = constantsOf(before);
  const lost = new Map<string, ApiMacro[]>();
  for (const macro of after.macros) {
    // A new macro broke nobody yet.
    if (!known.has(macro.name)) continue;
    // One that had to be helped before lacks only what its header had for it: _IOWR comes from <sys/ioctl.h> still.
    const helped = then.get(macro.name);
    const isNew = (missing: string) =>
      !helped ||
      (!helped.includes(missing) &&
        nameProvider(uapi.before, withIncludes(uapi.before, name), missing) !== undefined);
    for (const missing of now.get(macro.name) ?? [])
      if (isNew(missing)) lost.set(missing, [...(lost.get(missing) ?? []), macro]);
  }
  // Macros that lack the same names are one finding.
  const groups = new Map<string, { macros: readonly ApiMacro[]; names: string[] }>();
  for (const [missing, macros] of lost) {
    const key = macros.map((macro) => macro.name).join();
    const group = groups.get(key) ?? { macros, names: [] };
    groups.set(key, group);
    group.names.push(missing);
  }
  return [...groups.values()].map(({ macros, names }) => told(uapi, name, macros, names));
}

/**
 * Whether anything that a header's macros may be made of is gone, or made of something else. To look at all macros of all
 * headers takes long.
 */
function seesLess(uapi: Comparison, name: string): boolean {
  if (includesLost(uapi, name).length > 0) return true;
  const less = lessIn(uapi);
  const [then, now] = [withIncludes(uapi.before, name), withIncludes(uapi.after, name)];
  return [...then].some((one) => less.has(one) || !now.has(one)) || [...now].some((one) => less.has(one));
}

/** What a header itself no longer includes: on another target it may still come through another header. */
function includesLost({ before, after }: Comparison, name: string): readonly string[] {
  const now = after.header(name)?.includes ?? [];
  return (before.header(name)?.includes ?? []).filter((one) => !now.includes(one));
}

/** Headers of which a name is gone, or may be on one target. */
const lessIn = memo(
  ({ types, macros, enumerators, typedefs, functions }: Comparison): ReadonlySet<string> =>
    new Set([
      ...[macros, enumerators, typedefs, functions].flatMap((pairs: readonly Pair<Declared>[]) =>
        pairs.flatMap(({ header, before }) => (before ? [header] : [])),
      ),
      ...types.flatMap(({ header, after }) => (after?.header === header ? [] : [header])),
    ]),
);

function told(
  uapi: Comparison,
  header: string,
  macros: readonly ApiMacro[],
  names: readonly string[],
): Found {
  const { before, after } = uapi;
  const [first] = macros as [ApiMacro];
  const then = withIncludes(before, header);
  const now = withIncludes(after, header);
  const lost = new Set([...[...then].filter((one) => !now.has(one)), ...includesLost(uapi, header)]);
  const homes = names.flatMap((name) => {
    const home = nameProvider(before, lost, name);
    return home === undefined ? [] : [leastWith(before, home, before.header(header)?.includes ?? [])];
  });
  const words = macros.map((macro) => described(macro, before.header(header)?.macros));
  const use = macros.length > 1 ? 'use' : 'uses';
  const why =
    homes.length > 0
      ? `${header} no longer includes ${listed([...new Set(homes)])}`
      : `nothing that ${header} includes declares ${names.length > 1 ? 'them' : 'it'}`;
  // What it includes now, and nobody has at hand, may declare it.
  const unread = unreadIn(after, header);
  // What the kernel alone has, none of them declares that was included before.
  const kernels = names.every((name) => name.replace(KERNEL_NAMES, '') === '');
  const absent = kernels ? unread.filter((one) => !before.header(header)?.missing.includes(one)) : unread;
  if (absent.length > 0)
    return {
      file: first.path,
      line: first.line,
      symbol: first.name,
      severity: 'warning',
      effect: 'undetermined',
      message: `${listed(words)} ${use} ${listed([...names])}, which may be in ${listed(absent)}; kpw does not have that`,
      after: quotationOf(first),
      key: names.join(),
    };
  return {
    file: first.path,
    line: first.line,
    symbol: first.name,
    message: `${listed(words)} ${use} ${listed([...names])}, and ${why}`,
    after: quotationOf(first),
    breaks: ['recompiled source'],
    key: names.join(),
    ...(macros.length > 1 ? { inherited: macros.slice(1).map((macro) => macro.name) } : {}),
  };
}

function described({ name, parameters }: ApiMacro, before: readonly ApiMacro[] = []): string {
  if (parameters) return `${name}()`;
  const old = before.find((one) => one.name === name);
  const was = old && someValue(old.on);
  return was === undefined ? name : `${name} (was ${was})`;
}
