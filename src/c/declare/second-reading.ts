// SPDX-License-Identifier: GPL-2.0-only
import { compile } from '../anchor.ts';
import { parseTokens } from '../parse.ts';
import type { Piece } from '../preprocess/realise.ts';
import type { Token } from '../token.ts';
import type { CType, Declarations, RecordType } from './type.ts';

/**
 * Bodies and the names of members, in one pass. Function pointers name their parameters by `identifier`, so that
 * every field_identifier in a body is a member's name, of the struct itself or of one inside it.
 */
const QUERY = `[
  (struct_specifier body: (field_declaration_list)) @body
  (union_specifier body: (field_declaration_list)) @body
  (field_identifier) @member
]`;

/**
 * Reads a type's declaration a second time, with tree-sitter: most types of a header are never asked for, and a second
 * reading of all takes as long as the first.
 *
 * @returns why the two readers disagree on its members; undefined where they do not, or there is no tag to find it by
 */
export function disagreement(
  name: string,
  pieces: readonly Piece[],
  declarations: Declarations,
): string | undefined {
  const type = declarations.tags.get(name);
  if (!type || !('members' in type)) return undefined;
  const bodies = declarations.bodies.filter(
    ({ from, to }) =>
      (tokenAt(pieces, from)?.start ?? 0) <= type.start &&
      type.start < (tokenAt(pieces, to - 1)?.end ?? Number.POSITIVE_INFINITY),
  );
  return disagreements(pieces, { tags: new Map([[name, type]]), bodies }).get(name);
}

/**
 * Reads the same tokens a second time, with tree-sitter, and tells where the two readers disagree on the members
 * of a struct or union. Neither is enough alone: tree-sitter reads \`struct __packed a {…}\` as a function without an
 * error, and a reader of our own has nobody to tell it that it is wrong.
 *
 * @returns reasons by name: `struct foo`
 */
export function disagreements(
  pieces: readonly Piece[],
  { tags, bodies }: Pick<Declarations, 'tags' | 'bodies'>,
): Map<string, string> {
  const found = new Map<string, string>();
  if (bodies.length === 0) return found;
  const { text, root } = parseTokens(plain(bodies.flatMap(({ from, to }) => tokensIn(pieces, from, to))));
  const seen = new Map<string, readonly string[] | undefined>();
  const open: { end: number; names: string[] }[] = [];
  for (const { name, node } of compile(QUERY).captures(root)) {
    const start = node.startIndex;
    while (open.length > 0 && (open.at(-1) as { end: number }).end <= start) open.pop();
    if (name === 'member') {
      const word = text.slice(start, node.endIndex);
      if (word !== UNNAMED) for (const { names } of open) names.push(word);
    } else if (name === 'body') {
      const head = /^(struct|union)\s+(\w+)\s*\{/.exec(text.slice(start, start + 200));
      const names: string[] = [];
      open.push({ end: node.endIndex, names });
      if (head) seen.set(`${head[1]} ${head[2]}`, node.hasError ? undefined : names);
    }
  }
  for (const [name, type] of tags) {
    if (!('members' in type)) continue;
    const reason = compared(namesOf(type), seen, name);
    if (reason !== undefined) found.set(name, reason);
  }
  return found;
}

/** Tokens by their place in all pieces together, which to join takes as long as to read them. */
function tokensIn(pieces: readonly Piece[], from: number, to: number): Token[] {
  const found: Token[] = [];
  let before = 0;
  for (const { tokens } of pieces) {
    if (before >= to) break;
    if (before + tokens.length > from)
      found.push(...tokens.slice(Math.max(0, from - before), Math.max(0, to - before)));
    before += tokens.length;
  }
  return found;
}

function tokenAt(pieces: readonly Piece[], at: number): Token | undefined {
  let before = 0;
  for (const { tokens } of pieces) {
    if (at < before + tokens.length) return tokens[at - before];
    before += tokens.length;
  }
  return undefined;
}

function compared(
  ours: readonly string[],
  seen: ReadonlyMap<string, readonly string[] | undefined>,
  name: string,
): string | undefined {
  const theirs = seen.get(name);
  if (theirs === undefined)
    return seen.has(name) ? 'it does not parse' : 'tree-sitter sees no such declaration';
  if (ours.join(' ') === theirs.join(' ')) return undefined;
  return `two readings disagree on its members: ${ours.join(' ')}, and ${theirs.join(' ')}`;
}

/** Names of members in the order of the text, those of structs inside before the member that they are the type of. */
function namesOf(record: RecordType, seen = new Set<RecordType>()): string[] {
  if (seen.has(record)) return [];
  seen.add(record);
  return record.members.flatMap(({ name, type }) => {
    const inner = bodyOf(type);
    return [...(inner ? namesOf(inner, seen) : []), ...(name === undefined ? [] : [name])];
  });
}

function bodyOf(type: CType): RecordType | undefined {
  if (type.kind === 'record') return type.record;
  if (type.kind === 'pointer') return bodyOf(type.to);
  return type.kind === 'array' ? bodyOf(type.of) : undefined;
}

/** What an unnamed bit-field is called for the parser, which knows none. */
const UNNAMED = 'kpw_unnamed';

/** Spellings that only GNU's headers have. */
const SPELLINGS: Readonly<Record<string, string>> = {
  __volatile__: 'volatile',
  __const__: 'const',
  __signed__: 'signed',
  __inline__: 'inline',
};

/** Without what says nothing of members and that the grammar has no place for: attributes, GNU spellings. */
function plain(tokens: readonly Token[]): { text: string }[] {
  const kept: { text: string }[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const { text } = tokens[at] as Token;
    if (/^(?:__attribute__|__attribute|_Alignas|__declspec)$/.test(text)) {
      at = past(tokens, at + 1);
      continue;
    }
    if (text === '__extension__' || (text === ';' && kept.at(-1)?.text === ';')) continue;
    if (text === ':' && lacksName(kept)) kept.push({ text: UNNAMED });
    kept.push({ text: SPELLINGS[text] ?? text });
  }
  return kept;
}

/** Whether a colon here ends a member's type: `__u32 :3`, `unsigned int :0`. */
function lacksName(before: readonly { text: string }[]): boolean {
  const [last, one] = [before.at(-1)?.text ?? '', before.at(-2)?.text ?? ''];
  return /^(?:int|char|short|long|signed|unsigned|_Bool|,)$/.test(last) || /^[;{}]$/.test(one);
}

/** Index of the parenthesis that closes the first one from `at`; before `at` where none stands there. */
function past(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let index = at; index < tokens.length; index++) {
    const { text } = tokens[index] as Token;
    if (text === '(') depth++;
    else if (text === ')' && --depth === 0) return index;
    else if (depth === 0) return index - 1;
  }
  return tokens.length;
}
