// SPDX-License-Identifier: GPL-2.0-only
import { withoutComments } from '../c/comments.ts';
import { normalise } from '../c/lines.ts';
import type { SourceFile } from '../c/parse.ts';
import type { ChangedLines } from './changed-lines.ts';
import type { MutatedText } from './kinds.ts';

/**
 * Each run of changed lines of a function left as it was before the patch. What a patch only takes away has no line of its own that
 * could be wrong: to have forgotten it is the mistake.
 */
export function keptAsItWas(
  file: SourceFile,
  before: string,
  changed: readonly ChangedLines[],
): MutatedText[] {
  const [old, fresh] = [before.split('\n'), file.text.split('\n')];
  const offset = (line: number) => fresh.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0);
  return changed.flatMap(({ before: [from, to], after: [first, end] }): MutatedText[] => {
    const kept = old.slice(from, to);
    const lost = fresh.slice(first, end);
    if (normalise(kept.join('\n')) === '' || !isWithin(file, first)) return [];
    const said = firstOf(kept);
    const start = offset(first);
    const stop = Math.min(offset(end), file.text.length);
    const text = kept.map((line) => `${line}\n`).join('');
    return [
      {
        kind: 'hunk',
        start,
        end: stop,
        text: text + '\n'.repeat(Math.max(0, lost.length - kept.length)),
        means: `A change is forgotten: there is still "${said}".`,
      },
    ];
  });
}

/** The first line of code, on its own. */
function firstOf(lines: readonly string[]): string {
  const code = withoutComments(lines.join('\n'));
  const line = code.split('\n').find((one) => one.trim() !== '') ?? '';
  return line.trim().replace(/\s+/g, ' ');
}

/** Whether a line is part of a function's body. A declaration or a function that is still there does nothing by itself. */
function isWithin({ root }: SourceFile, line: number): boolean {
  return root
    .descendantsOfType('function_definition')
    .some(({ startPosition, endPosition }) => startPosition.row < line && line <= endPosition.row);
}
