// SPDX-License-Identifier: GPL-2.0-only
import { createRequire } from 'node:module';
import Parser, { type SyntaxNode } from 'tree-sitter';
import { lineNumber, lineStarts } from '../../c/lines.ts';
import { headingOutline, shortened } from './headings.ts';
import { type Outline, type OutlineScope, unitAt } from './outline.ts';

/** A language that is no C, and which of its nodes have a name of their own. */
interface Grammar {
  readonly package: string;
  readonly path: RegExp;
  readonly named: RegExp;
}

/** Grammars that work with this tree-sitter and read the kernel's files; of Makefiles and assembly there is none. */
const GRAMMARS: readonly Grammar[] = [
  {
    package: 'tree-sitter-rust',
    path: /\.rs$/,
    named: /^(function|struct|enum|union|trait|impl|mod|const|static|type)_item$|^macro_definition$/,
  },
  {
    package: 'tree-sitter-kconfig',
    path: /(^|\/)Kconfig[^/]*$/,
    named: /^(config|menuconfig|menu|choice|if)$/,
  },
  { package: 'tree-sitter-devicetree', path: /\.dts[io]?$|\.dtso$/, named: /^node$/ },
];

const require = createRequire(import.meta.url);
const ready = new Map<string, Parser>();

function parserOf({ package: name }: Grammar): Parser {
  const known = ready.get(name);
  if (known) return known;
  const parser = new Parser();
  parser.setLanguage(require(name) as Parser.Language);
  ready.set(name, parser);
  return parser;
}

/** A file by the grammar of its language; undefined where there is none, or the file does not parse at all. */
export function grammarOutline(path: string, text: string): Outline | undefined {
  const grammar = GRAMMARS.find((one) => one.path.test(path));
  if (!grammar) return undefined;
  const root = parserOf(grammar).parse(text, undefined, { bufferSize: 2 * text.length + 1024 }).rootNode;
  if (root.type === 'ERROR') return undefined;
  const starts = lineStarts(text);
  const lines = text.split('\n');
  const scopes: OutlineScope[] = [];
  const walk = (node: SyntaxNode): void => {
    for (const child of node.namedChildren) {
      if (grammar.named.test(child.type)) scopes.push(scopeOf(child, starts, lines));
      walk(child);
    }
  };
  walk(root);
  const units = outermost(scopes);
  const byHeadings = headingOutline(path, lines);
  return {
    by: grammar.package,
    units,
    around(from, to) {
      if (!unitAt(units, from, to)) return byHeadings.around(from, to);
      return scopes.filter(
        (one) => one.from <= from && to <= one.to && (to > from || one.from < from) && from < one.to,
      );
    },
  };
}

/** Its head names it: `config LAMP`, `lamp0: lamp@1000`, `pub fn size(&self)`. */
function scopeOf(node: SyntaxNode, starts: readonly number[], lines: readonly string[]): OutlineScope {
  const from = lineNumber(starts, node.startIndex);
  const words = (lines[from] ?? '').trim().replace(/\s*[{]?$/, '');
  // Blank lines behind an entry belong to nobody.
  let to = lineNumber(starts, Math.max(node.startIndex, node.endIndex - 1)) + 1;
  while (to > from + 1 && (lines[to - 1] ?? '').trim() === '') to--;
  return { kind: node.type, name: words, words: shortened(words), from, to };
}

function outermost(scopes: readonly OutlineScope[]): OutlineScope[] {
  const units: OutlineScope[] = [];
  for (const one of [...scopes].sort((a, b) => a.from - b.from || b.to - a.to))
    if (one.from >= (units.at(-1)?.to ?? 0)) units.push(one);
  return units;
}
