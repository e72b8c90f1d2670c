// SPDX-License-Identifier: GPL-2.0-only
import type { MacroDefinition, Macros } from '../expand.ts';
import { condition } from '../expression.ts';
import type { Token } from '../token.ts';
import { MacroHistory } from './history.ts';
import type { Directive, Region } from './scan.ts';
import { Source, TOO_LARGE } from './source.ts';

type IncludeForm = 'angle' | 'quote' | 'next';

/** Where a unit's includes come from. */
export interface Includes {
  /** Undefined where there is no such file; 'ignored' for what declares nothing that matters. */
  find(name: string, form: IncludeForm, from: Source): Source | 'ignored' | undefined;
  /** What `prelude` makes of the files, kept; undefined while it is being made. */
  prelude?(sources: readonly Source[]): Prelude | undefined;
}

/** Files one after the other, read before anything else: shared by the units that begin with them. */
export interface Prelude {
  readonly instances: readonly Instance[];
  readonly macros: MacroHistory;
  readonly missing: readonly string[];
  readonly steps: number;
  /** Whether it can be shared: it does not stop, and leaves no `#pragma pack` behind. */
  readonly whole: boolean;
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
  /** What the unit's own file defines and does not undefine, by name; of other files nothing is noted. */
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
  /** What the file itself asked, where another target that answers the same reads the same; undefined elsewhere. */
  readonly asked: Asked | undefined;
}

/** All that the directives of a unit's own file depend on. */
interface Asked {
  readonly includes: readonly { readonly name: string; readonly form: IncludeForm }[];
  /** Names that the file does not define itself, with what they meant. */
  readonly macros: ReadonlyMap<string, MacroDefinition | undefined>;
  /** Of those, asked before the last include. */
  readonly early: ReadonlySet<string>;
  /** Names that are defined before the first include: the guard. */
  readonly guards: readonly string[];
}

/** gcc's -fmax-include-depth. */
const INCLUDE_DEPTH = 200;
const STEPS = 400_000;
/** Conditionals inside each other, over all includes. */
const NESTING = 1_500;
/** A file that a unit includes again and again without a guard. */
const INSTANCES = 5_000;

/** Stands for what a macro means where that is not known: no C token is like it. */
export const UNDETERMINED = '\0undetermined';

/**
 * Reads a file and what it includes for one target. Never fails: see `stopped`.
 *
 * @param like the same file's unit for another target: what it holds itself is shared where it is the same
 */
export function preprocess(source: Source, predefined: Macros, includes: Includes, like?: Unit): Unit {
  const same = like?.instances[0].source === source ? again(like, predefined, includes) : undefined;
  if (same) return same;
  const walk = new Walk(predefined, includes);
  walk.include(source, 0);
  return walk.unit();
}

/** Reads files as the first that a unit includes. */
export function prelude(sources: readonly Source[], predefined: Macros, includes: Includes): Prelude {
  return new Walk(predefined, includes, 1).prelude(sources);
}

/** The unit of a file that another target has read, where what the file asks has the same answers here. */
function again(like: Unit, predefined: Macros, includes: Includes): Unit | undefined {
  const { asked, instances } = like;
  if (!asked || !includes.prelude) return undefined;
  const [own] = instances;
  const found = asked.includes.map(({ name, form }) => includes.find(name, form, own.source) ?? { name });
  const sources = found.filter((one): one is Source => one instanceof Source);
  const first = sources.length > 0 ? includes.prelude(sources) : undefined;
  if (sources.length > 0 && !(first?.whole && isApart(first, asked.guards))) return undefined;
  for (const [name, macro] of asked.macros) {
    const here = (first?.macros ?? predefined).get(name);
    if (here !== macro && !isAlike(here, macro)) return undefined;
    if (here && asked.early.has(name)) return undefined;
  }
  const missing = found.flatMap((one) => (one instanceof Source || one === 'ignored' ? [] : [one.name]));
  const names = asked.includes.map(({ name }, at) => {
    const one = found[at];
    return one instanceof Source ? one.name : name;
  });
  return {
    instances: [{ ...own, includes: names }, ...(first?.instances ?? [])],
    macros: like.macros.for(predefined, first?.macros),
    missing: [...missing, ...(first?.missing ?? [])],
    stopped: undefined,
    asked,
  };
}

