// SPDX-License-Identifier: GPL-2.0-only
import type { Piece } from '../preprocess/realise.ts';
import type { Token } from '../token.ts';
import { readAttributes } from './attribute.ts';
import { Cursor, NotUnderstood } from './cursor.ts';
import { readDeclarator } from './declarator.ts';
import { readTag, type Sink } from './record.ts';
import { parametersIn, signatureOf } from './signature.ts';
import { readSpecifiers, type Specifiers } from './specifiers.ts';
import {
  type CType,
  type DeclarationProblem,
  type Declarations,
  type EnumType,
  type FunctionDeclaration,
  isRecord,
  joinedAttributes,
  type NamedType,
  type RecordType,
  type Typedef,
} from './type.ts';

/** What preprocessed text declares. Never fails: what is not understood is a problem, with the names that it touches. */
export function readDeclarations(pieces: readonly Piece[]): Declarations {
  const reader = new Reader(pieces);
  reader.read();
  return reader.declared();
}

class Reader implements Sink {
  readonly types: NamedType[] = [];
  readonly tags = new Map<string, RecordType | EnumType>();
  readonly typedefs = new Map<string, Typedef>();
  readonly functions = new Map<string, FunctionDeclaration>();
  readonly enums: EnumType[] = [];
  readonly enumerators = new Map<string, { enum: EnumType; index: number }>();
  readonly problems: DeclarationProblem[] = [];
  readonly broken = new Map<string, string>();
  readonly bodies: { from: number; to: number }[] = [];
  private readonly cursor: Cursor;
  /** First token of each run with its own `#pragma pack`. */
  private readonly packs: { readonly from: number; readonly pack: number }[] = [];
  /** Types of the declaration that is being read, those within others first. */
  private pending: (RecordType | EnumType)[] = [];
  /** Open `extern "C" {`. */
  private linkages = 0;

  constructor(pieces: readonly Piece[]) {
    const tokens: Token[] = [];
    for (const piece of pieces) {
      if (piece.pack !== (this.packs.at(-1)?.pack ?? 0))
        this.packs.push({ from: tokens.length, pack: piece.pack });
      for (const token of piece.tokens) tokens.push(token);
      if (piece.problem) this.problems.push({ name: '', ...piece.problem });
    }
    this.cursor = new Cursor(tokens);
  }

  /** What was read, without the tokens that it was read from: they would live as long, and are ten times as much. */
  declared(): Declarations {
    const { types, tags, typedefs, functions, enums, enumerators, problems, broken, bodies } = this;
    return { types, tags, typedefs, functions, enums, enumerators, problems, broken, bodies };
  }

  packAt(token: number): number {
    let pack = 0;
    for (const run of this.packs) if (run.from <= token) pack = run.pack;
    return pack;
  }

  record(record: RecordType): void {
    this.pending.push(record);
  }

  enum(type: EnumType): void {
    this.pending.push(type);
  }

  read(): void {
    const { cursor } = this;
    while (!cursor.done) {
      const first = cursor.at;
      this.pending = [];
      try {
        this.external();
        if (this.pending.some(isRecord)) this.bodies.push({ from: first, to: cursor.at });
      } catch (error) {
        if (!(error instanceof NotUnderstood)) throw error;
        this.skip(first, error);
      }
    }
  }

  private external(): void {
    const { cursor } = this;
    if (cursor.accept(';')) return;
    if (this.linkage()) return;
    const start = cursor.offset;
    const word = cursor.peek();
    if (word === '__extension__' && cursor.peek(1) !== 'typedef') cursor.at++;
    if (word === '_Static_assert' || word === 'asm' || word === '__asm__') {
      cursor.at++;
      while (cursor.peek() !== '(' && !cursor.done) cursor.at++;
      cursor.balanced();
      cursor.expect(';');
      return;
    }
    const first = cursor.at;
    const specifiers = readSpecifiers(cursor, (inner) => readTag(inner, this));
    const made: Typedef[] = [];
    if (!cursor.accept(';')) this.declarators(specifiers, { first, start }, made);
    this.keep(specifiers, start, cursor.tokens[cursor.at - 1]?.end ?? start, made);
  }

  /** `extern "C" {` and the brace that closes it, and `extern "C"` before one declaration. */
  private linkage(): boolean {
    const { cursor } = this;
    if (this.linkages > 0 && cursor.accept('}')) {
      this.linkages--;
      return true;
    }
    if (cursor.peek() !== 'extern' || cursor.tokens[cursor.at + 1]?.kind !== 'string') return false;
    cursor.at += 2;
    if (cursor.accept('{')) this.linkages++;
    return true;
  }

