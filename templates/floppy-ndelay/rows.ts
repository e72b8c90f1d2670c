// SPDX-License-Identifier: GPL-2.0-only

import type { CellView } from '../../src/series/cell-view.ts';
import type { Row } from '../../src/series/topic.ts';

/** What was seen, and what was promised where that is something else. */
function seen(key: string, words: Readonly<Record<string, string>> = {}): Row['cell'] {
  return (cell: CellView) => {
    const value = cell.observed(key);
    if (value === undefined) return undefined;
    const promise = cell.promised(key);
    const say = (text: string) => words[text] ?? text;
    return promise === undefined || promise === value
      ? say(value)
      : `${say(value)} ≠ promised ${say(promise)}`;
  };
}

function measured(key: string): Row['cell'] {
  return (cell) => {
    const found = cell.measured(key);
    if (!found) return undefined;
    const milliseconds = found.value / 1000;
    return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
  };
}

const STATES = [
  ['absent', 'no disk'],
  ['present', 'a disk'],
  ['protected', 'a write-protected disk'],
] as const;
const MODES = [
  ['r', 'read'],
  ['w', 'write'],
  ['rw', 'read, write'],
  ['none', 'ioctls only'],
] as const;

const opens = STATES.flatMap(([state, words]) =>
  ['', '.ndelay'].flatMap((end) =>
    MODES.map(
      ([mode, label], at): Row => ({
        ...(at === 0 ? { group: `open() of ${words}${end ? ', O_NDELAY' : ''}` } : {}),
        label,
        cell: seen(`open.${state}.${mode}${end}`),
      }),
    ),
  ),
);

const DATA = { first: 'data', second: 'data' };
const OLD = { first: 'the old disk', second: 'the new disk' };

export const rows: readonly Row[] = [
  ...opens,
  { group: 'reading behind an open with O_NDELAY', label: 'size told', cell: seen('read.size.ndelay') },
  { label: 'first read', cell: seen('read.first.ndelay', DATA) },
  { label: 'the same again', cell: seen('read.again.ndelay', DATA) },
  { label: 'the last sector', cell: seen('read.rest.ndelay', { ...DATA, end: 'behind the end' }) },
  { label: "the kernel's log", cell: seen('read.noise.ndelay') },
  { label: 'write to a protected disk', cell: seen('read.protected.write.ndelay') },
  { group: 'raw commands, O_NDELAY', label: 'no disk: status', cell: seen('raw.absent.sense') },
  { label: 'no disk: recalibrate', cell: seen('raw.absent.recalibrate') },
  { label: 'protected: status', cell: seen('raw.protected.sense') },
  { group: 'programs', label: 'fdmount, no disk', cell: seen('user.fdmount') },
  { label: 'setfdprm, no disk', cell: seen('user.setfdprm.absent') },
  { label: 'setfdprm, a disk', cell: seen('user.setfdprm.present') },
  { label: 'libblkid of 2021, a disk', cell: seen('user.blkid.old', DATA) },
  { label: 'then a mount reads', cell: seen('user.mount', DATA) },
  { label: 'libblkid of 2021, no disk', cell: seen('user.blkid.old.absent') },
  { label: "the kernel's log", cell: seen('user.blkid.old.noise') },
  { label: 'libblkid of today, a disk', cell: seen('user.blkid.today', DATA) },
  { label: 'libblkid of today, no disk', cell: seen('user.blkid.today.absent') },
  {
    group: 'a disk changed while it is open',
    label: 'what was read before',
    cell: seen('change.cached', OLD),
  },
  { label: 'what was not', cell: seen('change.read', OLD) },
  { label: 'a second open', cell: seen('change.reopen', OLD) },
  { label: 'a second open, O_NDELAY', cell: seen('change.reopen.ndelay', OLD) },
  { group: 'time of open(), median', label: 'a disk', cell: measured('time.present.r') },
  { label: 'a disk, O_NDELAY', cell: measured('time.present.r.ndelay') },
  { label: 'no disk', cell: measured('time.absent.r') },
  { label: 'no disk, O_NDELAY', cell: measured('time.absent.r.ndelay') },
];
