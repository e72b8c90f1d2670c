// SPDX-License-Identifier: GPL-2.0-only
// What stands in a header above the line that declares it: a compiler reads from the top.
import type { Declarations } from '../../c/declare/type.ts';
import type { Instance } from '../../c/preprocess/model.ts';
import type { TargetId } from '../../c/target.ts';
import type { EarlyQuestion, EarlyUse } from '../model.ts';
import { grouped } from './lazy.ts';
import { type NameUse, usesIn, type Wanted, wordOf } from './uses.ts';
import type { View } from './view.ts';

/** A place that declares a name: of a header that is included, offset and line are those of the #include. */
interface Declared {
  readonly header: string;
  readonly offset: number;
}

/**
 * Names that a header uses above what declares them, each once, on the targets on which that is so. What stands in
 * macros' bodies is used where the macro is.
 */
export function earlyUses(views: readonly View[], question: EarlyQuestion): EarlyUse[] {
  const found = new Map<string, EarlyUse & { targets: TargetId[] }>();
  for (const [, group] of grouped(views, ({ scope }) => scope.own)) {
    const [view] = group as readonly [View, ...View[]];
    for (const use of earlyIn(view, question)) {
      const entry = found.get(use.name) ?? { ...use, targets: [] };
      found.set(use.name, entry);
      for (const { target } of group) entry.targets.push(target.id);
    }
  }
  return [...found.values()];
}

type Early = Omit<EarlyUse, 'targets'>;

function earlyIn(view: View, { among, undeclared, included }: EarlyQuestion): Early[] {
  const { source, unit, text, scope } = view;
  if (view.stopped !== undefined) return [];
  const behind = unit.instances.filter(({ from }) => from >= 0);
  const told = new Map<string, Early>();
  const tell = (use: NameUse, declared: Declared | undefined, through?: string) => {
    const at = through === undefined ? use.at : use.start;
    const early: Early = {
      ...{ name: use.name, by: use.by, path: text.path, line: source.line(at) },
      ...(through === undefined ? {} : { through }),
      ...(declared ? { declared: { header: declared.header, line: source.line(declared.offset) } } : {}),
      doubtful: unit.missing.length > 0,
    };
    if (!told.has(use.name)) told.set(use.name, early);
  };
  const { own } = scope;
  const { defines } = unit.instances[0];
  const wanted: Wanted = (name, end) =>
    (among?.has(wordOf(name)) ?? true) &&
    ((placeIn(own, { name }) ?? defines.get(name)?.directive.start ?? (behind.length > 0 ? end : -1)) >=
      end ||
      (undeclared?.has(name) ?? false));
  const unread = unreadMacros(view).filter(({ name, end }) => wanted(name, end));
  for (const use of [...usesIn(own, source, wanted), ...unread]) {
    if (told.has(use.name)) continue;
    const later = laterIn(view, use, behind);
    if (!later && !undeclared?.has(use.name)) continue;
    if (!declaredBefore(view, use)) {
      if (later) tell(use, later);
      else if (!declaredAnywhere(view, use)) tell(use, undefined);
    }
  }
  for (const { use, index } of included ? usedByIncluded(view) : []) {
    if (told.has(use.name)) continue;
    const later = laterThan(view, use, index);
    const through = (unit.instances[index] as Instance).source.name;
    const start = Math.max(0, (unit.instances[index] as Instance).from);
    if (later === 'absent') {
      if (undeclared?.has(use.name)) tell({ ...use, start }, undefined, through);
    } else if (later) tell({ ...use, start }, later, through);
  }
  return [...told.values()];
}

/**
 * Words of declarations that nobody understands which may be macros: `__counted_by(count)`, `__struct_group(…)`. Others
 * may be members that a macro renames, as siginfo's are.
 */
function unreadMacros({ unit, scope, source }: View): NameUse[] {
  const { problems } = scope.own;
  if (problems.length === 0) return [];
  return unit.instances[0].active.flatMap(({ block, moment }): NameUse[] => {
    const problem = problems.find(({ at }) => at >= block.start && at < block.end);
    if (!problem) return [];
    const by = problem.name || 'a declaration';
    return source.tokensOf(block).flatMap(({ kind, text, start, end }, at, all): NameUse[] => {
      const called = all[at + 1]?.text === '(';
      if (kind !== 'name' || !/^__\w/.test(text) || unit.macros.meant(text, moment)) return [];
      return [{ name: text, by, at: start, start, end, called }];
    });
  });
}

/** Where the header's own text, or one that it includes behind its first line of code, declares a name below its use. */
function laterIn(view: View, use: NameUse, behind: readonly Instance[]): Declared | undefined {
  const { unit, scope, text } = view;
  const own = placeIn(scope.own, use) ?? -1;
  if (own >= use.end) return { header: text.name, offset: own };
  if (own >= 0) return undefined;
  const macro = ownMacro(view, use);
  if (macro !== undefined) return macro >= use.end ? { header: text.name, offset: macro } : undefined;
  const word = wordOf(use.name);
  for (const instance of behind) {
    if (instance.from < use.end) continue;
    if (scope.declaresAt(unit.instances.indexOf(instance), use.name) || definesAt(view, instance, use, word))
      return placeOf(view, instance);
  }
  return undefined;
}

