// SPDX-License-Identifier: GPL-2.0-only

import { changedHeaders } from './compare/changed.ts';
import { type Aliases, aliasesOf, isSameText } from './compare/code.ts';
import { Includes, textsOf } from './compare/includes.ts';
import { Meanings } from './compare/meanings.ts';
import { type Differences, differencesOf, type Reach } from './compare/pairs.ts';
import { undetermined } from './compare/undetermined.ts';
import type { Api, Comparison, HeaderPair, TypePair } from './model.ts';

/**
 * What differs between two sides, on the targets of the second. Headers are evaluated only where their meaning can
 * differ: those whose code does, and those that mention a name whose meaning was found to differ in a header that they
 * include. Pure; evaluates through the two sides, which keep what they evaluated.
 */
export function compare(before: Api, after: Api): Comparison {
  return new Comparing(before, after).comparison();
}

class Comparing {
  private readonly was: Reach;
  private readonly is: Reach;
  private readonly meanings = new Meanings();
  private readonly differences = new Map<string, Differences>();
  private readonly aliases = new Map<string, readonly Aliases[]>();

  constructor(before: Api, after: Api) {
    this.was = { api: before, includes: new Includes(before.headers, after.targets) };
    this.is = { api: after, includes: new Includes(after.headers, after.targets) };
  }

  comparison(): Comparison {
    const before = this.was.api;
    const after = this.is.api;
    const { texts, code, unchanged } = changedHeaders(before, after);
    for (const name of code) this.evaluate(name);
    for (const name of code)
      this.meanings.addTypedefs(
        name,
        textsOf(before.headers, name, after.targets),
        textsOf(after.headers, name, after.targets),
      );
    const quiet = [...texts].filter((name) => !code.has(name));
    this.spread([...unchanged, ...quiet].filter((name) => this.sees(name, code)));
    const found = [...this.differences].sort(([one], [other]) => (one < other ? -1 : 1));
    const unresolved = found.flatMap(([name]) =>
      undetermined(name, before, after, code.has(name), (text) =>
        this.meanings.mentioned(text, this.seenBy(name)),
      ),
    );
    const doubtful = new Set(unresolved.map(({ header }) => header));
    const affected = found.flatMap(([name, each]) =>
      texts.has(name) || (isEmpty(each) && !doubtful.has(name)) ? [] : [name],
    );
    return {
      targets: after.targets,
      before,
      after,
      headers: [...texts, ...affected].sort().map((name) => this.header(name, texts.has(name))),
      types: found.flatMap(([, { types }]) => types.map((pair) => this.inheriting(pair))),
      macros: found.flatMap(([, { macros }]) => macros),
      enumerators: found.flatMap(([, { enumerators }]) => enumerators),
      ioctls: found.flatMap(([, { ioctls }]) => ioctls),
      unresolved,
    };
  }

  private evaluate(name: string): void {
    const differences = differencesOf(name, this.was, this.is);
    this.differences.set(name, differences);
    this.meanings.addAll(differences);
  }

  /** Evaluates what mentions a name that differs, until no more names do. */
  private spread(candidates: readonly string[]): void {
    for (let names = this.meanings.fresh(); names.length > 0; names = this.meanings.fresh()) {
      const fresh = new Set(names);
      for (const name of this.differences.keys()) this.derive(name);
      for (const name of candidates) {
        if (this.differences.has(name) || !this.mentions(name, fresh)) continue;
        this.evaluate(name);
        this.derive(name);
      }
    }
  }

  private mentions(name: string, fresh: ReadonlySet<string>): boolean {
    const seen = this.seenBy(name);
    return this.texts(name).some(({ text }) => {
      if (fresh.size < 40 && ![...fresh].some((one) => text.includes(one))) return false;
      return this.meanings.mentioned(text, seen);
    });
  }

  private derive(name: string): void {
    let aliases = this.aliases.get(name);
    if (!aliases) {
      aliases = this.texts(name).map(({ text }) => aliasesOf(text));
      this.aliases.set(name, aliases);
    }
    this.meanings.addDerived(name, aliases, this.seenBy(name));
  }

  private texts(name: string) {
    return textsOf(this.is.api.headers, name, this.is.api.targets);
  }

  private seenBy(name: string): (header: string) => boolean {
    const one = this.was.includes.closure(name);
    const other = this.is.includes.closure(name);
    return (header) => one.has(header) || other.has(header);
  }

  private sees(name: string, headers: ReadonlySet<string>): boolean {
    const closures = [this.was.includes.closure(name), this.is.includes.closure(name)];
    return closures.some((closure) => [...closure].some((each) => headers.has(each)));
  }

  private inheriting(pair: TypePair): TypePair {
    const { before, after, name, header } = pair;
    if (!before || !after || !isSameText(before.text, after.text)) return pair;
    return { ...pair, inheritedFrom: this.meanings.labelsIn(after.text, this.seenBy(header), name) };
  }

  /** Evaluated when it is looked at: most are named only. */
  private header(name: string, textChanged: boolean): HeaderPair {
    const before = this.was.api;
    const after = this.is.api;
    return {
      name,
      header: name,
      textChanged,
      get before() {
        return before.header(name);
      },
      get after() {
        return after.header(name);
      },
    };
  }
}

function isEmpty({ types, macros, enumerators, ioctls }: Differences): boolean {
  return types.length + macros.length + enumerators.length + ioctls.length === 0;
}
