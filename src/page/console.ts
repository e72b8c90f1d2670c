// SPDX-License-Identifier: GPL-2.0-only

/** Lines of a console that belong together, with the number of the first; lines between two segments are left out. */
export interface Segment {
  readonly from: number;
  readonly lines: readonly string[];
}

/** What a person looks for in a console, however long it is. */
const TELLING =
  /\b(BUG|WARNING|Oops|panic|Call Trace|Internal error|Unable to handle|general protection|KASAN|UBSAN|lockdep|INFO: task|rcu:.*stall|segfault|Out of memory)\b|kpw: |cut here/;
/** The guest's init writes where each cell begins and ends. */
const CELL = /kpw: cell (\S+) (load|begin|end)/;
const [FIRST, LAST, BESIDE] = [30, 200, 3];
const LONGEST = 400;

/** The head, the end, and whatever tells something: a long console in what a page has room for. */
export function cut(lines: readonly string[], most = FIRST + LAST): Segment[] {
  const share = most / (FIRST + LAST);
  const [first, last] = [Math.floor(FIRST * share), Math.floor(LAST * share)];
  const kept = new Set<number>();
  const keep = (from: number, to: number) => {
    for (let at = Math.max(0, from); at < Math.min(lines.length, to); at++) kept.add(at);
  };
  keep(0, first);
  keep(lines.length - last, lines.length);
  for (let at = 0; at < lines.length && kept.size < 3 * most; at++)
    if (TELLING.test(lines[at] ?? '')) keep(at - BESIDE, at + BESIDE + 1);
  const segments: { from: number; lines: string[] }[] = [];
  for (const at of [...kept].sort((a, b) => a - b)) {
    const open = segments.at(-1);
    const line = shortened(lines[at] ?? '');
    if (open && open.from + open.lines.length === at + 1) open.lines.push(line);
    else segments.push({ from: at + 1, lines: [line] });
  }
  return segments;
}

function shortened(line: string): string {
  return line.length <= LONGEST
    ? line
    : `${line.slice(0, LONGEST)} … ${line.length - LONGEST} further characters`;
}

/** Where in a console each cell is: the first and the last of its lines, from 1. */
export function consolePlaces(lines: readonly string[]): Record<string, [from: number, to: number]> {
  const places: Record<string, [number, number]> = {};
  let open: string | undefined;
  for (const [index, line] of lines.entries()) {
    const [, name, what] = CELL.exec(line) ?? [];
    if (name && what === 'load') {
      open = name;
      places[name] = [index + 1, index + 1];
    }
    const place = open === undefined ? undefined : places[open];
    if (place) place[1] = index + 1;
    if (what === 'end') open = undefined;
  }
  return places;
}
