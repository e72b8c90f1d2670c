// SPDX-License-Identifier: GPL-2.0-only
// Which lines of a function took the place of which.

export interface ExchangedLine {
  readonly was: string;
  readonly is: string;
  /** Of the function's text, from 0. */
  readonly at: number;
  readonly now: number;
}

/** Larger functions are not compared: the time is that of both lengths multiplied. */
const LONGEST = 1500;

/** Lines in whose place another one stands, of blocks of equally many lines on both sides. */
export function exchangedLines(before: string, after: string): ExchangedLine[] {
  const [was, is] = [before, after].map((text) => text.split('\n')) as [string[], string[]];
  let head = 0;
  while (head < was.length && head < is.length && was[head] === is[head]) head++;
  let tail = 0;
  while (
    tail < Math.min(was.length, is.length) - head &&
    was[was.length - 1 - tail] === is[is.length - 1 - tail]
  )
    tail++;
  const [old, fresh] = [was.slice(head, was.length - tail), is.slice(head, is.length - tail)];
  if (old.length > LONGEST || fresh.length > LONGEST) return [];
  return blocksOf(old, fresh).flatMap(([at, count, now, other]) =>
    count !== other
      ? []
      : old.slice(at, at + count).map((line, row) => ({
          was: line,
          is: fresh[now + row] ?? '',
          at: head + at + row,
          now: head + now + row,
        })),
  );
}

/** Blocks that differ, between the lines of a longest common subsequence: where and how many, on both sides. */
function blocksOf(old: readonly string[], fresh: readonly string[]): [number, number, number, number][] {
  const width = fresh.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  for (let at = old.length - 1; at >= 0; at--)
    for (let now = fresh.length - 1; now >= 0; now--)
      lengths[at * width + now] =
        old[at] === fresh[now]
          ? (lengths[(at + 1) * width + now + 1] ?? 0) + 1
          : Math.max(lengths[(at + 1) * width + now] ?? 0, lengths[at * width + now + 1] ?? 0);
  const blocks: [number, number, number, number][] = [];
  let [at, now, from, since] = [0, 0, 0, 0];
  const close = () => {
    if (at > from || now > since) blocks.push([from, at - from, since, now - since]);
  };
  while (at < old.length && now < fresh.length) {
    if (old[at] === fresh[now]) {
      close();
      [at, now] = [at + 1, now + 1];
      [from, since] = [at, now];
    } else if ((lengths[(at + 1) * width + now] ?? 0) >= (lengths[at * width + now + 1] ?? 0)) at++;
    else now++;
  }
  [at, now] = [old.length, fresh.length];
  close();
  return blocks;
}
