// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../c/target.ts';
import { isUnknown, type On, type Unknown } from '../model.ts';
import { SameOn } from './same-on.ts';
import type { Doubts, View } from './view.ts';

/** How one kind of symbol is evaluated, and what of its text that comes from. */
export interface Evaluation<Item, Value> {
  /** On one target; undefined where the symbol has no value there. */
  value(view: View, item: Item): Value | Unknown | undefined;
  /** The text that its value comes from, as far as it stands in its header: with equal texts the rest decides. */
  written(view: View, item: Item): string;
  line(view: View, item: Item): number;
  /** Why a second reader sees the declaration otherwise, whatever the first made of it; asked for last. */
  disputed?(view: View, item: Item): Unknown | undefined;
  /** All targets have their value: what one could have taken over from another is no longer asked for. */
  finished?(item: Item): void;
}

/** Targets that see the same declaration. */
interface Group<Item> {
  readonly views: readonly View[];
  readonly item: Item;
}

/** A symbol's declarations on the targets that have it. Evaluated when its value is asked for: most never are. */
export class SymbolDeclarations<Item, Value extends object | bigint> {
  private readonly groups: Group<Item>[];
  private once: On<Value> | undefined;
  private twice: On<Value> | undefined;

  /**
   * @param all the header's views: of those that do not declare it, some may not be known not to
   * @param first most symbols have no other group
   */
  constructor(
    private readonly evaluation: Evaluation<Item, Value>,
    private readonly name: string,
    private readonly all: readonly View[],
    first: Group<Item>,
  ) {
    // An array that something is pushed onto has room for 17.
    this.groups = [first];
  }

  add(views: readonly View[], item: Item): void {
    this.groups.push({ views, item });
  }

  /** What both readers agree on. */
  get on(): On<Value> {
    this.twice ??= this.evaluation.disputed ? this.agreed() : this.asRead;
    return this.twice;
  }

  private agreed(): On<Value> {
    let values: Map<TargetId, Value | Unknown> | undefined;
    for (const { views, item } of this.groups)
      for (const view of views) {
        const doubt = isUnknown(this.asRead.get(view.target.id))
          ? undefined
          : this.evaluation.disputed?.(view, item);
        if (!doubt) continue;
        values ??= new Map(this.asRead);
        values.set(view.target.id, doubt);
      }
    return values ?? this.asRead;
  }

  /** The same by the first reader alone. */
  get asRead(): On<Value> {
    if (!this.once) {
      this.once = this.evaluated();
      for (const { item } of this.groups) this.evaluation.finished?.(item);
    }
    return this.once;
  }

  private evaluated(): On<Value> {
    const found: [View, Value | Unknown][] = [];
    let same = true;
    for (const { views, item } of this.groups)
      for (const view of views) {
        const value = this.evaluation.value(view, item);
        if (value === undefined) continue;
        same &&= value === (found[0]?.[1] ?? value);
        found.push([view, value]);
      }
    if (found.length === 0) return NOWHERE as On<Value>;
    const doubtful = this.doubtful();
    const [only] = this.groups;
    if (same && this.groups.length === 1 && only?.views.length === found.length && doubtful.length === 0)
      return new SameOn(targetsOf(only.views), found[0]?.[1] as Value | Unknown);
    found.push(...doubtful);
    found.sort(([one], [other]) => one.place - other.place);
    return new Map(found.map(([{ target }, value]) => [target.id, value]));
  }

  /**
   * Views in which it is not declared, but may be. What has no value where it is declared, as a macro with parameters, has
   * none elsewhere.
   */
  private doubtful(): [View, Unknown][] {
    return this.all.flatMap((view): [View, Unknown][] => {
      if (view.unit.instances[0].doubtful.length === 0) return [];
      if (this.groups.some(({ views }) => views.includes(view))) return [];
      const doubt = view.scope.doubt(this.name);
      return doubt ? [[view, doubt]] : [];
    });
  }

  /**
   * Whether it is written alike, letter by letter, for the same targets: of most symbols it is, and to put together
   * what is written takes longer than to compare it.
   */
  isWrittenLike(other: SymbolDeclarations<Item, Value>): boolean {
    if (this.groups.length !== 1 || other.groups.length !== 1) return false;
    const [one] = this.groups;
    const [two] = other.groups;
    if (!one || !two || one.views.length !== two.views.length) return false;
    for (let at = 0; at < one.views.length; at++) {
      const [here, there] = [one.views[at] as View, two.views[at] as View];
      if (here.target !== there.target || here.stopped !== undefined || there.stopped !== undefined)
        return false;
    }
    const written = (item: Item, views: readonly View[]) => this.evaluation.written(views[0] as View, item);
    return written(one.item, one.views) === written(two.item, two.views);
  }

  /** The declaration that the first of some targets has; undefined where none of them has one. */
  firstOn(targets: readonly TargetId[]): { readonly view: View; readonly item: Item } | undefined {
    for (const { views, item } of this.groups) {
      const view = views.find(({ target }) => targets.includes(target.id));
      if (view) return { view, item };
    }
    return undefined;
  }

  /** What it is written with on the first target. */
  get mentioned(): string {
    const [first] = this.groups;
    return first ? this.evaluation.written(first.views[0] as View, first.item) : '';
  }

