// SPDX-License-Identifier: GPL-2.0-only
import { lazily } from '../../memo.ts';
import type { Api, ApiFunction, ApiIoctl, ApiMacro, ApiTypedef, On, Pair, Unresolved } from '../model.ts';
import { isUnknown } from '../model.ts';
import { isSameBehind, mayDeclareBehind } from './behind.ts';
import { declaredIn, namesDeclaredIn } from './code.ts';
import { DeferredByName } from './deferred.ts';
import { dependents, includesOnce } from './includes.ts';
import { NameMeanings, type Seen } from './meanings.ts';
import { namesIn } from './names.ts';
import {
  alikeText,
  candidatesOf,
  differingDeclared,
  differingIoctls,
  isSame,
  type NameCandidate,
  type ReadSide,
} from './pairs.ts';
import { undeterminedIn } from './undetermined.ts';

export type HeaderDifference =
  | { readonly header: string; readonly kind: NameCandidate['kind']; readonly pair: NameCandidate['pair'] }
  | { readonly header: string; readonly kind: 'ioctls'; readonly pair: Pair<ApiIoctl> }
  | { readonly header: string; readonly kind: 'typedefs'; readonly pair: Pair<ApiTypedef> }
  | { readonly header: string; readonly kind: 'functions'; readonly pair: Pair<ApiFunction> }
  | { readonly header: string; readonly kind: 'unresolved'; readonly pair: Pair<Unresolved> };

/** What was looked at in one header. */
interface Looked {
  readonly candidates: NameCandidate[];
  readonly differing: NameCandidate[];
  readonly seen: Seen;
  /** Whether its code differs. */
  readonly changed: boolean;
}

/** A symbol to evaluate, or a name that stands for other text and differs as soon as that does. */
type Deferred = { readonly header: string; done: boolean } & (
  | { readonly candidate: NameCandidate }
  | { readonly name: string }
);

/** Fewer names than this are searched for one by one. */
const FEW = 30;

/**
 * The search for what differs, as a worklist. Its items are symbols of headers (`Candidate`); its fuel is the names that
 * are found to mean something else on the two sides (`Meanings`).
 *
 * 1. `addHeader`: a symbol that the sides write differently is evaluated at once. One that they write alike can differ by
 *    the names in it alone: it is deferred under each of them.
 * 2. `evaluate`: a symbol whose values differ, or are not known, adds its own name to those that differ.
 * 3. `drain`: takes each such name and evaluates what was deferred under it, until none is left.
 * 4. `spread`: a header whose code is as it was joins when it mentions one of those names, and 3 goes on.
 */
export class Worklist {
  private readonly was: ReadSide;
  private readonly is: ReadSide;
  private readonly meanings = new NameMeanings();
  private readonly deferred = new DeferredByName<Deferred>();
  private readonly looked = new Map<string, Looked>();
  /** Names that a header has through another one now: `types linux/bulb.h struct lamp`. */
  private readonly moved = new Set<string>();

  constructor(before: Api, after: Api) {
    this.was = { api: before, includes: includesOnce(before.headers, after.targets) };
    this.is = { api: after, includes: includesOnce(after.headers, after.targets) };
  }

  /** A header whose code differs. */
  changed(name: string): void {
    const before = this.was.includes.texts(name);
    const after = this.is.includes.texts(name);
    const one = declaredIn(before);
    const other = declaredIn(after);
    const all = one.conditionals !== other.conditionals;
    for (const typedef of new Set([...one.typedefs.keys(), ...other.typedefs.keys()]))
      if (all || one.typedefs.get(typedef) !== other.typedefs.get(typedef)) this.meanings.add(typedef, name);
    this.addSights(name);
    this.addHeader(name, true, one.pragmas !== other.pragmas, other.typedefs);
  }

  /** Goes on until no more names differ. */
  spread(unchanged: readonly string[]): void {
    const changed = new Set(this.looked.keys());
    let left = unchanged;
    let narrowed = false;
    for (let fresh = this.drain(); fresh.size > 0; fresh = this.drain()) {
      // A few names are looked for in all texts sooner than all texts are asked for their includes.
      if (!narrowed && fresh.size >= FEW) {
        left = dependents(left, changed, [this.was.includes, this.is.includes]);
        narrowed = true;
      }
      const still: string[] = [];
      for (const name of left) {
        if (!this.mentions(name, fresh)) still.push(name);
        else this.addHeader(name, false, false, declaredIn(this.is.includes.texts(name)).typedefs);
      }
      left = still;
    }
  }

  /** Everything that differs, header by header, in the order of the text. */
  differences(): HeaderDifference[] {
    return [...this.looked.keys()].sort().flatMap((header) => {
      const { candidates, differing, changed, seen } = this.looked.get(header) as Looked;
      const names = new Set(candidates.flatMap(({ kind, pair }) => (kind === 'types' ? [] : [pair.name])));
      const ioctls = names.size > 0 ? differingIoctls(header, names, this.was, this.is) : [];
      const declared = changed
        ? differingDeclared(header, this.was, this.is)
        : { typedefs: [], functions: [] };
      const sameBehind = () =>
        isSameBehind(header, this.was.api, this.is.api, (name) => this.meanings.differs(name, seen));
      const doubts = undeterminedIn(
        header,
        this.was.api,
        this.is.api,
        candidates,
        changed || names.size > 0,
        sameBehind,
      );
      const isKnown = ({ pair }: HeaderDifference) => this.isKnown(header, pair);
      return [
        ...differing
          .filter(({ kind, pair }) => pair.before || !this.moved.has(`${kind} ${header} ${pair.name}`))
          .map(({ kind, pair }): HeaderDifference => ({ header, kind, pair })),
        ...ioctls
          .filter((pair) => pair.before || !this.moved.has(`macros ${header} ${pair.name}`))
          .map((pair): HeaderDifference => ({ header, kind: 'ioctls', pair })),
        ...declared.typedefs.map((pair): HeaderDifference => ({ header, kind: 'typedefs', pair })),
        ...declared.functions.map((pair): HeaderDifference => ({ header, kind: 'functions', pair })),
      ]
        .filter(isKnown)
        .concat(doubts.map((pair): HeaderDifference => ({ header, kind: 'unresolved', pair })));
    });
  }

