// SPDX-License-Identifier: GPL-2.0-only

import type { Macros } from '../../c/expand.ts';
import { Types } from '../../c/layout/types.ts';
import { type HeaderUnit, stopReason } from '../../c/preprocess/model.ts';
import type { TargetId } from '../../c/target.ts';
import { tokenise } from '../../c/token.ts';
import { lazily } from '../../memo.ts';
import type { ApiHeader, ApiIoctl, HeaderSet, On, ReachedError, Unresolved } from '../model.ts';
import { declaredFunctions, typedefsOf } from './declared.ts';
import { earlyUses } from './early.ts';
import { encodingOf } from './encoding.ts';
import { enumeratorsOf } from './enumerators.ts';
import { ioctlsOf } from './ioctls.ts';
import { addDoubts } from './lazy.ts';
import { macrosOf } from './macros.ts';
import { resolvedType } from './resolved.ts';
import { UnitScope } from './scope.ts';
import { declaredTypes, layoutSeen } from './types.ts';
import type { Units } from './units.ts';
import { undeclaredIn } from './usable.ts';
import { Doubts, type View } from './view.ts';

/**
 * Everything that one header declares, on all targets that have it; undefined where none has.
 *
 * @param ended targets on which nothing is there behind the #error that it ends at
 */
export function headerOf(
  name: string,
  headers: HeaderSet,
  units: readonly Units[],
  ended?: ReadonlySet<TargetId>,
): ApiHeader | undefined {
  const views: View[] = [];
  for (const each of units) {
    const unit = () =>
      ended?.has(each.target.id)
        ? each.unitUpToError(name)
        : each.unit(name, ended ? undefined : views[0]?.unit);
    const made = view(name, headers, each, views.length, unit);
    if (made) views.push(made);
  }
  const [first] = views;
  if (!first) return undefined;
  const seenOn = (target: TargetId) => views.find((each) => each.target.id === target);
  // Who asks what a header includes, or for its text, has nothing of it read.
  const types = lazily(() => declaredTypes(views));
  const enumerators = lazily(() => enumeratorsOf(views));
  const macros = lazily(() => macrosOf(views));
  const typedefs = lazily(() => typedefsOf(views));
  const functions = lazily(() => declaredFunctions(views));
  const own = lazily(() => {
    const doubts = new Doubts(name);
    for (const each of views) ownDoubts(each, doubts);
    return doubts.all;
  });
  const ioctls = lazily(() => ioctlsOf(views, macros(), enumerators()));
  const unresolved = lazily(() => {
    const doubts = new Doubts(name, own());
    for (const each of [...types(), ...enumerators(), ...macros()]) addDoubts(each, doubts);
    return doubts.all;
  });
  const header: ApiHeader = {
    name,
    path: first.text.path,
    text: first.text.text,
    get types() {
      return types();
    },
    get macros() {
      return macros();
    },
    get enumerators() {
      return enumerators();
    },
    get typedefs() {
      return typedefs();
    },
    get functions() {
      return functions();
    },
    undeclared: lazily(() => undeclaredIn(views)),
    early: (question) => earlyUses(views, question),
    resolved: (type, target) => {
      const seen = seenOn(target);
      return seen ? resolvedType(seen, type) : type;
    },
    layout: (type, target) => {
      const seen = seenOn(target);
      return seen && layoutSeen(seen, type);
    },
    value: (expression) => evaluated(expression, views),
    get ioctls() {
      return ioctls();
    },
    get unresolved() {
      return unresolved();
    },
    errors: errorsOf(views),
    missing: [...new Set(views.flatMap(({ unit }) => unit.missing))],
    includes: [...new Set(views.flatMap(({ unit }) => unit.instances[0].includes))],
  };
  OWN.set(header, own);
  IOCTLS.set(header, (names) => {
    const named = (one: { readonly name: string }) => names.has(one.name);
    return ioctlsOf(views, macros().filter(named), enumerators().filter(named));
  });
  return header;
}

