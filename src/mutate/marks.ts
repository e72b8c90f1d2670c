// SPDX-License-Identifier: GPL-2.0-only
import { normalise } from '../c/lines.ts';
import { MarkMalformed } from './errors.ts';
import type { Mutant } from './kinds.ts';

/** A person's word that a mutant does what the sound code does, as far as anybody can see. */
export interface EquivalenceMark {
  /** 1-based, in the file of marks. */
  readonly line: number;
  /** Names of designs; empty means all. */
  readonly designs: readonly string[];
  /** Ids of machines; empty means all. */
  readonly machines: readonly string[];
  /** Function, or path of the file for what is outside of any. */
  readonly place: string;
  readonly was: readonly string[];
  readonly becomes: readonly string[];
  readonly because: string;
}

/** What marks are laid beside: a mutant of a design, with what came of it. */
export type MarkableMutant = Pick<Mutant, 'function' | 'path' | 'was' | 'becomes'>;

/**
 * Reads a file of marks (docs/mutation.md): blocks with an empty line between them, each of
 *
 *     design   prerequisite opt-in-ioctl      which it is of; left out: all
 *     machine  x86-intel                      where it holds; left out: everywhere
 *     in       msix_sparse_mmap_cap           the function, or the file's path
 *     - a line as it is
 *     + the line as the mutant has it
 *     because  a reason, which may go on in further lines that begin with white space
 *
 * @param name of the file, for messages
 * @throws MarkMalformed naming the line
 */
export function parseMarks(text: string, name: string): EquivalenceMark[] {
  const marks: EquivalenceMark[] = [];
  let block: { line: number; words: Map<string, string>; was: string[]; becomes: string[] } | undefined;
  const end = () => {
    if (block) marks.push(markOf(block, name));
    block = undefined;
  };
  for (const [index, whole] of text.split('\n').entries()) {
    const line = index + 1;
    if (whole.startsWith('#')) continue;
    if (whole.trim() === '') {
      end();
      continue;
    }
    block ??= { line, words: new Map(), was: [], becomes: [] };
    const [, sign, code = ''] = /^([-+])\s?(.*)$/.exec(whole) ?? [];
    const [, word = '', value = ''] = /^(design|machine|in|because)\s+(.*\S)\s*$/.exec(whole) ?? [];
    if (sign === '-') block.was.push(code);
    else if (sign === '+') block.becomes.push(code);
    else if (/^\s/.test(whole) && block.words.has('because'))
      block.words.set('because', `${block.words.get('because')} ${whole.trim()}`);
    else if (word !== '' && !block.words.has(word)) block.words.set(word, value);
    else
      throw malformed(name, line, word ? `a second "${word}"` : `"${whole.trim()}" says nothing of a mark`);
  }
  end();
  return marks;
}

function markOf(
  {
    line,
    words,
    was,
    becomes,
  }: { line: number; words: Map<string, string>; was: string[]; becomes: string[] },
  name: string,
): EquivalenceMark {
  const [place, because] = [words.get('in'), words.get('because')];
  if (!place) throw malformed(name, line, 'no line "in" names the function');
  if (was.length === 0) throw malformed(name, line, 'no line "-" shows the code');
  if (because === undefined) throw malformed(name, line, 'no line "because" gives a reason');
  const list = (word: string) =>
    (words.get(word) ?? '').split(/\s+/).filter((one) => one !== '' && one !== '*');
  return { line, designs: list('design'), machines: list('machine'), place, was, becomes, because };
}

function malformed(name: string, line: number, title: string): MarkMalformed {
  return new MarkMalformed({
    title,
    where: `${name}:${line}`,
    hint: 'Write it as docs/mutation.md has it; kpw mutate prints survivors in that form.',
  });
}

/** The mark of a mutant; undefined where nobody marked it. */
export function markFor(
  marks: readonly EquivalenceMark[],
  mutant: MarkableMutant,
  { design, machine }: { design: string; machine: string },
): EquivalenceMark | undefined {
  return marks.find(
    (mark) =>
      (mark.designs.length === 0 || mark.designs.includes(design)) &&
      (mark.machines.length === 0 || mark.machines.includes(machine)) &&
      mark.place === mutantPlace(mutant) &&
      sameCode(mark.was, mutant.was) &&
      sameCode(mark.becomes, mutant.becomes),
  );
}

/** Where a mutant is, as a mark names it. */
export function mutantPlace(mutant: MarkableMutant): string {
  return mutant.function ?? mutant.path;
}

/** Spacing and line ends say nothing; what is dropped leaves a semicolon, or nothing at all. */
function sameCode(a: readonly string[], b: readonly string[]): boolean {
  const read = (lines: readonly string[]) => normalise(lines.join('\n'));
  return read(a) === read(b);
}
