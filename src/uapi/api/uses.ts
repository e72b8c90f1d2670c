// SPDX-License-Identifier: GPL-2.0-only
// Names that declarations cannot do without where they stand.
import type {
  Attributes,
  CType,
  Declarations,
  EnumType,
  FunctionDeclaration,
  MemberDeclaration,
  RecordType,
} from '../../c/declare/type.ts';
import type { SourceText } from '../../c/preprocess/source.ts';
import type { Token } from '../../c/token.ts';
import { codeAlone } from '../compare/code.ts';

/** One name that a declaration uses and that has to be declared above. */
export interface NameUse {
  /** `__u32`, `LAMP_COLOURS`; with the keyword where a definition is needed: `struct lamp`. */
  readonly name: string;
  /** What uses it: `struct room`, `lamp_dim()`. */
  readonly by: string;
  /** Offset of the use in its file. */
  readonly at: number;
  /** Offsets of the declaration that uses it. */
  readonly start: number;
  readonly end: number;
  /** Whether a parenthesis follows. */
  readonly called: boolean;
  /** Read from the text as it is written, where a macro may stand. */
  readonly raw?: true;
}

type User = Pick<NameUse, 'by' | 'at' | 'start' | 'end'>;

/** `lamp` of `struct lamp`. */
export function wordOf(name: string): string {
  return name.slice(name.indexOf(' ') + 1);
}

/** Whether a name matters to who asks, in a declaration that ends there: most do not. */
export type Wanted = (name: string, end: number) => boolean;

/** In no order. */
export function usesIn(declarations: Declarations, source: SourceText, wanted: Wanted): NameUse[] {
  return new Uses(source, wanted).all(declarations);
}

class Uses {
  private readonly found: NameUse[] = [];

  constructor(
    private readonly source: SourceText,
    private readonly wanted: Wanted,
  ) {}

  all({ types, enums, typedefs, functions }: Declarations): NameUse[] {
    for (const { name, type, start, end } of types)
      if ('members' in type) this.record(type, { by: name, at: start, start, end });
    for (const type of enums) this.enum(type);
    for (const { name, type, start, end } of typedefs.values()) {
      const user = { by: name, at: start, start, end };
      // `typedef struct lamp lamp_t;` needs no definition.
      this.type(type, user, false);
      // A type that is declared in a typedef is one of `types`; parameters of a function are in the text alone.
      const text = codeAlone(this.source.text.slice(start, end));
      if (!text.includes('{')) this.words(text, user, true);
    }
    for (const one of functions.values()) this.function(one);
    return this.found;
  }

  private record(record: RecordType, user: User): void {
    this.attributes(record.attributes, user);
    for (const member of record.members) this.member(member, { ...user, at: member.at });
  }

  private member({ type, text, bits, attributes }: MemberDeclaration, user: User): void {
    this.words(text, user);
    if (bits) this.tokens(bits, user);
    this.attributes(attributes, user);
    if (type.kind === 'record') this.record(type.record, user);
    else this.type(type, user);
  }

  private attributes({ aligned }: Attributes, user: User): void {
    for (const tokens of aligned) this.tokens(tokens, user);
  }

  /** @param complete whether the type itself has to be known here, and not its name alone */
  private type(type: CType, user: User, complete = true): void {
    if (type.kind === 'name') this.note(type.name, user);
    // What a pointer points to may be defined below; a typedef's name may not.
    else if (type.kind === 'pointer') this.type(type.to, user, false);
    else if (type.kind === 'array') {
      if (type.length) this.tokens(type.length, user);
      this.type(type.of, user);
    } else if (type.kind === 'tag' && complete) this.tag(type.tag, type.name, user);
  }

  private tag(tag: string, name: string, user: User): void {
    this.note(`${tag} ${name}`, user);
  }

  private enum({ name, enumerators, start, end }: EnumType): void {
    for (const { value, at, name: one } of enumerators)
      if (value) this.tokens(value, { by: name === undefined ? one : `enum ${name}`, at, start, end });
  }

  private function({ name, variable, signature, parameters, body, start, end }: FunctionDeclaration): void {
    const user = { by: variable ? name : `${name}()`, at: start, start, end };
    this.words(signature, user);
    if (!body) return;
    const own = new Set([...parameters, name]);
    for (const [tag, at] of dereferenced(signature, parameters, body)) this.tag(tag, at, user);
    if (!variable) for (const [tag, at] of heldIn(signature)) this.tag(tag, at, user);
    this.tokens(body, user, own);
  }

  private tokens(tokens: readonly Token[], user: User, except?: ReadonlySet<string>): void {
    for (let at = 0; at < tokens.length; at++) {
      const { kind, text, start } = tokens[at] as Token;
      if (kind !== 'name' || except?.has(text)) continue;
      const before = tokens[at - 1]?.text ?? '';
      const after = tokens[at + 1]?.text ?? '';
      if (before === '.' || before === '->' || before === 'goto') continue;
      const here = { ...user, at: start };
      if (!TAG.test(before)) this.note(text, here, after === '(');
      // `(struct lamp *)` and `struct lamp *lamp` do without.
      else if (after !== '*') this.tag(before, text, here);
    }
  }

  /** Of a declarator, or a signature: its tags are read from its type. */
  private words(text: string, user: User, raw = false): void {
    if (ALONE.test(text)) {
      this.note(text, user);
      return;
    }
    for (const { 0: word, index } of text.matchAll(WORD)) {
      const before = text.slice(0, index).trimEnd();
      const after = text.slice(index + word.length).trimStart();
      const [, tag] = /\b(struct|union|enum)$/.exec(before) ?? [];
      if (tag === undefined) this.note(word, user, after.startsWith('('), raw);
      else if (/\bsizeof ?\( ?\w+$/.test(before)) this.tag(tag, word, user);
    }
  }

  private note(name: string, { by, at, start, end }: User, called = false, raw = false): void {
    if (!this.wanted(name, end)) return;
    this.found.push({ ...{ name, by, at, start, end, called }, ...(raw ? { raw: true } : {}) });
  }
}

/** Most members are a name's. */
const ALONE = /^\w+$/;
const WORD = /(?<![\w$])[A-Za-z_]\w*/g;
const TAG = /^(?:struct|union|enum)$/;
/** Structs behind the parameters that code looks into: `lamp->hue`. */
function dereferenced(
  signature: string,
  names: readonly string[],
  body: readonly Token[],
): [tag: string, name: string][] {
  const types = parametersOf(signature);
  if (types.length !== names.length) return [];
  return types.flatMap((type, at): [string, string][] => {
    const [, tag, name] = /\b(struct|union) (\w+) \*$/.exec(type) ?? [];
    if (tag === undefined || name === undefined) return [];
    const looked = body.some(({ text }, index) => text === names[at] && body[index + 1]?.text === '->');
    return looked ? [[tag, name]] : [];
  });
}

/** Structs that a function with code takes or returns themselves. */
function heldIn(signature: string): [tag: string, name: string][] {
  const result = signature.slice(0, Math.max(0, signature.indexOf('(')));
  return [result.trim(), ...parametersOf(signature)].flatMap((type): [string, string][] => {
    const [, tag, name] = /\b(struct|union|enum) (\w+)$/.exec(type) ?? [];
    return tag !== undefined && name !== undefined ? [[tag, name]] : [];
  });
}

function parametersOf(signature: string): string[] {
  const list = signature.slice(signature.indexOf('(') + 1, signature.lastIndexOf(')'));
  return list === 'void' || list === '' ? [] : list.split(',').map((one) => one.trim());
}