function isAlike(one: MacroDefinition | undefined, other: MacroDefinition | undefined): boolean {
  if (!one || !other || one.parameters || other.parameters) return false;
  return (
    one.body.length === other.body.length && one.body.every(({ text }, at) => text === other.body[at]?.text)
  );
}

/** Whether what is included first knows none of the names that are defined before it. */
function isApart({ instances }: Prelude, guards: readonly string[]): boolean {
  return !instances.some(({ source: { text } }) => guards.some((name) => text.includes(name)));
}

class Stop extends Error {
  constructor(private readonly stopped: NonNullable<Unit['stopped']>) {
    super(stopped.reason);
  }

  seenBy({ source }: Instance): string {
    return stopReason(this.stopped, source);
  }
}

/** Why nothing more is known of a file: where in another file it stops, too. */
export function stopReason({ source, at, reason }: NonNullable<Unit['stopped']>, seenBy: Source): string {
  return source === seenBy ? reason : `${source.name}:${source.line(at)}: ${reason}`;
}

type Items = readonly (Region | Directive)[];

function opensGroup({ kind }: Region | Directive): boolean {
  return kind === 'if' || kind === 'ifdef' || kind === 'ifndef';
}

/** Where the group that an item belongs to has its #endif. */
function endOf(items: Items, at: number): number {
  let end = at;
  while (end < items.length && (items[end] as Directive).kind !== 'endif') {
    const { next } = items[end] as Directive;
    end = next < 0 ? items.length : next;
  }
  return end;
}

/** The item behind this one, of an #if behind its #endif. */
function pastItem(items: Items, at: number, to: number): number {
  return opensGroup(items[at] as Region | Directive) ? Math.min(endOf(items, at) + 1, to) : at + 1;
}

/** Nobody asks what a file defines that others include: it has a unit of its own for that. */
const NO_DEFINES: Instance['defines'] = new Map();

/** Macros that a header may define before its first include for what is included to be shared: its guard. */
const FIRST = 4;

class Walk {
  private readonly macros: MacroHistory;
  private readonly instances: Instance[] = [];
  private readonly missing: string[] = [];
  private stopped: Unit['stopped'];
  private steps = STEPS;
  private nesting = 0;
  private readonly packs: number[] = [];
  private pack = 0;
  /** Of the unit's own file. */
  private readonly root = new Root();

  constructor(
    predefined: Macros,
    private readonly includes: Includes,
    /** At which the unit's own file is read: 0, or 1 for what others include first. */
    private readonly top: 0 | 1 = 0,
  ) {
    this.macros = new MacroHistory(predefined, top === 1);
  }

  prelude(sources: readonly Source[]): Prelude {
    const before = sources.length > 1 ? this.includes.prelude?.(sources.slice(0, -1)) : undefined;
    const { root, macros } = this;
    if (sources.length > 1) root.leads = false;
    if (before?.whole) {
      root.taken = before;
      this.steps -= before.steps;
      macros.takeOn(before.macros);
    }
    for (const source of before?.whole ? sources.slice(-1) : sources)
      if (!this.stopped) this.include(source, 1, true);
    const { instances, missing } = this.unit();
    const whole = !this.stopped && this.pack === 0 && this.packs.length === 0;
    // What is taken on comes before all that is read; in a unit it stands behind the unit's own file.
    const ordered = before?.whole ? [...before.instances, ...this.instances] : instances;
    return { instances: ordered, macros, missing, steps: STEPS - this.steps, whole };
  }

  unit(): Unit {
    const { asked, taken } = this.root;
    const [own, ...others] = this.instances;
    return {
      instances: [own, ...(taken?.instances ?? []), ...others] as unknown as Unit['instances'],
      macros: this.macros,
      missing: [...this.missing, ...(taken?.missing ?? [])],
      stopped: this.stopped,
      asked: this.stopped ? undefined : asked,
    };
  }

