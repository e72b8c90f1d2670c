// SPDX-License-Identifier: GPL-2.0-only
import type { MacroDefinition, Macros } from '../expand.ts';
import { condition } from '../expression.ts';
import type { Token } from '../token.ts';
import { groupEnd, opensGroup, pastItem } from './groups.ts';
import { MacroHistory } from './history.ts';
import {
  type HeaderUnit,
  type IncludeForm,
  type IncludeLookup,
  type IncludePrefix,
  type Instance,
  type Stopped,
  stopReason,
  UNDETERMINED,
} from './model.ts';
import { isIndependentOf, OwnFile } from './own-file.ts';
import { Pack } from './pack.ts';
import { assumedGuard, requiredMacro } from './required.ts';
import type { Directive, TextBlock } from './scan.ts';
import { SourceText, TOO_LARGE } from './source.ts';

/** gcc's -fmax-include-depth. */
const INCLUDE_DEPTH = 200;
const STEPS = 400_000;
/** Conditionals inside each other, over all includes. */
const NESTING = 1_500;
/** A file that a unit includes again and again without a guard. */
const INSTANCES = 5_000;

class Stop extends Error {
  constructor(private readonly stopped: Omit<Stopped, 'own'>) {
    super(stopped.reason);
  }

  seenBy({ source }: Instance): string {
    return stopReason(this.stopped, source);
  }
}

/** Nobody asks what a file defines that others include: it has a unit of its own for that. */
const NO_DEFINES: Instance['defines'] = new Map();

/** Macros that a header may define before its first include for what is included to be shared: its guard. */
const FIRST = 4;

/** Reads directives in order, target by target, with one macro table. */
export class Walk {
  private readonly macros: MacroHistory;
  private readonly instances: Instance[] = [];
  private readonly missing: string[] = [];
  private stopped: Omit<Stopped, 'own'> | undefined;
  /** Where in the unit's own file reading ends: at an #error, or the #include that leads to one. */
  private ownEnd = 0;
  /** Where in the unit's own file reading is. */
  private ownAt = -1;
  private steps = STEPS;
  private nesting = 0;
  private readonly pack = new Pack();
  private readonly own = new OwnFile();

  constructor(
    predefined: Macros,
    private readonly includes: IncludeLookup,
    /** At which the unit's own file is read: 0, or 1 for what others include first. */
    private readonly top: 0 | 1 = 0,
    /** Whether what stands behind an #error is as good as not there, and not unknown. */
    private readonly endsAtError = false,
  ) {
    this.macros = new MacroHistory(predefined, top === 1);
  }

  /** A file as the first of its unit. */
  unit(source: SourceText): HeaderUnit {
    this.include(source, 0);
    return this.made();
  }

  /** Files as what others include first. */
  prefix(sources: readonly SourceText[]): IncludePrefix {
    const before = sources.length > 1 ? this.includes.prefix?.(sources.slice(0, -1)) : undefined;
    const shared = before?.sharable ? before : undefined;
    const { own, macros } = this;
    if (sources.length > 1) own.endPrefix();
    if (shared) {
      own.takeOver(shared, []);
      this.steps -= shared.steps;
      macros.startFrom(shared.macros);
    }
    for (const source of shared ? sources.slice(-1) : sources)
      if (!this.stopped) this.include(source, 1, true);
    const { instances, missing } = this.made();
    return {
      // What is taken over comes before all that is read; in a unit it stands behind the unit's own file.
      instances: shared ? [...shared.instances, ...this.instances] : instances,
      macros,
      missing,
      steps: STEPS - this.steps,
      sharable: !this.stopped && this.pack.isBare,
    };
  }

  private made(): HeaderUnit {
    const { dependencies, prefix } = this.own;
    const [first, ...others] = this.instances;
    return {
      instances: [first, ...(prefix?.instances ?? []), ...others] as unknown as HeaderUnit['instances'],
      macros: this.macros,
      missing: [...this.missing, ...(prefix?.missing ?? [])],
      stopped: this.stopped && { ...this.stopped, own: this.ownEnd },
      dependencies: this.stopped ? undefined : dependencies,
    };
  }

  private include(source: SourceText, depth: number, first = depth === this.top): void {
    const instance: Instance = {
      source,
      from: depth === 0 ? -1 : this.ownAt,
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
      if (source.foreign !== undefined) this.stop(source, 0, source.foreign, 'error');
      this.walk(instance, 0, source.scan.items.length, depth);
    } catch (error) {
      if (!(error instanceof Stop) || !first) throw error;
    }
  }

