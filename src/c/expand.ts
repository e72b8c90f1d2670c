// SPDX-License-Identifier: GPL-2.0-only
import { type Token, tokenise } from './token.ts';

export interface MacroDefinition {
  readonly name: string;
  /**
   * Undefined for an object-like macro. A variadic macro's last parameter takes the rest: `__VA_ARGS__` stands there
   * for `...`, the name for GNU's `name...`.
   */
  readonly parameters: readonly string[] | undefined;
  readonly variadic: boolean;
  readonly body: readonly Token[];
}

export interface Macros {
  get(name: string): MacroDefinition | undefined;
}

export interface ExpansionLimits {
  /** Tokens that macros may make, and arguments that may be read, in one call. */
  readonly tokens?: number;
  /** Macros inside each other, and characters of one pasted or quoted token. */
  readonly depth?: number;
  /** Leave alone what `defined` and `__has_…` name, as in an #if. */
  readonly condition?: boolean;
}

/** Macros made more than the limits allow: a bomb. */
export class ExpansionLimit extends Error {
  constructor(readonly limit: string) {
    super(`macro expansion passes ${limit}`);
  }
}

/** What an #if asks by name; `defined` is true of each, and none expands its operand. */
export const CONDITION_OPERATORS: ReadonlySet<string> = new Set([
  'defined',
  '__has_include',
  '__has_include_next',
  '__has_attribute',
  '__has_builtin',
  '__has_cpp_attribute',
  '__has_c_attribute',
]);

const LONGEST_TOKEN = 65_536;

type HideSet = ReadonlySet<string>;

interface Hiding extends Token {
  hide?: HideSet | undefined;
}

/**
 * What follows `#define`: a name, parameters where a parenthesis touches the name, the body. Undefined where that is
 * no definition.
 */
export function definition(tokens: readonly Token[]): MacroDefinition | undefined {
  const [name, open] = tokens;
  if (name?.kind !== 'name') return undefined;
  if (open?.text !== '(' || open.space)
    return { name: name.text, parameters: undefined, variadic: false, body: tokens.slice(1) };
  const close = tokens.findIndex(({ text }) => text === ')');
  if (close < 0) return undefined;
  const parameters: string[] = [];
  let variadic = false;
  for (const { kind, text } of tokens.slice(2, close)) {
    if (variadic) return undefined;
    if (kind === 'name') parameters.push(text);
    else if (text === '...') variadic = true;
    else if (text !== ',') return undefined;
  }
  if (variadic && tokens[close - 2]?.kind !== 'name') parameters.push('__VA_ARGS__');
  return { name: name.text, parameters, variadic, body: tokens.slice(close + 1) };
}

/**
 * Tokens after macro replacement: C11 6.10.3 with hide sets (Prosser's algorithm), GNU's named rest parameters and
 * `, ##__VA_ARGS__`. A macro that is called with a wrong number of arguments stays as it is.
 *
 * @throws ExpansionLimit
 */
export function expand(tokens: readonly Token[], macros: Macros, limits: ExpansionLimits = {}): Token[] {
  const made = new Expansion(macros, limits).expand(tokens);
  // What a token hides is a set of its own for most, and means nothing any more.
  for (const token of made) if (token.hide) token.hide = undefined;
  return made;
}

class Expansion {
  private left: number;
  private readonly hides = new Map<HideSet | undefined, Map<string, HideSet>>();
  private readonly depth: number;
  private readonly condition: boolean;

  constructor(
    private readonly macros: Macros,
    limits: ExpansionLimits,
  ) {
    this.left = limits.tokens ?? 100_000;
    this.depth = limits.depth ?? 200;
    this.condition = limits.condition ?? false;
  }

  expand(tokens: readonly Hiding[], depth = 0): Hiding[] {
    if (depth > this.depth) throw new ExpansionLimit(`${this.depth} macros inside each other`);
    const rest = tokens.slice().reverse();
    const out: Hiding[] = [];
    for (let token = rest.pop(); token; token = rest.pop()) {
      const macro = token.kind === 'name' ? this.macros.get(token.text) : undefined;
      if (this.condition && CONDITION_OPERATORS.has(token.text)) this.operand(token, rest, out);
      else if (!macro || token.hide?.has(macro.name) || !this.replace(macro, token, rest, depth))
        out.push(token);
    }
    return out;
  }

