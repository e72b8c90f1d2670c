// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../src/c/target.ts';
import {
  type Api,
  type ApiEnumerator,
  type ApiMacro,
  type Comparison,
  isUnknown,
  type Pair,
} from '../../src/uapi/model.ts';
import { agreedValue, type ConstantDifference, differenceOf, identifiers, tokens } from './constants.ts';
import { doubted } from './doubted.ts';
import { bare, foldedConstants } from './folded.ts';
import { hiddenOn } from './hidden-by-asm.ts';
import { valuesLeft } from './left-to-program.ts';
import { constantProvider, keptHeaders, nameLikeness, once } from './names.ts';
import { macroSums, type SumDifference } from './sums.ts';

type MacroPair = Pair<ApiMacro>;
type Both = MacroPair & { readonly before: ApiMacro; readonly after: ApiMacro };

/** What happened to the macros of two sides, without ioctl requests: a name is in one list only. */
export interface MacroChanges {
  readonly removed: readonly { readonly pair: MacroPair; readonly renamed: ApiMacro | undefined }[];
  readonly values: readonly { readonly pair: Both; readonly difference: ConstantDifference }[];
  /** Texts that are no integers, by their tokens. */
  readonly texts: readonly Both[];
  readonly functions: readonly Both[];
  /** The same but for parentheses around a parameter, which are gone. */
  readonly loosened: readonly Both[];
  readonly undetermined: readonly { readonly pair: Both; readonly reason: string }[];
  /** Sums with the same unknown names that differ, whatever those stand for. */
  readonly sums: readonly ({ readonly pair: Both } & SumDifference)[];
  /** Another value with the same text, because a name in it has another value: that one's rule says so. */
  readonly derived: readonly { readonly pair: Both; readonly cause: string }[];
  readonly added: readonly MacroPair[];
}

export const macroChanges = once(changes);

/** A header that a target lacks altogether took its names along; that is one finding, and not one of each. */
function isExported({ targets, after }: Comparison, header: string, id: TargetId): boolean {
  const target = targets.find((one) => one.id === id);
  return target !== undefined && after.headers.get(header, target) !== undefined;
}

/** Enumerators that had a macro of their name beside them, which is gone: `#define LAMP_ON LAMP_ON`. */
export const twinsLost = once((uapi: Comparison): Pair<ApiMacro>[] =>
  uapi.macros.filter(({ header, name, before, after }) => {
    const has = (api: Api) => api.header(header)?.enumerators.some((one) => one.name === name) ?? false;
    return before?.body === name && !after && has(uapi.before) && has(uapi.after);
  }),
);

/** Names that were a macro and are an enumerator alone now, or the other way round. */
export const exchangedNames = once((uapi: Comparison): Pair<ApiMacro | ApiEnumerator>[] => {
  const enumerators = byName(uapi.enumerators);
  return uapi.macros.flatMap((macro): Pair<ApiMacro | ApiEnumerator>[] => {
    const other = enumerators.get(keyOf(macro));
    const { name, header } = macro;
    if (macro.before && !macro.after && other?.after && !other.before)
      return [{ name, header, before: macro.before, after: other.after }];
    if (macro.after && !macro.before && other?.before && !other.after)
      return [{ name, header, before: other.before, after: macro.after }];
    return [];
  });
});

function keyOf({ header, name }: { readonly header: string; readonly name: string }): string {
  return `${header} ${name}`;
}

function byName<T extends Pair<unknown>>(pairs: readonly T[]): ReadonlyMap<string, T> {
  return new Map(pairs.map((pair) => [keyOf(pair), pair]));
}

function changes(uapi: Comparison): MacroChanges {
  const kept = keptHeaders(uapi);
  const ioctls = byName(uapi.ioctls);
  const enumerators = byName(uapi.enumerators);
  const pairs = [...uapi.macros, ...doubted(uapi, 'macros')].filter(
    (pair) =>
      kept(pair.header) &&
      !ioctls.has(keyOf(pair)) &&
      !isGuard(pair.before ?? pair.after) &&
      !ANNOTATIONS.has(pair.name),
  );
  const both = pairs.filter((pair): pair is Both => pair.before !== undefined && pair.after !== undefined);
  const gone = pairs.filter(
    (pair) =>
      !pair.after &&
      !enumerators.get(keyOf(pair))?.after &&
      constantProvider(uapi.after, pair.header, pair.name) === undefined,
  );
  const fresh = pairs.filter(
    (pair) =>
      !pair.before &&
      pair.after?.body !== pair.name &&
      !enumerators.get(keyOf(pair))?.before &&
      constantProvider(uapi.before, pair.header, pair.name) === undefined,
  );
  const renames = renamesOf(uapi, gone, fresh);
  const taken = new Set(renames.values());
  return {
    ...judged(uapi, both, movedNames(uapi)),
    removed: gone.map((pair) => ({ pair, renamed: renames.get(pair)?.after })),
    added: fresh.filter((pair) => !taken.has(pair)),
  };
}