  /** What is written for which targets; undefined where it is not known what the compiler would read. */
  get written(): string | undefined {
    const texts = new Map<string, string>();
    for (const { views, item } of this.groups) {
      if (views.some(({ stopped }) => stopped !== undefined)) return undefined;
      const text = this.evaluation.written(views[0] as View, item);
      texts.set(text, `${texts.get(text) ?? ''} ${views.map(({ target }) => target.id).join(' ')}`);
    }
    if (this.doubtful().length > 0) return undefined;
    return [...texts].map(([text, targets]) => `${targets}: ${text}`).join('\n');
  }

  doubt(name: string, doubts: Doubts): void {
    for (const { views, item } of this.groups)
      for (const view of views) {
        const value = this.on.get(view.target.id);
        if (!isUnknown(value) || view.stopped !== undefined) continue;
        doubts.add(name, value.unknown, this.evaluation.line(view, item), view.target.id);
      }
  }
}

/** What has no value at all, as a macro with parameters. */
const NOWHERE: On<never> = new Map();

const TARGETS_OF = new WeakMap<readonly View[], readonly TargetId[]>();

/** One array for all symbols of a group. */
function targetsOf(views: readonly View[]): readonly TargetId[] {
  let targets = TARGETS_OF.get(views);
  if (!targets) {
    targets = views.map(({ target }) => target.id);
    TARGETS_OF.set(views, targets);
  }
  return targets;
}

/** Views with the same of something, in the order in which each first comes. */
export function grouped<Key>(
  views: readonly View[],
  keyOf: (view: View) => Key,
): ReadonlyMap<Key, readonly View[]> {
  const groups = new Map<Key, View[]>();
  for (const view of views) {
    const key = keyOf(view);
    const group = groups.get(key);
    if (group) group.push(view);
    else groups.set(key, [view]);
  }
  return groups;
}

/** Where a symbol keeps its declarations; a WeakMap of all symbols costs more to collect than they do. */
const DECLARATIONS = Symbol('declarations');

/**
 * A symbol, of which everything is computed when it is asked for: two trees have 100,000, and most are only named. Getters
 * of a class cost nothing a symbol.
 */
export abstract class LazySymbol<Item, Value extends object | bigint> {
  readonly [DECLARATIONS]: SymbolDeclarations<Item, Value>;

  constructor(
    readonly name: string,
    /** Of the first target that has it. */
    protected readonly view: View,
    declarations: SymbolDeclarations<Item, Value>,
  ) {
    this[DECLARATIONS] = declarations;
  }

  /** Offsets of the declaration in the header's text. */
  protected abstract readonly span: { readonly start: number; readonly end: number };

  get header(): string {
    return this.view.text.name;
  }

  get path(): string {
    return this.view.text.path;
  }

  get line(): number {
    return this.view.source.line(this.span.start);
  }

  get text(): string {
    const { start, end } = this.span;
    return this.view.source.text.slice(start, end);
  }

  get on(): On<Value> {
    return this[DECLARATIONS].on;
  }
}

interface Lazy {
  readonly [DECLARATIONS]?: {
    firstOn(targets: readonly TargetId[]): { readonly view: View; readonly item: unknown } | undefined;
    readonly on: On<object | bigint>;
    readonly asRead: On<object | bigint>;
    readonly written: string | undefined;
    readonly mentioned: string;
    isWrittenLike(other: unknown): boolean;
    doubt(name: string, doubts: Doubts): void;
  };
}

/**
 * What is written of a symbol, target by target: where two sides write the same, and every name in it means the same,
 * so does the symbol. Undefined where that is not known: then its values have to be looked at.
 */
export function writtenOf(one: object): string | undefined {
  return (one as Lazy)[DECLARATIONS]?.written;
}

/**
 * Whether two sides' symbols are written alike, letter by letter and for the same targets.
 *
 * @returns what is written, or undefined where that is not known so easily
 */
export function writtenAlike(one: object, other: object): string | undefined {
  const [a, b] = [(one as Lazy)[DECLARATIONS], (other as Lazy)[DECLARATIONS]];
  return a && b && a.isWrittenLike(b) ? b.mentioned : undefined;
}

/**
 * The symbol as the first of some targets declares it: its file, its line, its text. What has no declaration there, or no
 * other, is given back itself.
 */
export function declaredOn<T extends object>(one: T, targets: readonly TargetId[]): T {
  const declarations = (one as Lazy)[DECLARATIONS];
  const found = declarations?.firstOn(targets);
  // All symbols of one kind are made of the same three.
  const made = one.constructor as new (item: unknown, view: View, of: unknown) => T;
  return found ? new made(found.item, found.view, declarations) : one;
}

/** Adds why a symbol's values are not known. */
export function addDoubts(one: { readonly name: string }, doubts: Doubts): void {
  (one as Lazy)[DECLARATIONS]?.doubt(one.name, doubts);
}

/**
 * A symbol's values by one reader alone, for what looks through many: what goes into a finding is asked for by `on`,
 * which has the declaration read by a second one.
 */
export function asRead<Value extends object | bigint>(one: { readonly on: On<Value> }): On<Value> {
  return ((one as Lazy)[DECLARATIONS]?.asRead as On<Value> | undefined) ?? one.on;
}