  /** Puts the replacement before what is left to read; false where the macro is not called. */
  private replace(macro: MacroDefinition, token: Hiding, rest: Hiding[], depth: number): boolean {
    let hide = token.hide;
    let end = token.end;
    let made: Hiding[];
    if (!macro.parameters) {
      hide = this.hidden(hide, macro.name);
      made = this.substitute(macro, [], depth);
    } else {
      const call = rest.at(-1)?.text === '(' ? this.call(macro, macro.parameters, rest) : undefined;
      if (!call) return false;
      hide = this.hidden(common(hide, call.close.hide), macro.name);
      end = Math.max(end, call.close.end);
      made = this.substitute(macro, call.args, depth);
    }
    if ((hide?.size ?? 0) > this.depth) throw new ExpansionLimit(`${this.depth} macros inside each other`);
    this.charge(made.length);
    for (let index = made.length - 1; index >= 0; index--) {
      const each = made[index] as Hiding;
      const { kind, text, at } = each;
      const { start } = token;
      const space = index === 0 ? token.space : each.space;
      const all = united(each.hide, hide);
      // To spread the place of an argument into each token takes longer than all the rest.
      rest.push(
        at === undefined
          ? { kind, text, start, end, space, hide: all }
          : { kind, text, start, end, space, at, hide: all },
      );
    }
    return true;
  }

  /** The set with one name more; the same one again for the same name, since a macro that is a bomb asks 10,000 times. */
  private hidden(hide: HideSet | undefined, name: string): HideSet {
    let more = this.hides.get(hide);
    if (!more) {
      more = new Map();
      this.hides.set(hide, more);
    }
    let made = more.get(name);
    if (!made) {
      made = hide ? new Set(hide).add(name) : new Set([name]);
      more.set(name, made);
    }
    return made;
  }

  private charge(tokens: number): void {
    this.left -= tokens + 1;
    if (this.left < 0) throw new ExpansionLimit('the limit of tokens');
  }

  /** `defined X`, `defined(X)`, `__has_include(<…>)`: to the operand's end, unexpanded. */
  private operand(token: Token, rest: Hiding[], out: Hiding[]): void {
    out.push(token);
    if (rest.at(-1)?.text !== '(') {
      if (token.text === 'defined' && rest.length > 0) out.push(rest.pop() as Hiding);
      return;
    }
    for (let next = rest.pop(); next; next = rest.pop()) {
      out.push(next);
      if (next.text === ')') return;
    }
  }

  /** Takes the arguments up to the closing parenthesis; undefined, with nothing taken, where they do not fit. */
  private call(
    macro: MacroDefinition,
    parameters: readonly string[],
    rest: Hiding[],
  ): { args: Hiding[][]; close: Hiding } | undefined {
    const args: Hiding[][] = [[]];
    let nested = 0;
    for (let index = rest.length - 2; index >= 0; index--) {
      const token = rest[index] as Hiding;
      const { text } = token;
      if (text === ')' && nested-- === 0) {
        this.charge(rest.length - index);
        if (!fits(macro, parameters, args)) return undefined;
        rest.length = index;
        return { args, close: token };
      }
      if (text === '(') nested++;
      if (text === ',' && nested === 0 && !(macro.variadic && args.length === parameters.length))
        args.push([]);
      else (args.at(-1) as Hiding[]).push(token.at === undefined ? { ...token, at: token.start } : token);
    }
    this.charge(rest.length);
    return undefined;
  }

