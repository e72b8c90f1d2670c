// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../c/target.ts';
import { isUnknown, type On, type Unknown } from '../model.ts';
import type { Doubts, View } from './header.ts';

/** How one kind of symbol is evaluated, and what of its text that comes from. */
export interface Evaluation<Item, Value> {
  /** On one target; undefined where the symbol has no value there. */
  value(view: View, item: Item): Value | Unknown | undefined;
  /** The text that its value comes from, as far as it stands in its header: with equal texts the rest decides. */
  written(view: View, item: Item): string;
  line(view: View, item: Item): number;
}

/** A symbol's declarations, one a target that has it. Evaluated when its value is asked for: most never are. */
export class Declarations<Item, Value extends object | bigint> {
  private readonly views: View[] = [];
  private readonly items: Item[] = [];
  private values: Map<TargetId, Value | Unknown> | undefined;

  constructor(private readonly evaluation: Evaluation<Item, Value>) {}

  add(view: View, item: Item): void {
    this.views.push(view);
    this.items.push(item);
  }

  get on(): On<Value> {
    if (!this.values) {
      this.values = new Map();
      for (const [index, view] of this.views.entries()) {
        const value = this.evaluation.value(view, this.items[index] as Item);
        if (value !== undefined) this.values.set(view.target.id, value);
      }
    }
    return this.values;
  }

  /** What is written for which targets; undefined where it is not known what the compiler would read. */
  get written(): string | undefined {
    const texts = new Map<string, string>();
    let last: string | undefined;
    for (const [index, view] of this.views.entries()) {
      if (view.stopped !== undefined) return undefined;
      const same =
        index > 0 &&
        this.items[index] === this.items[index - 1] &&
        view.source === this.views[index - 1]?.source;
      const text =
        same && last !== undefined ? last : this.evaluation.written(view, this.items[index] as Item);
      texts.set(text, `${texts.get(text) ?? ''} ${view.target.id}`);
      last = text;
    }
    return [...texts].map(([text, targets]) => `${targets}: ${text}`).join('\n');
  }

  doubt(name: string, doubts: Doubts): void {
    for (const [index, view] of this.views.entries()) {
      const value = this.on.get(view.target.id);
      if (!isUnknown(value) || view.stopped !== undefined) continue;
      doubts.add(name, value.unknown, this.evaluation.line(view, this.items[index] as Item), view.target.id);
    }
  }
}

const DECLARATIONS = new WeakMap<object, Declarations<never, object | bigint>>();

/** A symbol with its values, which are computed when they are asked for. */
export function symbol<D extends object, Item, Value extends object | bigint>(
  declared: D,
  declarations: Declarations<Item, Value>,
): D & { readonly on: On<Value> } {
  const made = Object.defineProperty(declared, 'on', {
    enumerable: true,
    get: () => declarations.on,
  }) as D & {
    readonly on: On<Value>;
  };
  DECLARATIONS.set(made, declarations as unknown as Declarations<never, object | bigint>);
  return made;
}

/**
 * What is written of a symbol, target by target: where two sides write the same, and every name in it means the same,
 * so does the symbol. Undefined where that is not known: then its values have to be looked at.
 */
export function writtenOf(one: object): string | undefined {
  return DECLARATIONS.get(one)?.written;
}

/** Adds why a symbol's values are not known. */
export function addDoubts(one: { readonly name: string }, doubts: Doubts): void {
  DECLARATIONS.get(one)?.doubt(one.name, doubts);
}
