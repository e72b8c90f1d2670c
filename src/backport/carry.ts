// SPDX-License-Identifier: GPL-2.0-only
import { damages } from '../c/damage.ts';
import { isC } from '../c/edit.ts';
import { parse } from '../c/parse.ts';
import { type OutlinedChange, withChanges } from './change.ts';
import { type Decision, decide, shifted } from './decide.ts';
import type { OutlinedFile } from './side.ts';
import { textLineOf } from './text-lines.ts';

/** A change of one tree's file, and what becomes of it in another tree's. */
export interface CarriedChange {
  readonly change: OutlinedChange;
  readonly decision: Decision;
}

/** A file's part of a patch, carried to another tree. */
export interface CarriedFile {
  readonly changes: readonly CarriedChange[];
  /** The target with every change made; undefined where a person has to decide about one. */
  readonly text: string | undefined;
}

/** The changes of one file carried to another; all of them or none. */
export function carriedFile(
  base: OutlinedFile,
  changes: readonly OutlinedChange[],
  target: OutlinedFile,
): CarriedFile {
  const carried = inOrder(changes.map((change) => ({ change, decision: decide(base, change, target) })));
  if (carried.some(({ decision }) => decision.state === 'refused'))
    return { changes: carried, text: undefined };
  const edits = carried.flatMap(({ change, decision }) =>
    decision.state === 'placed'
      ? [
          {
            from: decision.from,
            to: decision.to,
            added: shifted(change.added, decision.shift).map(textLineOf),
          },
        ]
      : [],
  );
  const text = withChanges(target.lines, edits);
  return parsesWorse(target, text)
    ? { changes: carried.map(broken), text: undefined }
    : { changes: carried, text };
}

/** Whether what parsed before does not any more: a brace of the one side belongs to other code there. */
function parsesWorse({ path, lines }: OutlinedFile, after: string): boolean {
  if (!isC(path)) return false;
  const before = lines.map(({ raw }) => raw).join('');
  const damage = (text: string) => damages(parse('carried', path, text).root).length;
  return before !== after && damage(after) > damage(before);
}

function broken(one: CarriedChange): CarriedChange {
  const { decision } = one;
  if (decision.state !== 'placed') return one;
  const { fit, gap, from } = decision;
  const candidates = [{ line: from, likeness: gap.likeness }];
  const why = 'the file would not parse any more with the changes there';
  return {
    change: one.change,
    decision: { state: 'refused', doubt: 'lines-differ', why, candidates, fit, gap },
  };
}

/** Changes of one definition that would come to stand in another order, or upon one another, are for a person. */
function inOrder(carried: readonly CarriedChange[]): CarriedChange[] {
  return carried.map((one, at) => {
    const { decision } = one;
    if (decision.state !== 'placed') return one;
    const wrong = carried.some(({ decision: other }, index) => {
      if (index === at || other.state !== 'placed') return false;
      if (other.fit.target.from !== decision.fit.target.from)
        return other.from < decision.to && other.to > decision.from;
      return index < at
        ? other.to > decision.from || (other.to === decision.from && other.from === decision.to)
        : other.from < decision.to;
    });
    if (!wrong) return one;
    const { fit, gap, from } = decision;
    const why = 'the changes of the patch would stand in another order there';
    return {
      change: one.change,
      decision: {
        state: 'refused',
        doubt: 'two-places',
        why,
        candidates: [{ line: from, likeness: gap.likeness }],
        fit,
        gap,
      },
    };
  });
}
