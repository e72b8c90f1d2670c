// SPDX-License-Identifier: GPL-2.0-only
import { tokensText } from '../../c/declare/cursor.ts';
import { isRecord } from '../../c/declare/type.ts';
import { ExpansionLimit, type MacroDefinition, type Macros } from '../../c/expand.ts';
import { type DeclarationQuestion, isAlike } from '../../c/layout/types.ts';
import { UNDETERMINED } from '../../c/preprocess/model.ts';
import type { Directive } from '../../c/preprocess/scan.ts';
import type { SourceText } from '../../c/preprocess/source.ts';
import type { Token } from '../../c/token.ts';
import type { ApiMacro, Unknown } from '../model.ts';
import { commentOf } from './comment.ts';
import { type Encoding, requestValue } from './encoding.ts';
import { type Evaluation, grouped, LazySymbol, SymbolDeclarations } from './lazy.ts';
import type { View } from './view.ts';

type Value = bigint | Unknown | undefined;
type Alike = Map<MacroDefinition, { readonly value: Value }>;

type Defined = { readonly directive: Directive; readonly macro: MacroDefinition };

/** The macros that a header defines itself, with what they mean at its end. */
export function macrosOf(views: readonly View[]): ApiMacro[] {
  const made = new Map<string, SymbolDeclarations<Defined, bigint>>();
  const macros: ApiMacro[] = [];
  const evaluation = evaluationOf();
  for (const [defines, group] of grouped(views, ({ unit }) => unit.instances[0].defines)) {
    for (const [name, defined] of defines) {
      const known = made.get(name);
      if (known) {
        known.add(group, defined);
        continue;
      }
      const declarations = new SymbolDeclarations(evaluation, name, views, { views: group, item: defined });
      made.set(name, declarations);
      macros.push(new MacroSymbol(defined, group[0] as View, declarations));
    }
  }
  return macros;
}

function evaluationOf(): Evaluation<Defined, bigint> {
  const known = new Map<MacroDefinition, Computed[]>();
  /** Values that no target and no other macro changes. */
  const alike: Alike = new Map();
  return {
    value: (view, { macro }) => {
      if (macro.parameters || macro.body.length === 0) return undefined;
      if (view.stopped !== undefined) return { unknown: view.stopped };
      const before = known.get(macro) ?? [];
      known.set(macro, before);
      return computed(macro, view, before, alike);
    },
    written: ({ source }, defined) => plainBody(source, defined) ?? bodyWith(defined.macro),
    line: ({ source }, { directive }) => source.line(directive.start),
    finished: ({ macro }) => {
      known.delete(macro);
      alike.delete(macro);
    },
  };
}

function bodyWith({ parameters, body }: MacroDefinition): string {
  return `${parameters ? `(${parameters.join()})` : ''} ${tokensText(body)}`;
}

