// SPDX-License-Identifier: GPL-2.0-only
// What a header means to a program that includes before it what the header leaves to the program.
import type { TargetId } from '../../src/c/target.ts';
import { memo } from '../../src/memo.ts';
import { type Api, type ApiHeader, isUnknown, type On, type TypeLayout } from '../../src/uapi/model.ts';
import { hasHeader } from './has.ts';
import { declaredNames, headerTexts } from './self-contained.ts';

/** Macros that only the kernel has, and that exported headers are written with all the same: include/linux/bits.h. */
const OF_KERNEL: Readonly<Record<string, string>> = {
  BIT: '(n) (1UL << (n))',
  BIT_ULL: '(n) (1ULL << (n))',
  GENMASK: '(high, low) ((~0UL << (low)) & (~0UL >> (8 * sizeof(long) - 1 - (high))))',
  GENMASK_ULL: '(high, low) ((~0ULL << (low)) & (~0ULL >> (63 - (high))))',
};

/** A name that no program has. */
const ASKED = 'kpw_asked';

/** Headers that leave something to others, which leave something to others. */
const ROUNDS = 5;

/** A macro's values to such a program; undefined where one is not known. */
export function valuesLeft(api: Api, header: string, macro: string): On<bigint> | undefined {
  if (!api.header(header)?.undeclared().has(macro)) return undefined;
  const program = completed(
    api,
    header,
    // An architecture's header may define it on some targets alone.
    `#ifdef ${macro}\n#define ${ASKED} ${macro}\n#endif`,
    (made) => made.undeclared().get(ASKED) ?? [],
  );
  return program && known(program.value(macro), `${macro} is not defined`);
}

/** How such a program lays out a type of the header, on the targets that have it; undefined where one is not known. */
export function layoutsLeft(api: Api, header: string, type: string): On<TypeLayout> | undefined {
  const size = `sizeof(${type})`;
  const program = completed(api, header, '', (made) =>
    undeclaredFor(made.value(size)).filter((name) => name !== type),
  );
  if (!program || !known(program.value(size), `${type} is declared nowhere`)) return undefined;
  const layouts = new Map<TargetId, TypeLayout>();
  for (const { id } of api.targets) {
    const layout = program.layout(type, id);
    if (layout) layouts.set(id, layout);
  }
  return layouts;
}

/**
 * The values on the targets that have the name; undefined where one of them is not known.
 *
 * @param absent how the reason of a target begins that has it not
 */
function known(values: On<bigint>, absent: string): On<bigint> | undefined {
  const here = new Map(
    [...values].filter(([, value]) => !isUnknown(value) || !value.unknown.startsWith(absent)),
  );
  return here.size > 0 && ![...here.values()].some(isUnknown) ? here : undefined;
}

/** src/c/layout/types.ts says it so. */
const NOWHERE = /(?:^|: )((?:struct |union |enum )?\w+) is declared nowhere/;

function undeclaredFor(values: On<bigint>): string[] {
  return [...values.values()].flatMap((value) => {
    const name = isUnknown(value) ? NOWHERE.exec(value.unknown)?.[1] : undefined;
    return name === undefined ? [] : [name];
  });
}

/**
 * A program that includes a header behind all that declares what is missing.
 *
 * @param missing names that the program made so far still lacks
 * @returns undefined where one name is declared nowhere, or in several places
 */
function completed(
  api: Api,
  header: string,
  last: string,
  missing: (program: ApiHeader) => readonly string[],
): ApiHeader | undefined {
  const before: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const program = api.program([...before, `#include <${header}>`, last, ''].join('\n'));
    const names = [...new Set(missing(program))];
    if (names.length === 0) return program;
    const lines = names.map((name) => lineWith(api, name));
    if (!lines.every((line) => line !== undefined && !before.includes(line))) return undefined;
    before.unshift(...new Set(lines as string[]));
  }
  return undefined;
}

/** What a program writes to have a name. */
function lineWith(api: Api, name: string): string | undefined {
  const macro = Object.hasOwn(OF_KERNEL, name) ? OF_KERNEL[name] : undefined;
  const home = soleHeader(api, name);
  if (home !== undefined) return `#include <${home}>`;
  return macro === undefined ? undefined : `#define ${name}${macro}`;
}

/** The one exported header that declares a name; undefined where none does, or several do. */
function soleHeader(api: Api, name: string): string | undefined {
  const homes = declaringHeaders(api, name);
  return homes.length === 1 ? homes[0] : undefined;
}

/** What was found so far of a side: a name that one macro needs is needed by those beside it. */
const found = memo((api: Api) => ({
  headers: new Set(api.targets.flatMap((target) => api.headers.names(target))),
  homes: new Map<string, readonly string[]>(),
}));

/** Exported headers that declare a name: a macro, a typedef, a tag with its body. */
export function declaringHeaders(api: Api, name: string): readonly string[] {
  const { headers, homes } = found(api);
  const known = homes.get(name);
  if (known) return known;
  const word = name.slice(name.indexOf(' ') + 1);
  const declaring = new Set<string>();
  for (const header of headers) {
    const declares = (text: string) => text.includes(word) && declaredNames(text).has(name);
    if (headerTexts(api, header).some(declares)) declaring.add(included(api, header));
  }
  const made = [...declaring];
  homes.set(name, made);
  return made;
}

/** Programs have asm-generic/signal.h by asm/signal.h. */
function included(api: Api, header: string): string {
  const own = header.replace(/^asm-generic\//, 'asm/');
  return hasHeader(api, own) ? own : header;
}