  /** Whether a file at that depth is the one that the unit is for. */
  private isOwn(depth: number): boolean {
    return depth === 0 && this.top === 0;
  }

  private stop(source: SourceText, at: number, reason: string, kind: Stopped['kind'] = 'limit'): never {
    this.stopped ??= { kind, source, at, reason };
    throw new Stop(this.stopped);
  }

  /** Reads the items [from, to), of which every group that is begun is also ended. */
  private walk(instance: Instance, from: number, to: number, depth: number): void {
    const { items } = instance.source.scan;
    if (++this.nesting > NESTING)
      this.stop(instance.source, items[from]?.start ?? 0, `more than ${NESTING} #if inside each other`);
    for (let index = from; index < to; index = pastItem(items, index, to)) {
      const item = items[index] as TextBlock | Directive;
      if (--this.steps < 0) this.stop(instance.source, item.start, `more than ${STEPS} directives`);
      if (this.isOwn(depth)) this.ownAt = item.start;
      if (item.kind === 'text') {
        if (depth === this.top) this.own.endPrefix();
        instance.active.push({ block: item, moment: this.macros.now, pack: this.pack.limit });
        continue;
      }
      try {
        if (opensGroup(item)) this.group(instance, index, to, depth);
        else this.directive(instance, item, depth);
      } catch (error) {
        if (error instanceof Stop) this.end(instance, index, to, depth, error);
        throw error;
      }
    }
    this.nesting--;
  }

  /** Reading ends at an item, or in the group that it opens: what stands behind is not known. */
  private end(instance: Instance, index: number, to: number, depth: number, stop: Stop): void {
    const { items } = instance.source.scan;
    if (this.isOwn(depth) && !opensGroup(items[index] as Directive))
      this.ownEnd = (items[index] as Directive).start;
    if (this.endsAtError && this.stopped?.kind === 'error') return;
    this.unread(instance, pastItem(items, index, to), to, stop.seenBy(instance));
    // What it includes behind is included by who defines what it asks for.
    for (const item of items.slice(index + 1, to))
      if (item.kind === 'include') instance.includes.push(includedName(instance.source, item) ?? '');
  }

  /**
   * What a header requires of who includes it is there: the guard of the one header that it belongs to, or a macro of the
   * C library, by the header that defines it.
   *
   * @returns whether the group need not be read
   */
  private assume(instance: Instance, first: number, depth: number): boolean {
    const { source } = instance;
    const name = requiredMacro(source, first);
    if (name === undefined || this.meaning(name, depth)) return false;
    const home = this.includes.homeOf?.(name);
    const header = home === undefined ? undefined : this.includes.find(home, 'angle', source);
    if (header instanceof SourceText) {
      if (depth === this.top) this.own.endPrefix();
      this.own.dependsOnMore();
      this.include(header, depth + 1);
      return this.macros.get(name) !== undefined;
    }
    if (!this.isOwn(depth) || assumedGuard(source)?.at !== first) return false;
    this.macros.define({ name, parameters: undefined, variadic: false, body: [] });
    return true;
  }