function evaluated(expression: string, views: readonly View[]): On<bigint> {
  const tokens = tokenise(expression);
  const values = new Map<TargetId, bigint | { readonly unknown: string }>();
  for (const { target, types, macros } of views) {
    const found = types.evaluate(tokens, macros);
    if (found) values.set(target.id, 'unknown' in found ? found : found.value);
  }
  return values;
}

const OWN = new WeakMap<ApiHeader, () => readonly Unresolved[]>();
const IOCTLS = new WeakMap<ApiHeader, (names: ReadonlySet<string>) => readonly ApiIoctl[]>();

/** Those of a header's requests, evaluating nothing else. */
export function ioctlsNamed(header: ApiHeader, names: ReadonlySet<string>): readonly ApiIoctl[] {
  return IOCTLS.get(header)?.(names) ?? header.ioctls.filter(({ name }) => names.has(name));
}

/** What is not known of a header apart from the values of its symbols, which nothing is evaluated for. */
export function unreadOf(header: ApiHeader): readonly Unresolved[] {
  return OWN.get(header)?.() ?? header.unresolved;
}

function view(
  name: string,
  headers: HeaderSet,
  units: Units,
  place: number,
  unitOf: () => HeaderUnit | undefined,
): View | undefined {
  const text = headers.get(name, units.target);
  const unit = text && unitOf();
  if (!unit) return undefined;
  const { source } = unit.instances[0];
  const scope = new UnitScope(unit, units.userspace);
  const { stopped } = unit;
  const types = new Types(units.target.abi, scope);
  const macros: Macros = {
    get: (name) => unit.macros.get(name) ?? units.userspace.unit.macros.get(name),
  };
  return {
    target: units.target,
    place,
    text,
    source,
    unit,
    scope,
    types,
    macros,
    encoding: lazily(() => encodingOf(macros, types)),
    stopped: stopped?.kind === 'limit' ? stopReason(stopped, source) : undefined,
  };
}

function ownDoubts({ source, unit, scope, target }: View, doubts: Doubts): void {
  const reason = unit.stopped && stopReason(unit.stopped, source);
  if (unit.stopped && reason !== undefined) {
    const { kind, own } = unit.stopped;
    const more = kind === 'error' && source.foreign === undefined ? { behind: true as const } : {};
    doubts.add('', reason, source.line(own), target.id, more);
  }
  for (const { at, reason } of source.scan.problems) doubts.add('', reason, source.line(at), target.id);
  for (const { name, at, reason } of scope.own.problems) doubts.add(name, reason, source.line(at), target.id);
  for (const { item, reason: why } of unit.instances[0].doubtful) {
    // Told of the whole header, or of all that stands behind.
    if (why === reason) continue;
    const names =
      item.kind === 'text'
        ? declaredIn(source.text.slice(item.start, item.end))
        : [source.tokensOf(item)[0]?.text ?? ''];
    for (const name of names) doubts.add(name, why, source.line(item.start), target.id);
  }
}

function errorsOf(views: readonly View[]): ReachedError[] {
  const found = new Map<string, ReachedError & { targets: TargetId[] }>();
  const add = (error: Omit<ReachedError, 'targets'>, target: TargetId) => {
    const key = `${error.line} ${error.reason}`;
    const entry = found.get(key) ?? { ...error, targets: [] };
    found.set(key, entry);
    entry.targets.push(target);
  };
  for (const { unit, source, target } of views) {
    // An #if without its #endif: the compiler refuses the header, and reads all of it.
    for (const { at, reason } of source.scan.problems)
      add({ reason, header: source.name, line: source.line(at), behind: '' }, target.id);
    if (unit.stopped?.kind !== 'error') continue;
    const { own } = unit.stopped;
    const error = {
      reason: stopReason(unit.stopped, source),
      header: unit.stopped.source.name,
      line: source.line(own),
      behind: source.foreign === undefined ? source.text.slice(own) : undefined,
    };
    add(error, target.id);
  }
  return [...found.values()];
}

/** Tags with a body in text that nobody reads. */
function declaredIn(text: string): string[] {
  return [...text.matchAll(/\b(struct|union|enum)\s+(\w+)\s*\{/g)].map(([, kind, name]) => `${kind} ${name}`);
}