  private substitute(macro: MacroDefinition, args: readonly Hiding[][], depth: number): Hiding[] {
    const { body, parameters = [], variadic } = macro;
    if (parameters.length === 0 && !body.some(({ text }) => text === '##')) return body as Hiding[];
    const out: Hiding[] = [];
    const expanded: Hiding[][] = [];
    const indexOf = (token: Token | undefined) =>
      token?.kind === 'name' ? parameters.indexOf(token.text) : -1;
    const raw = (index: number) => args[index] ?? [];
    const full = (index: number) => {
      expanded[index] ??= this.expand(raw(index), depth + 1);
      this.charge(expanded[index].length);
      return expanded[index];
    };
    for (let index = 0; index < body.length; index++) {
      const token = body[index] as Token;
      const next = body[index + 1];
      const parameter = indexOf(token);
      if (token.text === '#' && macro.parameters && indexOf(next) >= 0) {
        out.push(quoted(raw(indexOf(next)), token));
        index++;
      } else if (token.text === '##' && next && out.length > 0) {
        index++;
        const right = indexOf(next);
        const left = out.pop() as Hiding;
        if (left.text === ',' && variadic && right === parameters.length - 1) {
          if (raw(right).length > 0) out.push(left, ...full(right));
        } else if (next.text === '#' && macro.parameters && indexOf(body[index + 1]) >= 0) {
          out.push(...pasted(left, quoted(raw(indexOf(body[++index])), token)));
        } else {
          const [first = nothing(next), ...others] = right < 0 ? [next as Hiding] : raw(right);
          out.push(...pasted(left, first), ...others);
          this.charge(others.length);
        }
      } else if (parameter < 0) out.push(token);
      else if (next?.text === '##') out.push(...orNothing(raw(parameter), token));
      else out.push(...spaced(full(parameter), token));
    }
    return out.filter(({ text }) => text !== '');
  }
}

function fits(macro: MacroDefinition, parameters: readonly string[], args: Hiding[][]): boolean {
  if (parameters.length === 0) return args.length === 1 && (args.pop() as Hiding[]).length === 0;
  return args.length === parameters.length || (macro.variadic && args.length === parameters.length - 1);
}

function united(one: HideSet | undefined, other: HideSet | undefined): HideSet | undefined {
  if (!one || one === other) return other;
  if (!other) return one;
  return new Set([...one, ...other]);
}

function common(one: HideSet | undefined, other: HideSet | undefined): HideSet | undefined {
  if (!one || !other) return undefined;
  return one === other ? one : new Set([...one].filter((name) => other.has(name)));
}

/** C11's placemarker: what an empty argument is to `##`. */
function nothing(at: Token): Hiding {
  return { ...at, kind: 'punct', text: '' };
}

function orNothing(tokens: readonly Hiding[], at: Token): readonly Hiding[] {
  return tokens.length > 0 ? tokens : [nothing(at)];
}

function spaced(tokens: readonly Hiding[], like: Token): readonly Hiding[] {
  const [first, ...others] = tokens;
  return first && first.space !== like.space ? [{ ...first, space: like.space }, ...others] : tokens;
}

/** `#`: the argument's text, with one blank where there was white space. */
function quoted(tokens: readonly Token[], at: Token): Hiding {
  let text = '';
  for (const token of tokens) {
    if (token.space && text !== '') text += ' ';
    text +=
      token.kind === 'string' || token.kind === 'char' ? token.text.replace(/["\\]/g, '\\$&') : token.text;
    if (text.length > LONGEST_TOKEN) throw new ExpansionLimit('the length of one token');
  }
  return { kind: 'string', text: `"${text}"`, start: at.start, end: at.end, space: at.space };
}

/** `##`: one token, or what the text reads as where that is none. */
function pasted(left: Hiding, right: Hiding): Hiding[] {
  if (right.text === '') return [left];
  if (left.text === '') return [{ ...right, space: left.space }];
  const text = left.text + right.text;
  if (text.length > LONGEST_TOKEN) throw new ExpansionLimit('the length of one token');
  const hide = common(left.hide, right.hide);
  return tokenise(text).map((token, index) => ({
    ...token,
    start: left.start,
    end: left.end,
    space: index === 0 ? left.space : token.space,
    hide,
  }));
}