  /** From an #if to its #endif. */
  private group(instance: Instance, first: number, to: number, depth: number): void {
    const { items } = instance.source.scan;
    if (this.assume(instance, first, depth)) return;
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
  private holds(source: SourceText, directive: Directive, depth: number): boolean | string {
    const question = source.questionOf(directive);
    if (question.kind === 'defined') {
      const macro = this.meaning(question.name, depth);
      if (macro?.body[0]?.text === UNDETERMINED) return `whether ${question.name} is defined is not known`;
      return (macro !== undefined) !== question.negated;
    }
    let doubted: string | undefined;
    const macros: Macros = {
      get: (name) => {
        const macro = this.meaning(name, depth);
        if (macro?.body[0]?.text === UNDETERMINED) doubted = `what ${name} means is not known`;
        return macro;
      },
    };
    const answer = condition(question.tokens, macros, {
      hasInclude: (name, quoted) => {
        this.own.dependsOnMore();
        return this.includes.find(name, quoted ? 'quote' : 'angle', source) !== undefined;
      },
      hasAttribute: () => true,
    });
    if (typeof answer === 'boolean' && !doubted) return answer;
    const reason = doubted ?? (typeof answer === 'boolean' ? '' : answer.unknown);
    return `#${directive.kind} of line ${source.line(directive.start)}: ${reason}`;
  }

  private meaning(name: string, depth: number): MacroDefinition | undefined {
    const macro = this.macros.get(name);
    if (depth === this.top && !this.macros.has(name)) this.own.asksMacro(name, macro);
    return macro;
  }

  /** All branches from this one on: whatever they declare or define is not known. */
  private doubt(instance: Instance, first: number, reason: string): void {
    this.own.dependsOnMore();
    const { items } = instance.source.scan;
    this.unread(instance, first + 1, groupEnd(items, first), reason);
  }

  /** The items [from, to), of which it is not known whether the compiler would read them. */
  private unread(instance: Instance, from: number, to: number, reason: string): void {
    const { items } = instance.source.scan;
    for (let index = from; index < to; index++) {
      const item = items[index] as TextBlock | Directive;
      if (item.kind === 'text') instance.doubtful.push({ item, reason });
      if (item.kind !== 'define' && item.kind !== 'undef') continue;
      const name = this.nameOf(instance.source, item);
      instance.doubtful.push({ item, reason });
      if (name) this.macros.define(undetermined(name));
      if (name && instance.defines !== NO_DEFINES) instance.defines.delete(name);
    }
  }

  private nameOf(source: SourceText, directive: Directive): string | undefined {
    if (directive.kind === 'define') return source.definitionOf(directive)?.name;
    return source.tokensOf(directive)[0]?.text;
  }

  private directive(instance: Instance, item: Directive, depth: number): void {
    const { source } = instance;
    if (depth === this.top && (item.kind === 'define' || item.kind === 'undef')) this.own.defines();
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
        this.stop(source, item.start, `#error ${source.text.slice(item.operand, item.end).trim()}`, 'error');
        return;
      case 'pragma':
        this.pack.pragma(source.tokensOf(item));
        return;
    }
  }

  private included(instance: Instance, item: Directive, depth: number): void {
    const { source } = instance;
    const written = INCLUDED.exec(source.text.slice(item.operand, item.end));
    if (!written) {
      this.own.dependsOnMore();
      this.missing.push(source.text.slice(item.operand, item.end).trim());
      return;
    }
    const name = (written[1] ?? written[2]) as string;
    const form = item.kind === 'include_next' ? 'next' : written[1] === undefined ? 'quote' : 'angle';
    const found = this.includes.find(name, form, source);
    instance.includes.push(found instanceof Object ? found.name : name);
    if (found === undefined) this.missing.push(name);
    const isShared = depth === this.top && this.extendPrefix(name, form, found);
    if (found instanceof SourceText && !isShared) this.include(found, depth + 1);
  }

  /**
   * Takes over what the file before was read as, where it reads the same here: nothing is defined that it mentions.
   *
   * @returns true if the file need not be read, since it is absent or ignored too; false if it has to be
   */
  private extendPrefix(name: string, form: IncludeForm, found: SourceText | 'ignored' | undefined): boolean {
    const { own, macros } = this;
    const source = found instanceof SourceText ? found : undefined;
    const mayShare = own.isInPrefix && this.includes.prefix && macros.size <= FIRST && this.pack.isBare;
    const sources = source && own.prefixWith(source);
    const prefix = mayShare && sources ? this.includes.prefix?.(sources) : undefined;
    const isSame =
      prefix?.sharable && prefix.steps < this.steps && isIndependentOf(prefix, [...macros.names]);
    if (!mayShare || (source && !isSame)) {
      own.endPrefix();
      own.dependsOnMore();
      return false;
    }
    own.includes(name, form, macros.names);
    if (prefix && sources) {
      own.takeOver(prefix, sources);
      macros.startFrom(prefix.macros);
    }
    return true;
  }
}

const INCLUDED = /^\s*(?:<([^>\n]*)>|"([^"\n]*)")/;

function includedName({ text }: SourceText, { operand, end }: Directive): string | undefined {
  const [, angle, quoted] = INCLUDED.exec(text.slice(operand, end)) ?? [];
  return angle ?? quoted;
}

function undetermined(name: string): MacroDefinition {
  const token: Token = { kind: 'name', text: UNDETERMINED, start: 0, end: 0, space: false };
  return { name, parameters: undefined, variadic: false, body: [token] };
}
