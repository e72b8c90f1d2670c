// SPDX-License-Identifier: GPL-2.0-only

/** A run of lines that differ; line numbers are from 0, ends are exclusive, and either side may be empty. */
export interface ChangedLines {
  readonly before: readonly [from: number, to: number];
  readonly after: readonly [from: number, to: number];
}

/** Above this many pairs of lines the middle of two texts is taken for one hunk. */
const MOST_PAIRS = 2 ** 24;

/** The lines in which two texts differ: the fewest, by the longest common subsequence of what is between equal ends. */
export function hunks(before: string, after: string): ChangedLines[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let tail = 0;
  while (
    tail < old.length - start &&
    tail < fresh.length - start &&
    old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]
  )
    tail++;
  const [oldEnd, freshEnd] = [old.length - tail, fresh.length - tail];
  if (start === oldEnd && start === freshEnd) return [];
  const pairs = common(old.slice(start, oldEnd), fresh.slice(start, freshEnd));
  const found: ChangedLines[] = [];
  let [at, to] = [start, start];
  for (const [a, b] of [...pairs, [oldEnd - start, freshEnd - start] as const]) {
    const [x, y] = [a + start, b + start];
    if (x > at || y > to) found.push({ before: [at, x], after: [to, y] });
    [at, to] = [x + 1, y + 1];
  }
  return found;
}

/** Index pairs of the longest common subsequence, ascending. */
function common(a: readonly string[], b: readonly string[]): [number, number][] {
  const [rows, columns] = [a.length, b.length];
  if (rows * columns > MOST_PAIRS) return [];
  const width = columns + 1;
  const lengths = new Uint16Array((rows + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row--)
    for (let column = columns - 1; column >= 0; column--)
      lengths[row * width + column] =
        a[row] === b[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const pairs: [number, number][] = [];
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (a[row] === b[column]) pairs.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return pairs;
}

/** Whether any line that a stretch of the new text touches is among the changed ones. */
export function touches(changes: readonly ChangedLines[], first: number, last: number): boolean {
  return changes.some(({ after: [from, to] }) => first < to && last >= from);
}
