// SPDX-License-Identifier: GPL-2.0-only
import type { MacroDefinition, Macros } from '../expand.ts';
import { condition } from '../expression.ts';
import type { Token } from '../token.ts';
import { MacroHistory } from './history.ts';
import type { Directive, Region } from './scan.ts';
import type { Source } from './source.ts';

export type IncludeForm = 'angle' | 'quote' | 'next';

/** Where a unit's includes come from. */
export interface Includes {
  /** Undefined where there is no such file; 'ignored' for what declares nothing that matters. */
  find(name: string, form: IncludeForm, from: Source): Source | 'ignored' | undefined;
  /** What `prelude` makes of the file, kept. */
  prelude?(source: Source): Prelude;
}

/** A file and what it includes, read before anything else: shared by the units that begin with it. */
export interface Prelude {
  readonly unit: Unit;
  readonly steps: number;
  /** Whether it leaves a `#pragma pack` behind. */
  readonly packed: boolean;
}

/** Text that the target's compiler would read, and the moment at which it does. */
export interface Active {
  readonly region: Region;
  readonly moment: number;
  /** Bytes that `#pragma pack` limits alignment to; 0 for none. */
  readonly pack: number;
}

/** Text of which it is not known whether the compiler would read it. */
export interface Doubtful {
  readonly item: Region | Directive;
  readonly reason: string;
}

/** One inclusion of one file; the first of a unit is the file that it is for. */
export interface Instance {
  readonly source: Source;
  readonly active: Active[];
  readonly doubtful: Doubtful[];
  /** What it defines itself and does not undefine, by name. */
  readonly defines: Map<string, { readonly directive: Directive; readonly macro: MacroDefinition }>;
  /** Names as written, in order, existing or not. */
  readonly includes: string[];
}

/** A header as the compiler of one target sees it when nothing else was included before. */
export interface Unit {
  readonly instances: readonly [Instance, ...Instance[]];
  readonly macros: MacroHistory;
  /** Includes that no file answers. */
  readonly missing: readonly string[];
  /** An #error that is reached, a limit that is passed: nothing after it is known. */
  readonly stopped: { readonly source: Source; readonly at: number; readonly reason: string } | undefined;
}

/** gcc's -fmax-include-depth. */
const INCLUDE_DEPTH = 200;
const STEPS = 400_000;
/** A file that a unit includes again and again without a guard. */
const INSTANCES = 5_000;

/** Stands for what a macro means where that is not known: no C token is like it. */
export const UNDETERMINED = '\0undetermined';

/** Reads a file and what it includes for one target. Never fails: see `stopped`. */
export function preprocess(source: Source, predefined: Macros, includes: Includes): Unit {
  const walk = new Walk(predefined, includes);
  walk.include(source, 0);
  return walk.unit();
}

/** Reads a file as the first that a unit includes. */
export function prelude(source: Source, predefined: Macros, includes: Includes): Prelude {
  const walk = new Walk(predefined, { find: (...asked) => includes.find(...asked) }, 0);
  walk.include(source, 1);
  return walk.prelude();
}

class Stop extends Error {}

/** Macros that a header may define before its first include for what is included to be shared: its guard. */
const FIRST = 4;

class Walk {
  private readonly macros: MacroHistory;
  private readonly instances: Instance[] = [];
  private readonly missing: string[] = [];
  private stopped: Unit['stopped'];
  private steps = STEPS;
  private readonly packs: number[] = [];
  private pack = 0;

  constructor(
    predefined: Macros,
    private readonly includes: Includes,
    moment?: number,
  ) {
    this.macros = new MacroHistory(predefined, moment);
  }

  prelude(): Prelude {
    const packed = this.pack !== 0 || this.packs.length > 0;
    return { unit: this.unit(), steps: STEPS - this.steps, packed };
  }

  unit(): Unit {
    return {
      instances: this.instances as unknown as Unit['instances'],
      macros: this.macros,
      missing: this.missing,
      stopped: this.stopped,
    };
  }

  include(source: Source, depth: number): void {
    const instance: Instance = {
      source,
      active: [],
      doubtful: [],
      defines: new Map(),
      includes: [],
    };
    this.instances.push(instance);
    try {
      if (depth > INCLUDE_DEPTH)
        this.stop(source, 0, `more than ${INCLUDE_DEPTH} includes inside each other`);
      if (this.instances.length > INSTANCES) this.stop(source, 0, `more than ${INSTANCES} includes`);
      this.walk(instance, 0, source.scan.items.length, depth);
    } catch (error) {
      if (!(error instanceof Stop) || (depth > 0 && this.instances[0] !== instance)) throw error;
    }
  }

  private stop(source: Source, at: number, reason: string): never {
    this.stopped ??= { source, at, reason };
    throw new Stop();
  }

  /** Reads the items [from, to), of which every group that is begun is also ended. */
  private walk(instance: Instance, from: number, to: number, depth: number): void {
    const { items } = instance.source.scan;
    for (let index = from; index < to; ) {
      const item = items[index] as Region | Directive;
      if (--this.steps < 0) this.stop(instance.source, item.start, `more than ${STEPS} directives`);
      if (item.kind === 'text')
        instance.active.push({ region: item, moment: this.macros.now, pack: this.pack });
      else if (item.kind === 'if' || item.kind === 'ifdef' || item.kind === 'ifndef') {
        index = this.group(instance, index, to, depth);
        continue;
      } else this.directive(instance, item, depth);
      index++;
    }
  }

