// SPDX-License-Identifier: GPL-2.0-only
import { AnchorAmbiguous, AnchorMissing } from '../errors.ts';
import { lineOf } from '../lines.ts';
import { quoted } from './code.ts';
import { type Run, type Step, whole } from './run.ts';

/**
 * Lines as text, with their blanks folded: for files that are no C, and for C that tree-sitter does not read. Empty
 * lines do not count.
 */
export function textLines(text: string): Step {
  const wanted = text.split('\n').map(folded).filter(Boolean);
  const words = `the line${wanted.length === 1 ? '' : 's'} "${quoted(wanted.join(' / '))}"`;
  return {
    words,
    in(file, within, said) {
      const found = runsOf(within ?? whole(file), wanted);
      const [only, ...others] = found;
      const where = `${file.origin}: ${file.path}`;
      const list = (places: readonly { start: number }[]) =>
        places.map(({ start }) => `  ${file.path}:${lineOf(file.text, start)}: ${lineAt(file.text, start)}`);
      if (!only)
        throw new AnchorMissing({
          title: `anchor ${said.anchor} (${said.words}) matches nowhere`,
          where,
          detail: `nearest candidates:\n${list(nearest(within ?? whole(file), wanted[0] ?? '')).join('\n')}`,
          hint: 'Compare the candidates with the anchor: the tree may have moved the lines, or may already carry the change.',
        });
      if (others.length > 0)
        throw new AnchorAmbiguous({
          title: `anchor ${said.anchor} (${said.words}) matches ${found.length} times`,
          where,
          detail: list(found).join('\n'),
          hint: 'Name more lines, so that they are told apart.',
        });
      return { file, node: undefined, ...said, ...only };
    },
  };
}

const folded = (line: string) => line.trim().replace(/\s+/g, ' ');

interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function linesIn({ file, start, end }: Run): Line[] {
  const found: Line[] = [];
  for (let at = start; at < end; ) {
    const newline = file.text.indexOf('\n', at);
    const next = newline < 0 ? file.text.length : newline + 1;
    found.push({ start: at, end: next, text: folded(file.text.slice(at, next)) });
    at = next;
  }
  return found;
}

function runsOf(within: Run, wanted: readonly string[]): { start: number; end: number }[] {
  const full = linesIn(within).filter(({ text }) => text !== '');
  return full.flatMap((line, at) => {
    if (!wanted.every((text, index) => full[at + index]?.text === text)) return [];
    return [{ start: line.start, end: full[at + wanted.length - 1]?.end ?? line.end }];
  });
}

/** The three lines that share most words with one. */
function nearest(within: Run, wanted: string): Line[] {
  const words = new Set(wanted.match(/\w+/g) ?? []);
  const score = (line: Line) => (line.text.match(/\w+/g) ?? []).filter((word) => words.has(word)).length;
  return linesIn(within)
    .map((line) => ({ line, shared: score(line) }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared)
    .slice(0, 3)
    .map(({ line }) => line);
}

function lineAt(text: string, start: number): string {
  return text.slice(start, text.indexOf('\n', start)).trim().slice(0, 90);
}