/** By the header that the #include names, where the header's own text leads to it. */
function placeOf({ unit }: View, { from, source }: Instance): Declared {
  const named = from < 0 ? source : unit.instances.find((one) => one.from === from)?.source;
  return { header: (named ?? source).name, offset: Math.max(0, from) };
}

/** Whether what stands above a use declares the name, or may. */
function declaredBefore(view: View, use: NameUse): boolean {
  const { unit, scope } = view;
  const word = wordOf(use.name);
  if (word === use.name && declaredTwice(view, use)) return true;
  return unit.instances.some(
    (instance, index) =>
      (index === 0 || instance.from < use.end) &&
      ((index > 0 && scope.declaresAt(index, use.name)) || mayDeclare(instance, word)),
  );
}

/** A prototype above the code, a typedef that is there twice: of these the last place is known. */
function declaredTwice({ unit, source }: View, { name, start }: NameUse): boolean {
  return unit.instances[0].active.some(({ block }) => {
    if (block.start >= start) return false;
    const tokens = source.tokensOf(block);
    source.forget([block]);
    return tokens.some(
      (token, at) =>
        token.text === name &&
        token.start < start &&
        /^[;()[]$/.test(tokens[at + 1]?.text ?? '') &&
        !/^(?:struct|union|enum)$/.test(tokens[at - 1]?.text ?? ''),
    );
  });
}

function declaredAnywhere(view: View, use: NameUse): boolean {
  const { unit, scope } = view;
  return (
    unit.instances.some((_, index) => scope.declaresAt(index, use.name)) ||
    unit.macros.get(wordOf(use.name)) !== undefined
  );
}

/** Text of which nobody knows whether the compiler reads it. */
function mayDeclare({ doubtful, source }: Instance, word: string): boolean {
  return doubtful.some(({ item }) => source.text.slice(item.start, item.end).includes(word));
}

/** Where the header itself defines a macro that was none where the name is used, or it would not stand there. */
function ownMacro({ unit }: View, use: NameUse): number | undefined {
  const defined = unit.instances[0].defines.get(use.name);
  if (!defined || (defined.macro.parameters && !use.called)) return undefined;
  if (use.raw || isItself(defined.macro.body, use.name)) return undefined;
  return defined.directive.start;
}

function definesAt({ unit }: View, { source }: Instance, use: NameUse, word: string): boolean {
  if (use.raw || use.name !== word || !source.contains(`define ${word}`)) return false;
  const macro = unit.macros.get(word);
  return macro !== undefined && !(macro.parameters && !use.called) && !isItself(macro.body, word);
}

/** `#define RTM_BASE RTM_BASE` beside an enumerator. */
function isItself(body: readonly { readonly text: string }[], name: string): boolean {
  return body.length === 1 && body[0]?.text === name;
}

/** What the headers that it includes use: these count on what was included before them. */
function* usedByIncluded({ unit, scope }: View): Generator<{ use: NameUse; index: number }> {
  for (const [index, instance] of unit.instances.entries()) {
    if (index === 0 || instance.active.length === 0) continue;
    for (const use of usesIn(scope.at(index), instance.source, () => true))
      if (!use.raw) yield { use, index };
  }
}

/**
 * Where a name that an included header uses is declared, if that is behind its #include and not in what it includes
 * itself; absent where nothing declares it.
 */
function laterThan(view: View, use: NameUse, index: number): Declared | 'absent' | undefined {
  const { unit, scope, text } = view;
  const user = unit.instances[index] as Instance;
  if (!user.source.mentions(wordOf(use.name))) return undefined;
  const first = unit.instances.findIndex((_, at) => at > 0 && scope.declaresAt(at, use.name));
  if (first > 0 && (first <= index || belowOf(view, user).has(unit.instances[first]?.source.name ?? '')))
    return undefined;
  const own = placeIn(scope.own, use) ?? ownMacro(view, use);
  if (own !== undefined) return own > user.from ? { header: text.name, offset: own } : undefined;
  const provider = unit.instances[first];
  if (first > 0 && provider) return placeOf(view, provider);
  return unit.macros.get(use.name) ? undefined : 'absent';
}

/** Names of what a header includes at any depth. */
function belowOf({ unit }: View, { includes }: Instance): ReadonlySet<string> {
  const seen = new Set(includes);
  for (const name of seen)
    for (const { source, includes: more } of unit.instances)
      if (source.name === name) for (const one of more) seen.add(one);
  return seen;
}

/** Where declarations have a name first; undefined where they do not. */
function placeIn(declarations: Declarations, { name }: Pick<NameUse, 'name'>): number | undefined {
  const tag = declarations.tags.get(name);
  if (tag) return tag.start;
  const { typedefs, enumerators, functions } = declarations;
  const enumerator = enumerators.get(name);
  return (
    typedefs.get(name)?.start ??
    enumerator?.enum.enumerators[enumerator.index]?.at ??
    functions.get(name)?.start
  );
}