  include(source: Source, depth: number, first = depth === this.top): void {
    const instance: Instance = {
      source,
      active: [],
      doubtful: [],
      defines: this.isOwn(depth) ? new Map() : NO_DEFINES,
      includes: [],
    };
    this.instances.push(instance);
    try {
      if (depth > INCLUDE_DEPTH)
        this.stop(source, 0, `more than ${INCLUDE_DEPTH} includes inside each other`);
      if (this.instances.length > INSTANCES) this.stop(source, 0, `more than ${INSTANCES} includes`);
      if (source.tooLarge) this.stop(source, 0, TOO_LARGE);
      this.walk(instance, 0, source.scan.items.length, depth);
    } catch (error) {
      if (!(error instanceof Stop) || !first) throw error;
    }
  }

  /** Whether a file at that depth is the one that the unit is for. */
  private isOwn(depth: number): boolean {
    return depth === 0 && this.top === 0;
  }

  private stop(source: Source, at: number, reason: string): never {
    this.stopped ??= { source, at, reason };
    throw new Stop(this.stopped);
  }

  /** Reads the items [from, to), of which every group that is begun is also ended. */
  private walk(instance: Instance, from: number, to: number, depth: number): void {
    const { items } = instance.source.scan;
    if (++this.nesting > NESTING)
      this.stop(instance.source, items[from]?.start ?? 0, `more than ${NESTING} #if inside each other`);
    for (let index = from; index < to; index = pastItem(items, index, to)) {
      const item = items[index] as Region | Directive;
      if (--this.steps < 0) this.stop(instance.source, item.start, `more than ${STEPS} directives`);
      if (item.kind === 'text') {
        if (depth === this.top) this.root.leads = false;
        instance.active.push({ region: item, moment: this.macros.now, pack: this.pack });
        continue;
      }
      try {
        if (opensGroup(item)) this.group(instance, index, to, depth);
        else this.directive(instance, item, depth);
      } catch (error) {
        if (error instanceof Stop)
          this.unread(instance, pastItem(items, index, to), to, error.seenBy(instance));
        throw error;
      }
    }
    this.nesting--;
  }