  private declarators(
    specifiers: Specifiers,
    { first, start }: { readonly first: number; readonly start: number },
    made: Typedef[],
  ): void {
    const { cursor } = this;
    const prototypes: string[] = [];
    do {
      const { name, type, attributes } = readDeclarator(cursor, specifiers.type);
      if (!name) cursor.fail(`"${cursor.peek() || 'the end'}" stands where a name is expected`);
      if (type.kind === 'function' && !specifiers.typedef && cursor.peek() === '{') {
        const head = cursor.tokens.slice(first, cursor.at);
        const body = cursor.balanced();
        this.addFunction((name as Token).text, head, body, start);
        return;
      }
      if (type.kind === 'function' && !specifiers.typedef) prototypes.push((name as Token).text);
      if (cursor.peek() === '__asm__' || cursor.peek() === 'asm') {
        cursor.at++;
        cursor.balanced();
      }
      const all = joinedAttributes(
        joinedAttributes(specifiers.attributes, attributes),
        readAttributes(cursor),
      );
      if (specifiers.typedef) made.push({ name: (name as Token).text, type, attributes: all, start, end: 0 });
      const head = cursor.tokens.slice(first, cursor.at);
      const from = cursor.accept('=') ? cursor.at : undefined;
      if (from !== undefined) this.initialiser();
      const value = from === undefined ? undefined : cursor.tokens.slice(from, cursor.at);
      if (type.kind !== 'function' && !specifiers.typedef)
        this.addVariable((name as Token).text, head, value, start);
    } while (cursor.accept(','));
    cursor.expect(';');
    const tokens = prototypes.length > 0 ? cursor.tokens.slice(first, cursor.at - 1) : [];
    for (const name of prototypes) {
      if (!this.functions.get(name)?.body) this.addFunction(name, tokens, undefined, start);
    }
  }

  private addFunction(
    name: string,
    head: readonly Token[],
    body: readonly Token[] | undefined,
    start: number,
  ): void {
    const end = this.cursor.tokens[this.cursor.at - 1]?.end ?? start;
    const parameters = parametersIn(head, name);
    this.functions.set(name, { name, signature: signatureOf(head, name), parameters, body, start, end });
  }

  /** One that is declared twice has the value that one of both gives it. */
  private addVariable(
    name: string,
    head: readonly Token[],
    body: readonly Token[] | undefined,
    start: number,
  ): void {
    if (body === undefined && this.functions.get(name)?.body) return;
    const end = this.cursor.tokens[this.cursor.at - 1]?.end ?? start;
    const signature = signatureOf(
      head.filter(({ text }) => text !== name),
      name,
    );
    this.functions.set(name, { name, variable: true, signature, parameters: [], body, start, end });
  }

  private initialiser(): void {
    const { cursor } = this;
    while (!cursor.done && cursor.peek() !== ',' && cursor.peek() !== ';') {
      // A quote that is never closed takes what follows for an initialiser.
      if (/^(?:struct|union|enum|typedef)$/.test(cursor.peek()))
        cursor.fail(`"${cursor.peek()}" stands in an initialiser`);
      if (/^[({[]$/.test(cursor.peek())) cursor.balanced();
      else cursor.at++;
    }
  }

  /** Records what a whole declaration declares. */
  private keep(specifiers: Specifiers, start: number, end: number, made: readonly Typedef[]): void {
    for (const typedef of made) this.typedefs.set(typedef.name, { ...typedef, end });
    const naming = made.find(({ type }) => type === specifiers.type)?.name;
    const [last] = this.pending.slice(-1);
    for (const type of this.pending) {
      const outermost = type === last && declares(specifiers.type, type);
      const kind = 'members' in type ? type.tag : 'enum';
      const name = type.name === undefined ? (outermost ? naming : undefined) : `${kind} ${type.name}`;
      if (type.name !== undefined) this.tags.set(`${kind} ${type.name}`, type);
      if (!('members' in type)) {
        this.enums.push(type);
        type.enumerators.forEach((one, index) => {
          this.enumerators.set(one.name, { enum: type, index });
        });
      }
      if (name !== undefined)
        this.types.push({
          name,
          type,
          start: outermost ? start : type.start,
          end: outermost ? end : type.end,
        });
    }
  }

  /** Past what could not be read: to its semicolon, or its closing brace where a declaration may begin behind. */
  private skip(first: number, error: NotUnderstood): void {
    const { cursor } = this;
    const { tokens } = cursor;
    const stuck = cursor.at;
    cursor.reset(first);
    let open = 0;
    for (; !cursor.done; cursor.at++) {
      const text = cursor.peek();
      if (text === '{' || text === '(') open++;
      else if ((text === '}' || text === ')') && open > 0) open--;
      if (open > 0 || cursor.at < stuck) continue;
      if (text === ';') break;
      if (text === '}' && beginsDeclaration(cursor.peek(1))) break;
      if (cursor.at > first && beginsDeclaration(text) && cursor.tokens[cursor.at - 1]?.text === ')') {
        cursor.at--;
        break;
      }
    }
    cursor.at = Math.max(cursor.at, first) + 1;
    this.blame(tokens.slice(first, cursor.at), error);
  }

  private blame(tokens: readonly Token[], { reason, at }: NotUnderstood): void {
    const names = new Set<string>();
    tokens.forEach(({ text }, index) => {
      const after = tokens[index + 1];
      if (/^(?:struct|union|enum)$/.test(text) && after?.kind === 'name' && tokens[index + 2]?.text === '{')
        names.add(`${text} ${after.text}`);
    });
    if (tokens[0]?.text === 'typedef') {
      const name = tokens.findLast(({ kind }) => kind === 'name');
      if (name) names.add(name.text);
    }
    if (names.size === 0) names.add('');
    for (const name of names) {
      this.problems.push({ name, reason, at });
      if (name !== '') this.broken.set(name, reason);
    }
  }
}

function declares(type: CType, body: RecordType | EnumType): boolean {
  return (type.kind === 'record' && type.record === body) || (type.kind === 'enum' && type.enum === body);
}

function beginsDeclaration(text: string): boolean {
  return text === '' || /^(?:struct|union|enum|typedef|static|extern|inline|__inline__)$/.test(text);
}