  /** From an #if past its #endif. */
  private group(instance: Instance, first: number, to: number, depth: number): number {
    const { items } = instance.source.scan;
    let done = false;
    let index = first;
    while (index < to) {
      const item = items[index] as Directive;
      if (item.kind === 'endif') return index + 1;
      const next = item.next < 0 ? to : item.next;
      if (!done) {
        const taken = item.kind === 'else' ? true : this.holds(instance.source, item);
        if (typeof taken === 'string') {
          this.doubt(instance, index, taken);
          done = true;
        } else if (taken) {
          this.walk(instance, index + 1, Math.min(next, to), depth);
          done = true;
        }
      }
      index = next;
    }
    return to;
  }

  /** A reason where it cannot be told. */
  private holds(source: Source, directive: Directive): boolean | string {
    const question = source.questionOf(directive);
    if (question.kind === 'defined') {
      const macro = this.macros.get(question.name);
      if (macro?.body[0]?.text === UNDETERMINED) return `whether ${question.name} is defined is not known`;
      return (macro !== undefined) !== question.negated;
    }
    let doubted: string | undefined;
    const macros: Macros = {
      get: (name) => {
        const macro = this.macros.get(name);
        if (macro?.body[0]?.text === UNDETERMINED) doubted = `what ${name} means is not known`;
        return macro;
      },
    };
    const answer = condition(question.tokens, macros, {
      hasInclude: (name, quoted) =>
        this.includes.find(name, quoted ? 'quote' : 'angle', source) !== undefined,
      hasAttribute: () => true,
    });
    if (typeof answer === 'boolean' && !doubted) return answer;
    const reason = doubted ?? (typeof answer === 'boolean' ? '' : answer.unknown);
    return `#${directive.kind} of line ${source.line(directive.start)}: ${reason}`;
  }

  /** All branches from this one on: whatever they declare or define is not known. */
  private doubt(instance: Instance, first: number, reason: string): void {
    const { items } = instance.source.scan;
    let last = first;
    while (last < items.length && (items[last] as Directive).kind !== 'endif') {
      const { next } = items[last] as Directive;
      last = next < 0 ? items.length : next;
    }
    for (let index = first + 1; index < last; index++) {
      const item = items[index] as Region | Directive;
      if (item.kind === 'text') instance.doubtful.push({ item, reason });
      if (item.kind !== 'define' && item.kind !== 'undef') continue;
      const name = this.nameOf(instance.source, item);
      instance.doubtful.push({ item, reason });
      if (name) this.macros.define(undetermined(name));
      if (name) instance.defines.delete(name);
    }
  }

  private nameOf(source: Source, directive: Directive): string | undefined {
    if (directive.kind === 'define') return source.definitionOf(directive)?.name;
    return source.tokensOf(directive)[0]?.text;
  }

  private directive(instance: Instance, item: Directive, depth: number): void {
    const { source } = instance;
    switch (item.kind) {
      case 'define': {
        const macro = source.definitionOf(item);
        if (!macro) return;
        this.macros.define(macro);
        instance.defines.set(macro.name, { directive: item, macro });
        return;
      }
      case 'undef': {
        const name = source.tokensOf(item)[0]?.text ?? '';
        this.macros.undefine(name);
        instance.defines.delete(name);
        return;
      }
      case 'include':
      case 'include_next':
        this.included(instance, item, depth);
        return;
      case 'error':
        this.stop(source, item.start, `#error ${source.text.slice(item.operand, item.end).trim()}`);
        return;
      case 'pragma':
        this.pragma(source.tokensOf(item));
        return;
    }
  }

  private included(instance: Instance, item: Directive, depth: number): void {
    const { source } = instance;
    const written = /^\s*(?:<([^>\n]*)>|"([^"\n]*)")/.exec(source.text.slice(item.operand, item.end));
    if (!written) {
      this.missing.push(source.text.slice(item.operand, item.end).trim());
      return;
    }
    const name = (written[1] ?? written[2]) as string;
    const form = item.kind === 'include_next' ? 'next' : written[1] === undefined ? 'quote' : 'angle';
    const found = this.includes.find(name, form, source);
    instance.includes.push(found instanceof Object ? found.name : name);
    if (found === undefined) this.missing.push(name);
    else if (found !== 'ignored' && !(depth === 0 && this.begin(found))) this.include(found, depth + 1);
  }

  /** Takes on what was read of the file before, where that is the same here: nothing that was defined is known to it. */
  private begin(first: Source): boolean {
    const { names } = this.macros;
    if (!this.includes.prelude || !this.macros.isAlone || this.instances.length > 1) return false;
    if (names.length > FIRST || this.pack !== 0 || this.packs.length > 0) return false;
    const { unit, steps, packed } = this.includes.prelude(first);
    if (unit.stopped || packed || steps > this.steps || unit.instances.length >= INSTANCES) return false;
    if (unit.instances.some(({ source: { text } }) => names.some((name) => text.includes(name))))
      return false;
    this.steps -= steps;
    for (const instance of unit.instances) this.instances.push(instance);
    this.missing.push(...unit.missing);
    this.macros.takeOn(unit.macros);
    return true;
  }

  /** `pack(n)`, `pack()`, `pack(push)`, `pack(push, n)`, `pack(pop)`; of other pragmas none touches a layout. */
  private pragma(tokens: readonly Token[]): void {
    if (tokens[0]?.text !== 'pack') return;
    const words = tokens.slice(2, -1).filter(({ text }) => text !== ',');
    const size = words.find(({ kind }) => kind === 'number');
    if (words[0]?.text === 'push') this.packs.push(this.pack);
    if (words[0]?.text === 'pop') this.pack = this.packs.pop() ?? 0;
    else if (size) this.pack = Number(size.text);
    else if (words.length === 0) this.pack = 0;
  }
}

function undetermined(name: string): MacroDefinition {
  const token: Token = { kind: 'name', text: UNDETERMINED, start: 0, end: 0, space: false };
  return { name, parameters: undefined, variadic: false, body: [token] };
}
