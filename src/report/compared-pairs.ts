// SPDX-License-Identifier: GPL-2.0-only
import { pairHead } from '../evidence/compare/pair-head.ts';
import type { ComparedPair } from '../evidence/compare/schema.ts';
import type { ReportSection } from './section.ts';

/** Lines of a patch's range-diff that are told, and of all of two designs. */
const SHOWN = 24;
const SHOWN_IN_ALL = 72;

/** How two designs differ; of long range-diffs the beginnings, and where the whole is. */
export function pairSection(
  run: string,
  { a, b, same, file, pairs, files, conflicts }: ComparedPair,
): ReportSection {
  const whole = `${run}/${file ?? 'evidence.json'}`;
  let room = SHOWN_IN_ALL;
  let cut = false;
  return {
    title: `${a} and ${b}: ${same ? 'they leave the same tree' : 'patch by patch, as git range-diff has it'}`,
    lines: [
      ...pairs.flatMap((pair) => {
        const lines = pair.diff === '' ? [] : pair.diff.split('\n');
        const most = Math.min(SHOWN, room);
        const left = lines.length - most;
        // What is cut is worth its line only where it is more than that.
        const shown = left > 1 ? [...lines.slice(0, most), `… ${left} lines more`] : lines;
        cut ||= left > 1;
        room = Math.max(0, room - Math.min(lines.length, most));
        return [pairHead(pair), ...shown.map((line) => `    ${line}`.trimEnd())];
      }),
      ...(cut ? [`the whole range-diff: ${whole}`] : []),
      ...files.map(({ path, relation, insertions, deletions }) => {
        if (relation === 'same') return `${path}: both leave the same file`;
        const only =
          relation === 'only-a' ? `only ${a} changes it` : relation === 'only-b' ? `only ${b} does` : '';
        return `${path}: ${only || `from ${a} to ${b} +${insertions} −${deletions}`}`;
      }),
      ...conflicts.map(({ path, a: one, b: other }) => {
        const where = one.function ?? other.function;
        const lines = ({ from, lines: count }: typeof one) =>
          count < 2 ? `line ${from}` : `lines ${from} to ${from + count - 1}`;
        return `conflict in ${path}${where === undefined ? '' : `, ${where}${where.includes(' ') ? '' : '()'}`}: ${a} changes ${lines(one)} of the base, ${b} ${lines(other)}`;
      }),
    ],
  };
}