/** The body as it stands there, where it is plain: to put tokens together for each of 80,000 macros takes long. */
function plainBody({ text }: SourceText, { directive, macro }: Defined): string | undefined {
  if (macro.parameters) return undefined;
  const line = text.slice(directive.operand, directive.end);
  return /["'\\]|\/[/*]/.test(line)
    ? undefined
    : ` ${line
        .trim()
        .replace(/^\w+\s*/, '')
        .replace(/\s+/g, ' ')}`;
}

/** A value with what it was computed from: another target that has the same has the value too. */
interface Computed {
  readonly value: Value;
  /** What expressions ask of the ABI itself. */
  readonly abi: string;
  readonly from: ReadonlyMap<string, MacroDefinition | undefined>;
  /** How requests are encoded, where that was asked. */
  readonly encoding: { readonly was: Encoding | undefined } | undefined;
  readonly questions: readonly DeclarationQuestion[];
}

/** Names that one macro's expansion may meet: more is no constant. */
const LOOKUPS = 5_000;

function computed(macro: MacroDefinition, view: View, known: Computed[], alike: Alike): Value {
  const { macros, types, target } = view;
  const same = alike.get(macro);
  if (same) return same.value;
  if (isList(macro.body)) return undefined;
  const abi = `${target.abi.long} ${target.abi.pointer} ${target.abi.charSigned}`;
  for (const each of known) if (each.abi === abi && holds(each, view)) return each.value;
  const from = new Map<string, MacroDefinition | undefined>();
  let lookups = 0;
  const recording: Macros = {
    get: (name) => {
      if (++lookups > LOOKUPS) throw new ExpansionLimit(`${LOOKUPS} names`);
      const one = macros.get(name);
      from.set(name, one);
      return one;
    },
  };
  let encoding: Computed['encoding'];
  const encodingHere = () => {
    encoding ??= { was: view.encoding() };
    return encoding.was;
  };
  const body = bodyOf(macro);
  const { value: found, questions } = types.witnessed(() => {
    const request = requestValue(body, recording, types, encodingHere);
    return request === undefined ? types.evaluate(body, recording) : { value: request };
  });
  const value = found && 'unknown' in found ? (undeclared(found) ? undefined : found) : found?.value;
  if (isAlike(macro.body)) alike.set(macro, { value });
  else known.push({ value, abi, from, encoding, questions });
  return value;
}

/** `#define X (X - 1)` beside an enumerator X: the X of the body is no macro. */
function bodyOf({ name, body }: MacroDefinition): readonly Token[] {
  const own = body.find(({ text }) => text === name);
  return own ? [own] : body;
}

/** By its form no expression, whatever its names mean: braces, a comma outside of parentheses, names side by side. */
function isList(body: readonly Token[]): boolean {
  let open = 0;
  for (let index = 0; index < body.length; index++) {
    const { kind, text } = body[index] as Token;
    if (text === '{' || text === ';') return true;
    if (text === '(') open++;
    else if (text === ')') open--;
    else if (open === 0 && text === ',') return true;
    else if (open === 0 && kind === 'name' && SEVERAL.test(text) && body[index + 1]?.kind === 'name')
      return true;
  }
  return false;
}

/** A macro's name rather than a type's or an operator's. */
const SEVERAL = /^_?[A-Z][A-Z0-9_]*$/;

function holds({ from, encoding, questions }: Computed, view: View): boolean {
  if (encoding && encoding.was !== view.encoding()) return false;
  const { macros, types } = view;
  for (const [name, macro] of from) if (macros.get(name) !== macro) return false;
  return questions.every((question) => types.agrees(question));
}

/** Whether the value is unknown only since a name means nothing: then it is none to the compiler either. */
function undeclared({ unknown }: Unknown): boolean {
  return /^\w+ is not defined in the UAPI$/.test(unknown) && !unknown.includes(UNDETERMINED);
}

class MacroSymbol extends LazySymbol<Defined, bigint> implements ApiMacro {
  private within: ApiMacro['inside'] | null = null;
  private written: string | undefined;

  constructor(
    private readonly defined: Defined,
    view: View,
    declarations: SymbolDeclarations<Defined, bigint>,
  ) {
    super(defined.macro.name, view, declarations);
  }

  protected get span(): Directive {
    return this.defined.directive;
  }

  get parameters(): readonly string[] | undefined {
    return this.defined.macro.parameters;
  }

  get body(): string {
    this.written ??= tokensText(this.defined.macro.body);
    return this.written;
  }

  get comment(): string | undefined {
    return commentOf(this.view.source, this.defined.directive);
  }

  get inside(): ApiMacro['inside'] {
    if (this.within === null) this.within = inside(this.defined.directive, this.view);
    return this.within;
  }
}

/** The innermost struct in whose braces the directive stands. */
function inside({ start }: Directive, { scope }: View): ApiMacro['inside'] {
  let best: ApiMacro['inside'];
  let from = -1;
  for (const { name, type } of scope.own.types) {
    if (type.start > start || type.end < start || type.start < from || !isRecord(type)) continue;
    from = type.start;
    best = { type: name, member: type.members.findLast(({ at }) => at < start)?.name };
  }
  return best;
}
