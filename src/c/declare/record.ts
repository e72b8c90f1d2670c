// SPDX-License-Identifier: GPL-2.0-only
import type { Token } from '../token.ts';
import { readAttributes } from './attribute.ts';
import { type Cursor, tokensText } from './cursor.ts';
import { readDeclarator } from './declarator.ts';
import { readSpecifiers, type Specifiers } from './specifiers.ts';
import {
  type CType,
  type EnumeratorDeclaration,
  type EnumType,
  joinedAttributes,
  type MemberDeclaration,
  type RecordType,
} from './type.ts';

/** Is told of each body when it is read, those within others first. */
export interface Sink {
  record(record: RecordType): void;
  enum(type: EnumType): void;
  /** What `#pragma pack` limits alignment to at a token. */
  packAt(token: number): number;
}

/** @throws NotUnderstood */
export function readTag(cursor: Cursor, sink: Sink): CType {
  const start = cursor.offset;
  const tag = cursor.peek() as 'struct' | 'union' | 'enum';
  cursor.at++;
  const before = readAttributes(cursor);
  const named = cursor.token?.kind === 'name' ? cursor.peek() : undefined;
  if (named !== undefined) cursor.at++;
  if (cursor.peek() !== '{') {
    if (named === undefined) return cursor.fail(`a ${tag} without a tag and without a body`);
    return { kind: 'tag', tag, name: named };
  }
  if (tag === 'enum') {
    const enumerators = readEnumerators(cursor);
    const attributes = joinedAttributes(before, readAttributes(cursor));
    const made: EnumType = { name: named, enumerators, attributes, start, end: endOf(cursor) };
    sink.enum(made);
    return { kind: 'enum', enum: made };
  }
  const members = cursor.nested(() => readMembers(cursor, sink));
  const pack = sink.packAt(cursor.at - 1);
  const attributes = joinedAttributes(before, readAttributes(cursor));
  const record: RecordType = { tag, name: named, members, attributes, pack, start, end: endOf(cursor) };
  sink.record(record);
  return { kind: 'record', record };
}

function endOf(cursor: Cursor): number {
  return cursor.tokens[cursor.at - 1]?.end ?? 0;
}

function readMembers(cursor: Cursor, sink: Sink): MemberDeclaration[] {
  const members: MemberDeclaration[] = [];
  cursor.expect('{');
  while (!cursor.accept('}')) {
    if (cursor.done) cursor.fail('a struct that is never closed');
    if (cursor.accept(';')) continue;
    if (cursor.peek() === '_Static_assert') {
      cursor.at++;
      cursor.balanced();
      continue;
    }
    readMember(cursor, sink, members);
  }
  return members;
}

function readMember(cursor: Cursor, sink: Sink, members: MemberDeclaration[]): void {
  const start = cursor.offset;
  const specifiers = readSpecifiers(cursor, (inner) => readTag(inner, sink));
  if (cursor.peek() === ';') {
    cursor.at++;
    const { type } = specifiers;
    // A struct with a tag declares the tag only; so does an enum.
    if (type.kind === 'record' && type.record.name === undefined)
      members.push({
        name: undefined,
        type,
        bits: undefined,
        attributes: specifiers.attributes,
        text: tokensText(specifiers.words),
        at: start,
      });
    else if (type.kind !== 'record' && type.kind !== 'enum' && type.kind !== 'tag')
      cursor.fail('a member without a name');
    return;
  }
  do members.push(readMemberDeclarator(cursor, specifiers));
  while (cursor.accept(','));
  cursor.expect(';');
}

function readMemberDeclarator(cursor: Cursor, specifiers: Specifiers): MemberDeclaration {
  const first = cursor.at;
  const at = cursor.offset;
  const { name, type, attributes } = readDeclarator(cursor, specifiers.type);
  const last = cursor.at;
  let bits: readonly Token[] | undefined;
  let behind = attributes;
  if (cursor.accept(':')) {
    const from = cursor.at;
    for (let open = 0; !cursor.done; cursor.at++) {
      const text = cursor.peek();
      if (open === 0 && (text === ',' || text === ';' || text === '__attribute__')) break;
      if (text === '(') open++;
      else if (text === ')') open--;
    }
    bits = cursor.tokens.slice(from, cursor.at);
    behind = joinedAttributes(behind, readAttributes(cursor));
  }
  if (name === undefined && bits === undefined) cursor.fail('a member without a name');
  return {
    name: name?.text,
    type,
    bits,
    attributes: joinedAttributes(specifiers.attributes, behind),
    text: declaredText(specifiers.words, cursor.tokens.slice(first, last), name),
    at: name ? (name.at ?? name.start) : at,
  };
}

/** `__u8[16]` of `__u8 name[16]`, `int (*)(int)` of `int (*name)(int)`. */
function declaredText(
  words: readonly Token[],
  declarator: readonly Token[],
  name: Token | undefined,
): string {
  const type = tokensText(words);
  const around = tokensText(withoutAttributes(declarator).filter((token) => token !== name));
  if (around === '') return type;
  return around.startsWith('[') ? type + around : `${type} ${around.trim()}`;
}

function withoutAttributes(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some(({ text }) => text === '__attribute__')) return tokens;
  const kept: Token[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at]?.text !== '__attribute__') {
      kept.push(tokens[at] as Token);
      continue;
    }
    let open = 0;
    do {
      at++;
      if (tokens[at]?.text === '(') open++;
      else if (tokens[at]?.text === ')') open--;
    } while (open > 0);
  }
  return kept;
}

function readEnumerators(cursor: Cursor): EnumeratorDeclaration[] {
  const enumerators: EnumeratorDeclaration[] = [];
  cursor.expect('{');
  while (!cursor.accept('}')) {
    const name = cursor.token;
    if (name?.kind !== 'name')
      return cursor.fail(`"${cursor.peek()}" stands where an enumerator is expected`);
    cursor.at++;
    readAttributes(cursor);
    let value: readonly Token[] | undefined;
    if (cursor.accept('=')) value = untilComma(cursor);
    enumerators.push({ name: name.text, value, at: name.at ?? name.start });
    if (cursor.peek() !== '}') cursor.expect(',');
  }
  return enumerators;
}

function untilComma(cursor: Cursor): readonly Token[] {
  const from = cursor.at;
  for (let open = 0; !cursor.done; cursor.at++) {
    const text = cursor.peek();
    if (text === '(' || text === '[' || text === '{') open++;
    else if (open > 0 && (text === ')' || text === ']' || text === '}')) open--;
    else if (open === 0 && (text === ',' || text === '}')) break;
  }
  return cursor.tokens.slice(from, cursor.at);
}