  /** From an #if to its #endif. */
  private group(instance: Instance, first: number, to: number, depth: number): void {
    const { items } = instance.source.scan;
    let done = false;
    let index = first;
    while (index < to) {
      const item = items[index] as Directive;
      if (item.kind === 'endif') return;
      const next = item.next < 0 ? to : item.next;
      if (!done) {
        const taken = item.kind === 'else' ? true : this.holds(instance.source, item, depth);
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
  }

  /** A reason where it cannot be told. */
  private holds(source: Source, directive: Directive, depth: number): boolean | string {
    const question = source.questionOf(directive);
    if (question.kind === 'defined') {
      const macro = this.asked(question.name, depth);
      if (macro?.body[0]?.text === UNDETERMINED) return `whether ${question.name} is defined is not known`;
      return (macro !== undefined) !== question.negated;
    }
    let doubted: string | undefined;
    const macros: Macros = {
      get: (name) => {
        const macro = this.asked(name, depth);
        if (macro?.body[0]?.text === UNDETERMINED) doubted = `what ${name} means is not known`;
        return macro;
      },
    };
    const answer = condition(question.tokens, macros, {
      hasInclude: (name, quoted) => {
        this.root.asked = undefined;
        return this.includes.find(name, quoted ? 'quote' : 'angle', source) !== undefined;
      },
      hasAttribute: () => true,
    });
    if (typeof answer === 'boolean' && !doubted) return answer;
    const reason = doubted ?? (typeof answer === 'boolean' ? '' : answer.unknown);
    return `#${directive.kind} of line ${source.line(directive.start)}: ${reason}`;
  }

  private asked(name: string, depth: number): MacroDefinition | undefined {
    const macro = this.macros.get(name);
    if (depth === this.top && !this.macros.has(name)) this.root.asked?.macros.set(name, macro);
    return macro;
  }

  /** All branches from this one on: whatever they declare or define is not known. */
  private doubt(instance: Instance, first: number, reason: string): void {
    this.root.asked = undefined;
    const { items } = instance.source.scan;
    this.unread(instance, first + 1, endOf(items, first), reason);
  }

  /** The items [from, to), of which it is not known whether the compiler would read them. */
  private unread(instance: Instance, from: number, to: number, reason: string): void {
    const { items } = instance.source.scan;
    for (let index = from; index < to; index++) {
      const item = items[index] as Region | Directive;
      if (item.kind === 'text') instance.doubtful.push({ item, reason });
      if (item.kind !== 'define' && item.kind !== 'undef') continue;
      const name = this.nameOf(instance.source, item);
      instance.doubtful.push({ item, reason });
      if (name) this.macros.define(undetermined(name));
      if (name && instance.defines !== NO_DEFINES) instance.defines.delete(name);
    }
  }

  private nameOf(source: Source, directive: Directive): string | undefined {
    if (directive.kind === 'define') return source.definitionOf(directive)?.name;
    return source.tokensOf(directive)[0]?.text;
  }

  private directive(instance: Instance, item: Directive, depth: number): void {
    const { source } = instance;
    if (
      depth === this.top &&
      (item.kind === 'define' || item.kind === 'undef') &&
      this.root.asked?.includes.length
    )
      this.root.leads = false;
    switch (item.kind) {
      case 'define': {
        const macro = source.definitionOf(item);
        if (!macro) return;
        this.macros.define(macro);
        if (this.isOwn(depth)) instance.defines.set(macro.name, { directive: item, macro });
        return;
      }
      case 'undef': {
        const name = source.tokensOf(item)[0]?.text ?? '';
        this.macros.undefine(name);
        if (this.isOwn(depth)) instance.defines.delete(name);
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
      this.root.asked = undefined;
      this.missing.push(source.text.slice(item.operand, item.end).trim());
      return;
    }
    const name = (written[1] ?? written[2]) as string;
    const form = item.kind === 'include_next' ? 'next' : written[1] === undefined ? 'quote' : 'angle';
    const found = this.includes.find(name, form, source);
    instance.includes.push(found instanceof Object ? found.name : name);
    if (found === undefined) this.missing.push(name);
    const taken = depth === this.top && this.takeOn(name, form, found);
    if (found instanceof Source && !taken) this.include(found, depth + 1);
  }

  /**
   * Takes on what was read of the file before, where that is the same here: nothing was defined that it knows. True of
   * what there is not or is ignored, and of none that has to be read.
   */
  private takeOn(name: string, form: IncludeForm, found: Source | 'ignored' | undefined): boolean {
    const { root, macros } = this;
    const sources = found instanceof Source ? [...root.sources, found] : root.sources;
    const leads =
      root.leads &&
      this.includes.prelude &&
      macros.size <= FIRST &&
      this.pack === 0 &&
      this.packs.length === 0;
    const made = leads && found instanceof Source ? this.includes.prelude?.(sources) : undefined;
    const apart = made?.whole && made.steps < this.steps && isApart(made, [...macros.names]);
    if (!leads || (found instanceof Source && !apart)) {
      root.leads = false;
      root.asked = undefined;
      return false;
    }
    root.include(name, form, macros.names);
    if (made) {
      root.sources = sources;
      root.taken = made;
      macros.takeOn(made.macros);
    }
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

/** What a unit's own file asks while it is read. */
class Root {
  /** Undefined as soon as another target has to read it itself. */
  asked:
    | {
        readonly includes: { readonly name: string; readonly form: IncludeForm }[];
        readonly macros: Map<string, MacroDefinition | undefined>;
        readonly early: Set<string>;
        guards: readonly string[];
      }
    | undefined = { includes: [], macros: new Map(), early: new Set(), guards: [] };
  /** Whether nothing but directives was read, and nothing was defined since the first include. */
  leads = true;
  sources: readonly Source[] = [];
  taken: Prelude | undefined;

  include(name: string, form: IncludeForm, guards: Iterable<string>): void {
    if (!this.asked) return;
    if (this.asked.includes.length === 0) this.asked.guards = [...guards];
    this.asked.includes.push({ name, form });
    for (const one of this.asked.macros.keys()) this.asked.early.add(one);
  }
}

function undetermined(name: string): MacroDefinition {
  const token: Token = { kind: 'name', text: UNDETERMINED, start: 0, end: 0, space: false };
  return { name, parameters: undefined, variadic: false, body: [token] };
}