/** What sparse alone reads, and headers_install strips. */
const ANNOTATIONS = new Set(['__bitwise', '__bitwise__', '__user', '__force', '__iomem', '__must_check']);

function isGuard(macro: ApiMacro | undefined): boolean {
  return macro?.body === '' && macro.parameters === undefined && /_H_*$|^_+[A-Z].*H_*$/.test(macro.name);
}

/** Every name whose value is another, whatever the header: what a macro is made of often stands in another one. */
function movedNames({ macros, enumerators }: Comparison): ReadonlySet<string> {
  return new Set(
    [...macros, ...enumerators].flatMap(({ name, before, after }) =>
      before && after && differenceOf(before.on, after.on).changes.length > 0 ? [name] : [],
    ),
  );
}

function judged(uapi: Comparison, pairs: readonly Both[], moved: ReadonlySet<string>) {
  const values: { pair: Both; difference: ConstantDifference }[] = [];
  const texts: Both[] = [];
  const functions: Both[] = [];
  const loosened: Both[] = [];
  const undetermined: { pair: Both; reason: string }[] = [];
  const derived: { pair: Both; cause: string }[] = [];
  const sums: ({ pair: Both } & SumDifference)[] = [];
  for (const one of pairs) {
    const pair = valued(uapi, one);
    const { before, after, name } = pair;
    if (before.parameters || after.parameters) {
      if (
        expansion(before) !== expansion(after) &&
        meaning(uapi.before, before) !== meaning(uapi.after, after)
      )
        functions.push(pair);
      else if (wrapped(before) > wrapped(after)) loosened.push(pair);
      continue;
    }
    const difference = differenceOf(before.on, after.on);
    const sameText = expansion(before) === expansion(after);
    const sum = sameText || difference.changes.length > 0 ? undefined : macroSums(uapi, pair);
    if (sum) {
      if (sum.by !== 0n) sums.push({ pair, ...sum });
    } else if (difference.changes.length > 0) {
      const visible = shown(uapi, pair, difference);
      if (!visible) continue;
      const cause = sameText
        ? identifiers(after.body).find((one) => one !== name && moved.has(one))
        : undefined;
      if (cause) derived.push({ pair, cause });
      else values.push({ pair, difference: visible });
    } else if (difference.unknown && !sameText)
      undetermined.push({ pair, reason: difference.unknown.reason });
    else if (!sameText && (before.on.size === 0 || after.on.size === 0)) texts.push(pair);
    else if (after.on.size > 0) {
      const lost = difference.lost.filter((target) => isExported(uapi, pair.header, target));
      if (lost.length > 0) values.push({ pair, difference: { ...difference, lost } });
    }
  }
  return { values, texts, functions, loosened, undetermined, derived, sums };
}

/** The pair with the values that it has for a program which includes what its header leaves to it. */
function valued(uapi: Comparison, pair: Both): Both {
  const { before, after, name, header } = pair;
  const isPlain = (one: ApiMacro) => one.parameters === undefined && one.body !== '';
  if (!isPlain(before) || !isPlain(after) || (isValued(before) && isValued(after))) return pair;
  if (expansion(before) === expansion(after)) return pair;
  const was = isValued(before) ? before.on : valuesLeft(uapi.before, before.header, name);
  const is = isValued(after) ? after.on : valuesLeft(uapi.after, after.header, name);
  if (!was || !is) return pair;
  return { name, header, before: withValues(before, was), after: withValues(after, is) };
}

function isValued({ on }: ApiMacro): boolean {
  return on.size > 0 && ![...on.values()].some(isUnknown);
}

function withValues(macro: ApiMacro, on: ApiMacro['on']): ApiMacro {
  const { name, header, path, line, text, parameters, body, comment, inside } = macro;
  return { name, header, path, line, text, parameters, body, comment, inside, on };
}

