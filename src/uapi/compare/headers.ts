// SPDX-License-Identifier: GPL-2.0-only
import type { Api, ApiFunction, ApiIoctl, ApiMacro, ApiTypedef, On, Pair, Unresolved } from '../model.ts';
import { isUnknown } from '../model.ts';
import { declaredIn, namesDeclaredIn } from './code.ts';
import { dependents, includesOnce } from './includes.ts';
import { Meanings, type Seen } from './meanings.ts';
import { namesIn } from './names.ts';
import {
  alikeText,
  type Candidate,
  candidatesOf,
  differingDeclared,
  differingIoctls,
  isSame,
  type Reach,
} from './pairs.ts';
import { undetermined } from './undetermined.ts';
import { Waiting } from './waiting.ts';

export type Difference =
  | { readonly header: string; readonly kind: Candidate['kind']; readonly pair: Candidate['pair'] }
  | { readonly header: string; readonly kind: 'ioctls'; readonly pair: Pair<ApiIoctl> }
  | { readonly header: string; readonly kind: 'typedefs'; readonly pair: Pair<ApiTypedef> }
  | { readonly header: string; readonly kind: 'functions'; readonly pair: Pair<ApiFunction> }
  | { readonly header: string; readonly kind: 'unresolved'; readonly pair: Pair<Unresolved> };

/** What was looked at in one header. */
interface Looked {
  readonly candidates: Candidate[];
  readonly differing: Candidate[];
  readonly seen: Seen;
  /** Whether its code differs. */
  readonly changed: boolean;
}

/** A symbol to look at, or a name that stands for other text and differs as soon as that does. */
type Waiter = { readonly header: string; done: boolean } & (
  | { readonly candidate: Candidate }
  | { readonly name: string }
);

/** Fewer names than this are searched for one by one. */
const FEW = 30;

/** Headers of both sides as they are looked at: symbol by symbol, as names are found to differ. */
export class Headers {
  private readonly was: Reach;
  private readonly is: Reach;
  private readonly meanings = new Meanings();
  private readonly waiting = new Waiting<Waiter>();
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
    this.sights(name);
    this.begin(name, true, one.pragmas !== other.pragmas, other.typedefs);
  }

  /** Goes on until no more names differ. */
  spread(unchanged: readonly string[]): void {
    const changed = new Set(this.looked.keys());
    let left = dependents(unchanged, changed, [this.was.includes, this.is.includes]);
    for (let fresh = this.wake(); fresh.size > 0; fresh = this.wake()) {
      const still: string[] = [];
      for (const name of left) {
        if (!this.mentions(name, fresh)) still.push(name);
        else this.begin(name, false, false, declaredIn(this.is.includes.texts(name)).typedefs);
      }
      left = still;
    }
  }

  /** Everything that differs, header by header, in the order of the text. */
  differences(): Difference[] {
    return [...this.looked.keys()].sort().flatMap((header) => {
      const { candidates, differing, changed } = this.looked.get(header) as Looked;
      const names = new Set(candidates.flatMap(({ kind, pair }) => (kind === 'types' ? [] : [pair.name])));
      const ioctls = names.size > 0 ? differingIoctls(header, names, this.was, this.is) : [];
      const declared = changed
        ? differingDeclared(header, this.was, this.is)
        : { typedefs: [], functions: [] };
      const doubts = undetermined(header, this.was.api, this.is.api, candidates, changed || names.size > 0);
      return [
        ...differing
          .filter(({ kind, pair }) => pair.before || !this.moved.has(`${kind} ${header} ${pair.name}`))
          .map(({ kind, pair }): Difference => ({ header, kind, pair })),
        ...ioctls
          .filter((pair) => pair.before || !this.moved.has(`macros ${header} ${pair.name}`))
          .map((pair): Difference => ({ header, kind: 'ioctls', pair })),
        ...declared.typedefs.map((pair): Difference => ({ header, kind: 'typedefs', pair })),
        ...declared.functions.map((pair): Difference => ({ header, kind: 'functions', pair })),
        ...doubts.map((pair): Difference => ({ header, kind: 'unresolved', pair })),
      ];
    });
  }

  /** What differs of the names in a text. */
  differingIn(text: string, header: string, except: string): string[] {
    return this.meanings.labelsIn(text, this.seenBy(header), except);
  }

  /** Looks at what is written differently; the rest waits for the names in it. */
  private begin(header: string, changed: boolean, all: boolean, typedefs: ReadonlyMap<string, string>): void {
    this.looked.set(header, { candidates: [], differing: [], seen: this.seenBy(header), changed });
    for (const candidate of candidatesOf(header, this.was, this.is)) {
      const { kind, pair } = candidate;
      if (pair.before && pair.after && pair.after.header !== header)
        this.moved.add(`${kind} ${pair.after.header} ${pair.name}`);
      const alike = all ? undefined : alikeText(candidate);
      if (alike === undefined) this.look(candidate, false);
      else this.wait(alike, pair.name, { header, candidate, done: false });
    }
    for (const [typedef, text] of typedefs) this.wait(text, typedef, { header, name: typedef, done: false });
  }

  private wait(text: string, name: string, waiter: Waiter): void {
    const own = name.slice(name.indexOf(' ') + 1);
    const { seen } = this.looked.get(waiter.header) as Looked;
    let differs = false;
    for (const one of new Set(namesIn(text))) {
      if (one === own) continue;
      this.waiting.add(one, waiter);
      // A name that was found to differ before this header was begun.
      differs ||= this.meanings.differs(one, seen);
    }
    if (differs) this.woken(waiter);
  }

  /** @param mentions whether it mentions a name that differs */
  private look(candidate: Candidate, mentions: boolean): void {
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
        this.wait((pair.after as ApiMacro).body, pair.name, {
          header: pair.header,
          name: pair.name,
          done: false,
        });
    }
  }

  private woken(waiter: Waiter): void {
    if (waiter.done) return;
    waiter.done = true;
    if ('candidate' in waiter) this.look(waiter.candidate, true);
    else this.meanings.add(waiter.name, waiter.header);
  }

  /** Wakes what waits for names that differ, and in turn for what differs with it. */
  private wake(): ReadonlySet<string> {
    const all = new Set<string>();
    for (let fresh = this.meanings.fresh(); fresh.length > 0; fresh = this.meanings.fresh()) {
      for (const name of fresh) {
        all.add(name);
        for (const waiter of this.waiting.on(name)) {
          const { seen } = this.looked.get(waiter.header) as Looked;
          if (!waiter.done && this.meanings.differs(name, seen)) this.woken(waiter);
        }
      }
    }
    return all;
  }

  /** Names that the header sees by an include that only one side has. */
  private sights(header: string): void {
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
    const seen = this.seenBy(header);
    return this.is.includes.texts(header).some((text) => {
      if (fresh.size < FEW && ![...fresh].some((name) => text.includes(name))) return false;
      return namesIn(text).some((name) => fresh.has(name) && this.meanings.differs(name, seen));
    });
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
