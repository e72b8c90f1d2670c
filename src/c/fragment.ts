// SPDX-License-Identifier: GPL-2.0-only
import { damages } from './damage.ts';
import { parse, type SyntaxNode } from './parse.ts';

// C by the place that it is for. To the compiler all are strings; kpw lint parses what a template gives for one there.

/** Functions, structs, defines, comments. */
export type TopLevel = string;
/** Statements and declarations of a function's body. */
export type Statements = string;
/** Members of a struct. */
export type Members = string;
/** One term of a condition, or any other expression. */
export type Expression = string;
/** A condition with its parentheses. */
export type Condition = string;
/** Labels of a switch with their statements. */
export type Cases = string;
/** ` else …`, behind the closing brace of an if. */
export type ElseBranch = string;
/** A statement up to and with its opening brace: `if (a && b) {`. */
export type Head = string;

/**
 * A program of its own, or a part of one. kpw lint does not parse it: no grammar knows the macros of a test harness, and
 * a test compiles it by the tree's own Makefile.
 */
export type Program = string;

interface Surroundings {
  readonly before: string;
  readonly after: string;
  /** C that may stand for what is only known when a template runs. */
  readonly sample: string;
  /** What it has to begin with. */
  readonly begins?: 'case' | 'else';
}

const body = (before: string, after: string, sample: string) => ({
  before: `void kpw(void)\n{\n${before}`,
  after: `${after}\n}\n`,
  sample,
});

const PLACES = {
  TopLevel: { before: '', after: '\n', sample: 'int kpw_0;' },
  Statements: body('', '', 'kpw_0();'),
  Members: { before: 'struct kpw {\n', after: '\n};\n', sample: 'int kpw_0;' },
  Expression: body('(void)(', ');', 'kpw_0'),
  Condition: body('if ', ' return;', '(kpw_0)'),
  Cases: { ...body('switch (kpw_0) {\n', '\n}', 'case 0: break;'), begins: 'case' },
  ElseBranch: { ...body('if (kpw_0) {\n}', '', ' else {}'), begins: 'else' },
  Head: body('', '\n}', 'if (kpw_0) {'),
} as const satisfies Record<string, Surroundings>;

export type FragmentPlace = keyof typeof PLACES;

/** Places in words, for messages. */
export const PLACE_WORDS: Readonly<Record<FragmentPlace, string>> = {
  TopLevel: 'at file level',
  Statements: 'as statements',
  Members: 'as members of a struct',
  Expression: 'as an expression',
  Condition: 'as a condition in parentheses',
  Cases: 'as cases of a switch',
  ElseBranch: 'as the else of an if',
  Head: "as a statement's head up to its brace",
};

export function isPlace(name: string): name is FragmentPlace {
  return Object.hasOwn(PLACES, name);
}

/** C that stands at a place for what is only known later; without a place, a name. */
export function sampleAt(place: FragmentPlace | undefined): string {
  return place === undefined ? 'kpw_0' : PLACES[place].sample;
}

const BEGINNINGS = {
  case: /^(\s|\/\*[\s\S]*?\*\/)*(case|default)\b/,
  else: /^\s*else\b/,
};

export interface Fault {
  /** Of the code, without its surroundings. */
  readonly offset: number;
  /** `syntax`: it does not parse; `kind`: it does, but is not what the place takes. */
  readonly kind: 'syntax' | 'kind';
  /** `";" is missing`, `"return 0;" stands at file level`. */
  readonly text: string;
}

/** The first thing that is wrong with code at its place, parsed as the engine parses what it has edited. */
export function faultOf(code: string, place: FragmentPlace): Fault | undefined {
  const { before, after, begins }: Surroundings = PLACES[place];
  const root = parse('template', 'fragment.c', before + code + after).root;
  const inCode = (index: number) => Math.min(Math.max(index - before.length, 0), code.trimEnd().length);
  const damage = damages(root)[0];
  if (damage) return { offset: inCode(damage.startIndex), kind: 'syntax', text: syntaxText(damage, code) };
  if (place === 'TopLevel') return strangers(root, code, (node) => !isTopLevel(node), 'stands at file level');
  const [outer, second] = root.namedChildren;
  if (begins && !BEGINNINGS[begins].test(code))
    return { offset: 0, kind: 'kind', text: `this does not begin with "${begins}"` };
  if (second) return { offset: 0, kind: 'syntax', text: 'it closes a brace that it did not open' };
  if (place !== 'Statements' || !outer) return undefined;
  const block = outer.childForFieldName('body') ?? outer;
  return strangers(
    block,
    code,
    ({ type }) => type === 'function_definition',
    'stands in a function',
    before.length,
  );
}

function syntaxText(damage: SyntaxNode, code: string): string {
  if (damage.isMissing) return `"${damage.type}" is missing`;
  const [first = ''] = damage.text.trim().split('\n');
  return first && code.includes(first)
    ? `"${first.slice(0, 60)}" does not parse`
    : 'a brace or a parenthesis is not balanced';
}

function strangers(
  parent: SyntaxNode,
  code: string,
  strange: (node: SyntaxNode) => boolean,
  words: string,
  shift = 0,
): Fault | undefined {
  const node = parent.namedChildren.find(strange);
  if (!node) return undefined;
  const [first = ''] = code
    .slice(node.startIndex - shift)
    .trim()
    .split('\n');
  return { offset: node.startIndex - shift, kind: 'kind', text: `"${first.slice(0, 60)}" ${words}` };
}

/** A macro's call (MODULE_LICENSE, EXPORT_SYMBOL_GPL) is a statement to the grammar. */
function isTopLevel(node: SyntaxNode): boolean {
  if (/^(preproc_|comment$|declaration$|function_definition$|type_definition$)/.test(node.type)) return true;
  if (/^(struct|union|enum)_specifier$/.test(node.type)) return true;
  return node.type === 'expression_statement' && node.firstNamedChild?.type === 'call_expression';
}

/** Whether code at its place has a node of a kind. */
export function hasKind(code: string, place: FragmentPlace, kind: string): boolean {
  const { before, after } = PLACES[place];
  const root = parse('template', 'fragment.c', before + code + after).root;
  return root.descendantsOfType(kind).some(({ endIndex }) => endIndex > before.length);
}

/** Code that breaks off, with its open brackets closed. */
export function completed(code: string): string {
  const closing: string[] = [];
  for (const character of code.replace(/"(?:\\.|[^"])*"|\/\*[\s\S]*?\*\//g, '')) {
    const close = { '(': ')', '{': '}', '[': ']' }[character];
    if (close) closing.unshift(close);
    else if (character === closing[0]) closing.shift();
  }
  return code.replace(/,\s*$/, '') + closing.join('');
}