/** What differs on targets where no asm/ header defines the name before the generic one does. */
function shown(
  uapi: Comparison,
  { header, name }: Both,
  difference: ConstantDifference,
): ConstantDifference | undefined {
  const hidden = hiddenOn(uapi, header, [name]);
  if (hidden.size === 0) return difference;
  const changes = difference.changes.flatMap((change) => {
    const all = change.targets ?? uapi.targets.map(({ id }) => id);
    const targets = all.filter((target) => !hidden.has(target));
    return targets.length > 0 ? [{ ...change, targets }] : [];
  });
  return changes.length > 0 ? { ...difference, changes } : undefined;
}

/** Tokens of what a macro gives, its parameters by their places: names, blanks and how a constant is written mean nothing. */
function expansion({ parameters, body }: Pick<ApiMacro, 'parameters' | 'body'>): string {
  const places = new Map((parameters ?? []).map((name, at) => [name, `$${at}`]));
  const head = parameters ? `(${parameters.length})` : '';
  const text = foldedConstants(tokens(body))
    .map((token) => places.get(token) ?? token)
    .join(' ');
  return `${head} ${bare(text)}`;
}

/** The expansion with constants by their values: a name that gave way to another of its value changes nothing. */
function meaning(api: Api, macro: ApiMacro): string {
  const { header, body } = macro;
  const values = new Map(
    identifiers(body).flatMap((name) => {
      const provider = macro.parameters?.includes(name) ? undefined : constantProvider(api, header, name);
      const found = provider === undefined ? undefined : constantIn(api, provider, name);
      const value = found && agreedValue(found.on);
      return value === undefined ? [] : [[name, String(value)] as const];
    }),
  );
  return expansion({
    parameters: macro.parameters,
    body: tokens(body)
      .map((token) => values.get(token) ?? token)
      .join(' '),
  });
}

function constantIn(api: Api, header: string, name: string): ApiMacro | ApiEnumerator | undefined {
  const { macros = [], enumerators = [] } = api.header(header) ?? {};
  return macros.find((one) => one.name === name) ?? enumerators.find((one) => one.name === name);
}

/** How many parameters stand in parentheses of their own. */
function wrapped({ parameters = [], body }: ApiMacro): number {
  const all = tokens(body);
  return all.filter((token, at) => parameters.includes(token) && all[at - 1] === '(' && all[at + 1] === ')')
    .length;
}

const ALIKE = 0.5;

/** What is gone with what has its value, or its text, under a name that is alike; each new name once. */
function renamesOf(
  uapi: Comparison,
  gone: readonly MacroPair[],
  fresh: readonly MacroPair[],
): Map<MacroPair, MacroPair> {
  const candidates = gone.flatMap((old) =>
    fresh
      .filter((now) => now.header === old.header && isSame(old.before, now.after))
      .map((now) => ({ old, now, alike: isAtPlace(uapi, old, now) ? 1 : nameLikeness(old.name, now.name) })),
  );
  candidates.sort((a, b) => b.alike - a.alike);
  const found = new Map<MacroPair, MacroPair>();
  const used = new Set<MacroPair>();
  for (const { old, now, alike } of candidates) {
    if (alike < ALIKE || found.has(old) || used.has(now)) continue;
    found.set(old, now);
    used.add(now);
  }
  return found;
}

/** Between the same two macros on either side. */
function isAtPlace({ before, after }: Comparison, old: MacroPair, now: MacroPair): boolean {
  const [was, is] = [neighbours(before, old), neighbours(after, now)];
  return was !== undefined && was === is;
}

function neighbours(api: Api, { header, name }: MacroPair): string | undefined {
  const macros = api.header(header)?.macros ?? [];
  const at = macros.findIndex((one) => one.name === name);
  const [before, after] = [macros[at - 1]?.name, macros[at + 1]?.name];
  return before && after && `${before} ${after}`;
}

function isSame(old: ApiMacro | undefined, now: ApiMacro | undefined): boolean {
  if (!old || !now || Boolean(old.parameters) !== Boolean(now.parameters)) return false;
  const [was, is] = [agreedValue(old.on), agreedValue(now.on)];
  if (was !== undefined || is !== undefined) return was === is;
  return old.body !== '' && expansion(old) === expansion(now);
}
