// SPDX-License-Identifier: GPL-2.0-only
import type { Target } from '../../c/target.ts';
import { EVERYTHING, LIBC } from '../libc.ts';
import type { HeaderSet, HeaderText } from '../model.ts';
import { includeNames } from './code.ts';
import { namesIn } from './names.ts';

/** On the targets that have it; several for the asm/ ones. */
function textsOf(headers: HeaderSet, name: string, targets: readonly Target[]): HeaderText[] {
  const texts: HeaderText[] = [];
  for (const target of targets) {
    const text = headers.get(name, target);
    if (text && !texts.includes(text)) texts.push(text);
  }
  return texts;
}

/**
 * Of some headers those that see one of the changed ones, at any depth; all of them where the program itself does.
 *
 * @param sides the includes of both sides; those of headers that are the same on both are asked of the last
 */
export function dependents(
  names: readonly string[],
  changed: ReadonlySet<string>,
  sides: readonly [IncludeGraph, IncludeGraph],
): string[] {
  if (sides.some((side) => side.program.some((name) => changed.has(name)))) return [...names];
  const includers = new Map<string, string[]>();
  const note = (name: string, side: IncludeGraph) => {
    for (const include of side.of(name)) {
      const known = includers.get(include);
      if (known) known.push(name);
      else includers.set(include, [name]);
    }
  };
  for (const name of names) note(name, sides[1]);
  for (const name of changed) for (const side of sides) note(name, side);
  const seen = new Set(changed);
  for (const name of seen) for (const includer of includers.get(name) ?? []) seen.add(includer);
  return names.filter((name) => seen.has(name));
}

/** Whether one header is among its dependents() of all changed ones. */
export function seesChanged(
  name: string,
  unchanged: ReadonlySet<string>,
  isChanged: (name: string) => boolean,
  sides: readonly [IncludeGraph, IncludeGraph],
): boolean {
  if (!unchanged.has(name)) return false;
  if (sides.some((side) => side.program.some(isChanged))) return true;
  const seen = new Set([name]);
  for (const at of seen) {
    if (isChanged(at)) return true;
    // Of one that differs in its comments alone, nobody asks what it includes.
    if (unchanged.has(at)) for (const include of sides[1].of(at)) seen.add(include);
  }
  return false;
}

const made = new WeakMap<HeaderSet, Map<readonly Target[], IncludeGraph>>();

/** One for a side, since every comparison with it asks for the same. */
export function includesOnce(headers: HeaderSet, targets: readonly Target[]): IncludeGraph {
  const of = made.get(headers) ?? new Map<readonly Target[], IncludeGraph>();
  made.set(headers, of);
  const includes = of.get(targets) ?? new IncludeGraph(headers, targets);
  of.set(targets, includes);
  return includes;
}

/** What a header can leave to the program to include. */
const PROGRAM = includeNames(EVERYTHING);

/** Which headers include which, by their texts, over all targets. */
export class IncludeGraph {
  private readonly direct = new Map<string, readonly string[]>();
  private readonly closures = new Map<string, ReadonlySet<string>>();
  private readonly found = new Map<string, readonly string[]>();
  private readonly words = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly headers: HeaderSet,
    private readonly targets: readonly Target[],
  ) {}

  /** The header and all that it includes at any depth. */
  closure(name: string): ReadonlySet<string> {
    let closure = this.closures.get(name);
    if (!closure) {
      const seen = new Set([name, ...PROGRAM]);
      for (const each of seen) for (const include of this.of(each)) seen.add(include);
      closure = seen;
      this.closures.set(name, closure);
    }
    return closure;
  }

  /** What every header sees without an include of its own. */
  get program(): string[] {
    return [...this.closure('')];
  }

  /** The header's texts, each once. */
  texts(name: string): readonly string[] {
    let texts = this.found.get(name);
    if (!texts) {
      texts = textsOf(this.headers, name, this.targets).map(({ text }) => text);
      this.found.set(name, texts);
    }
    return texts;
  }

  /** Whether a word stands anywhere in the header's texts. */
  mentions(name: string, word: string): boolean {
    let words = this.words.get(name);
    if (!words) {
      words = new Set(this.texts(name).flatMap(namesIn));
      this.words.set(name, words);
    }
    return words.has(word);
  }

  /** What the header itself includes. */
  of(name: string): readonly string[] {
    let includes = this.direct.get(name);
    if (!includes) {
      const texts = this.texts(name);
      const library = texts.length > 0 ? undefined : LIBC[name];
      const found = [...texts, library ?? ''].flatMap(includeNames);
      // `"drm.h"` in drm/i915_drm.h is drm/drm.h; which of both it is costs nothing to leave open.
      const folder = name.slice(0, name.lastIndexOf('/') + 1);
      includes = [...new Set(found.flatMap((one) => [one, normal(folder + one)]))];
      this.direct.set(name, includes);
    }
    return includes;
  }
}

function normal(path: string): string {
  let at = path;
  for (let next = at.replace(/[^/]+\/\.\.\//, ''); next !== at; next = at.replace(/[^/]+\/\.\.\//, ''))
    at = next;
  return at;
}