  /** Whether a side that seems to lack a name does: it may stand behind an #error. */
  private isKnown(header: string, { name, before, after }: Pair<unknown>): boolean {
    if (before && after) return true;
    return !mayDeclareBehind(before ? this.is.api : this.was.api, header, name);
  }

  /** What differs of the names in a text. */
  differingIn(text: string, header: string, except: string): string[] {
    return this.meanings.labelsIn(text, this.seenBy(header), except);
  }

  /** Evaluates what is written differently; the rest is deferred until a name in it is found to differ. */
  private addHeader(
    header: string,
    changed: boolean,
    all: boolean,
    typedefs: ReadonlyMap<string, string>,
  ): void {
    this.looked.set(header, { candidates: [], differing: [], seen: this.seenBy(header), changed });
    for (const candidate of candidatesOf(header, this.was, this.is)) {
      const { kind, pair } = candidate;
      if (pair.before && pair.after && pair.after.header !== header)
        this.moved.add(`${kind} ${pair.after.header} ${pair.name}`);
      const alike = all ? undefined : alikeText(candidate);
      if (alike === undefined) this.evaluate(candidate, false);
      else this.defer(alike, pair.name, { header, candidate, done: false });
    }
    for (const [typedef, text] of typedefs) this.defer(text, typedef, { header, name: typedef, done: false });
  }

  private defer(text: string, name: string, deferred: Deferred): void {
    const own = name.slice(name.indexOf(' ') + 1);
    const { seen } = this.looked.get(deferred.header) as Looked;
    let differs = false;
    for (const one of new Set(namesIn(text))) {
      if (one === own) continue;
      this.deferred.add(one, deferred);
      // A name that was found to differ before this header was begun.
      differs ||= this.meanings.differs(one, seen);
    }
    if (differs) this.resume(deferred);
  }

  /** @param mentions whether it mentions a name that differs */
  private evaluate(candidate: NameCandidate, mentions: boolean): void {
    const { pair, kind } = candidate;
    const looked = this.looked.get(pair.header) as Looked;
    looked.candidates.push(candidate);
    const same = isSame(candidate);
    if (!same) looked.differing.push(candidate);
    if (!same || isDoubtful(pair.before?.on) || isDoubtful(pair.after?.on))
      this.meanings.add(pair.name, pair.header);
    else if (kind === 'macros' && standsForText(pair.after as ApiMacro)) {
      if (mentions) this.meanings.add(pair.name, pair.header);
      else
        this.defer((pair.after as ApiMacro).body, pair.name, {
          header: pair.header,
          name: pair.name,
          done: false,
        });
    }
  }

  private resume(deferred: Deferred): void {
    if (deferred.done) return;
    deferred.done = true;
    if ('candidate' in deferred) this.evaluate(deferred.candidate, true);
    else this.meanings.add(deferred.name, deferred.header);
  }

  /** Evaluates what was deferred under names that differ, and in turn under what differs with it. */
  private drain(): ReadonlySet<string> {
    const all = new Set<string>();
    for (let fresh = this.meanings.fresh(); fresh.length > 0; fresh = this.meanings.fresh()) {
      for (const name of fresh) {
        all.add(name);
        for (const deferred of this.deferred.on(name)) {
          const { seen } = this.looked.get(deferred.header) as Looked;
          if (!deferred.done && this.meanings.differs(name, seen)) this.resume(deferred);
        }
      }
    }
    return all;
  }

  /** Names that the header sees by an include that only one side has. */
  private addSights(header: string): void {
    for (const [one, other] of [
      [this.was, this.is],
      [this.is, this.was],
    ] as const) {
      const had = new Set(other.includes.of(header));
      const seen = other.includes.closure(header);
      for (const include of one.includes.of(header)) {
        if (had.has(include)) continue;
        for (const each of one.includes.closure(include)) {
          if (seen.has(each)) continue;
          for (const text of one.includes.texts(each))
            for (const name of namesDeclaredIn(text)) this.meanings.addSight(name, header);
        }
      }
    }
  }

  private mentions(header: string, fresh: ReadonlySet<string>): boolean {
    const few = fresh.size < FEW ? [...fresh] : undefined;
    const texts = this.is.includes
      .texts(header)
      .filter((text) => few?.some((name) => text.includes(name)) ?? true);
    if (texts.length === 0) return false;
    // Most mention none, and what they see costs more to find out.
    const seen = lazily(() => this.seenBy(header));
    return texts.some((text) =>
      namesIn(text).some((name) => fresh.has(name) && this.meanings.differs(name, seen())),
    );
  }

  private seenBy(name: string): Seen {
    const one = this.was.includes.closure(name);
    const other = this.is.includes.closure(name);
    return (header) => one.has(header) || other.has(header);
  }
}

/** Whether who uses the macro depends on the names in it: it has no value of its own. */
function standsForText({ parameters, on }: ApiMacro): boolean {
  return parameters !== undefined || on.size === 0;
}

function isDoubtful(on: On<object | bigint> | undefined): boolean {
  for (const value of on?.values() ?? []) if (isUnknown(value)) return true;
  return false;
}
