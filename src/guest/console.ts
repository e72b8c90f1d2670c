// SPDX-License-Identifier: GPL-2.0-only
import { globSource } from '../glob.ts';

/** A line of the console that is the beginning of something bad. */
export interface Alarm {
  kind: 'panic' | 'splat';
  /** The kernel's line without its time stamp. */
  line: string;
  /** Index into the console's lines. */
  at: number;
  /** The cell that was under way (see ownersOf). */
  cell: string | undefined;
}

/** `[    1.234567] `, with the caller's id where CONFIG_PRINTK_CALLER is set. */
const STAMP = /^\[ *\d+\.\d+\](?:\[ *[TC]\d+\])? /;

/**
 * First lines of the kernel's reports. Anchored: the boot messages about mitigations have "WARNING: " in
 * their middle. Lines without a time stamp are a program's and never count.
 */
const SPLATS = [
  // WARN(), whose line has another order of words in 7.2 than in 6.12, and lockdep.
  /^WARNING: /,
  // Also KASAN, KFENCE, scheduling while atomic.
  /^BUG: (?!KCSAN: )/,
  // A data race counts where one of the two functions is a module's ("%ps / %ps", kernel/kcsan/report.c): the kernel
  // proper has many that its developers know.
  /^BUG: KCSAN: .* \[\w+\]/,
  // SLUB's checks, `BUG kmalloc-64 (Not tainted): …`.
  /^BUG \S+ \(/,
  /^kernel BUG at /,
  /^(?:[\w /:-]+: )?[0-9a-f]{4} \[#\d+\]/,
  /^Oops\b/,
  /^Internal error: /,
  /^general protection fault\b/,
  /^UBSAN: /,
  /^INFO: task .* blocked for more than /,
  /^INFO: possible (?:circular|recursive|irq)/,
  /^INFO: suspicious RCU usage/,
  /^INFO: trying to register non-static key/,
  /^(?:rcu: )?INFO: rcu\w* .*(?:stall|detected)/,
  // Told when asked only: by init, at the end of a cell, with the objects and their backtraces behind it; or that it
  // could not ask.
  /^kmemleak: (?:\d+ new suspected memory leaks|no scan: )/,
  /^watchdog: (?:BUG: |Watchdog detected hard LOCKUP)/,
];

const PANIC = /^Kernel panic - not syncing/;
const MARKER = /^kpw: cell (\S+) (load|begin|end)$/;

/** Lines without carriage returns and terminal control sequences. */
export function consoleLines(text: string): string[] {
  return text.replaceAll(/\x1b\[[0-9;?]*[A-Za-z]|\r|\x1b./g, '').split('\n');
}

/**
 * Panics and splats in the order in which they stand there.
 *
 * @param cells the cells that this boot was to run, in order
 * @param known patterns of splats that are left out; a panic never is
 */
export function alarms(text: string, cells: readonly string[], known: readonly string[] = []): Alarm[] {
  const lines = consoleLines(text);
  const owners = ownersOf(lines, cells);
  return lines.flatMap((line, at) => {
    if (!STAMP.test(line)) return [];
    const message = line.replace(STAMP, '');
    const kind = PANIC.test(message)
      ? 'panic'
      : SPLATS.some((splat) => splat.test(message))
        ? 'splat'
        : undefined;
    if (kind === 'splat' && known.some((pattern) => isLike(pattern, message))) return [];
    return kind ? [{ kind, line: message, at, cell: owners[at] }] : [];
  });
}

/** Splats of a cell that are known. */
export function knownSplats(
  text: string,
  cell: string,
  cells: readonly string[],
  known: readonly string[],
): string[] {
  if (known.length === 0) return [];
  const own = alarms(text, cells).filter((alarm) => alarm.cell === cell && alarm.kind === 'splat');
  return own.map(({ line }) => line).filter((line) => known.some((pattern) => isLike(pattern, line)));
}

/** `*` stands for anything, `?` for one character; what stands behind the pattern does not matter. */
function isLike(pattern: string, line: string): boolean {
  return new RegExp(`^${globSource(pattern)}`).test(line);
}

/** A panic where there is one: it says more than the oops before it. Otherwise the first splat. */
export function worst(found: readonly Alarm[]): Alarm | undefined {
  return found.find(({ kind }) => kind === 'panic') ?? found[0];
}

/**
 * The cell that each line belongs to. What stands between two cells belongs to the second, and what stands
 * after the last to the last; what stands before the first marker belongs to nobody, because it is the
 * kernel's own boot.
 */
function ownersOf(lines: readonly string[], cells: readonly string[]): (string | undefined)[] {
  let owner: string | undefined;
  return lines.map((line) => {
    const found = MARKER.exec(line.replace(STAMP, ''));
    const marker = found && cells.includes(found[1] ?? '') ? found : undefined;
    if (marker && marker[2] !== 'end') owner = marker[1];
    const now = owner;
    if (marker?.[2] === 'end') owner = cells[cells.indexOf(marker[1] ?? '') + 1] ?? marker[1];
    return now;
  });
}

/**
 * What the kernel reported, from its first line on: the end of a report is registers and module lists, and a panic's
 * cause is the oops before it.
 *
 * @param cell whose report; undefined for that of the kernel's own boot
 * @returns undefined where there is none
 */
export function reported(
  text: string,
  cell: string | undefined,
  cells: readonly string[],
  count: number,
  known: readonly string[] = [],
): string[] | undefined {
  const first = alarms(text, cells, known).find((alarm) => alarm.cell === cell);
  return first && consoleLines(text).slice(first.at).filter(Boolean).slice(0, count);
}

/** The last lines of a cell's part of the console; of the whole where the cell has none. */
export function consoleTail(
  text: string,
  cell: string | undefined,
  cells: readonly string[],
  count = 20,
): string {
  const lines = consoleLines(text);
  const owners = ownersOf(lines, cells);
  const own = lines.filter((line, at) => line !== '' && owners[at] === cell);
  const chosen = own.length > 0 ? own : lines.filter((line) => line !== '');
  return chosen.slice(-count).join('\n');
}
