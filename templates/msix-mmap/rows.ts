// SPDX-License-Identifier: GPL-2.0-only

import type { CellView } from '../../src/series/cell-view.ts';
import type { Row } from '../../src/series/topic.ts';

/** The BAR with the table alone must agree where it can with the one that tells most. */
const E1000E = 'e1000e.bar3';

const MMAP = 4;

function mappable(cell: CellView, bar: string): boolean {
  return (Number(cell.observed(`${bar}.flags`) ?? MMAP) & MMAP) !== 0;
}

/**
 * The device that tells most: nvme, whose table is in the middle of its BAR. With pages of 64K that BAR is smaller than a
 * page and nothing of it can be mapped; there it is the one whose BAR is as large as a page, with a doorbell beside the
 * table, which is what the thread is about.
 */
function role(cell: CellView): 'nvme' | 'nvme64k' {
  const wide = cell.observed('nvme64k.bar0.flags') !== undefined;
  return wide && !mappable(cell, 'nvme.bar0') ? 'nvme64k' : 'nvme';
}

/** Bits and ids of struct vfio_region_info that a reader knows by name. */
const FLAGS: readonly (readonly [bit: number, name: string])[] = [
  [4, 'MMAP'],
  [8, 'CAPS'],
];
const CAPABILITIES: Readonly<Record<string, string>> = {
  '1': 'sparse mmap',
  '3': 'MSI-X mappable',
  none: 'none',
};

function flags(value: string): string {
  const bits = Number(value);
  const names = FLAGS.filter(([bit]) => bits & bit).map(([, name]) => name);
  const others = bits & ~0xf;
  const added = [...others.toString(2)]
    .reverse()
    .flatMap((digit, at) => (digit === '1' ? [`bit ${at}`] : []));
  return [...names, ...added].join(' ') || 'none';
}

function capabilities(value: string): string {
  return value
    .split(',')
    .map((id) => CAPABILITIES[id] ?? `id ${id}`)
    .join(', ');
}

const errno = (value: string) => (value === 'no_such_range' ? 'no such range' : value);

/** A value seen on nvme, with e1000e's beside it where the two differ. */
function seen(key: string, contract: string, format: (value: string) => string = errno, state = '') {
  return (cell: CellView): string | undefined => {
    const nvme = cell.observed(`${role(cell)}.bar0.${state}${key}`);
    if (nvme === undefined) return undefined;
    const e1000e = mappable(cell, E1000E) ? cell.observed(`${E1000E}.${state}${key}`) : undefined;
    const promise = cell.promised(contract);
    const text = format(nvme);
    // With this page size there is no such range, which no design can help.
    const kept = promise === undefined || promise === nvme || nvme === 'no_such_range';
    // On e1000e the table is alone in its BAR: there is nothing before it, and the ranges differ.
    const other =
      e1000e === undefined || e1000e === nvme || e1000e === 'no_such_range'
        ? ''
        : ` (e1000e: ${format(e1000e)})`;
    return `${text}${other}${kept ? '' : ` ≠ promised ${format(promise)}`}`;
  };
}

function mmap(range: string, state: 'fresh' | 'opted') {
  return seen(`mmap.${range}`, `${state}.mmap.${range}`, errno, state === 'opted' ? 'opted.' : '');
}

/** @param key of one device; `{role}` stands for the one that tells most */
function direct(key: string, contract?: string) {
  return (cell: CellView): string | undefined => {
    const value = cell.observed(key.replace('{role}', role(cell)));
    const promise = contract === undefined ? undefined : cell.promised(contract);
    if (value === undefined) return undefined;
    return promise === undefined || promise === value
      ? errno(value)
      : `${errno(value)} ≠ promised ${promise}`;
  };
}

function nanoseconds(key: string) {
  return (cell: CellView): string | undefined => {
    const measured = cell.measured(key);
    return measured && `${measured.value} ${measured.unit}`;
  };
}

/** What the tests write as one word. */
function words(key: string) {
  return (cell: CellView): string | undefined => cell.observed(key)?.replaceAll('_', ' ');
}

/** What becomes of the mapping when the host asks for the device, and of the device when its user has let go. */
function unplugged(cell: CellView): string | undefined {
  const [mapping, device] = [words('unplug.life.mapping_then')(cell), words('unplug.life.unplugged')(cell)];
  return mapping && device && `${mapping}, then ${device}`;
}

/** What stays of copies that fork() has made, with those of mremap() beside them where the two differ. */
function copies(cell: CellView): string | undefined {
  const [forked, moved] = [cell.observed('nvme.copies.forked'), cell.observed('nvme.copies.moved')];
  return moved === undefined || moved === forked ? forked : `${forked} (moved: ${moved})`;
}

/** Where the BAR has no page beside the table's, who maps around the table maps nothing. */
function old(cell: CellView): string | undefined {
  const [maps, bar] = [cell.observed(`${role(cell)}.old.maps`), `${role(cell)}.bar0.mmap`];
  const alone = ['before', 'after'].every((range) => cell.observed(`${bar}.${range}`) === 'no_such_range');
  const kept = alone && maps === 'nothing' && cell.promised('old.maps') === 'around';
  return kept ? maps : direct('{role}.old.maps', 'old.maps')(cell);
}

/** QEMU's manner of today, with DPDK's beside it where the two map something else. */
function today(cell: CellView): string | undefined {
  const qemu = cell.observed(`${role(cell)}.today.qemu.maps`);
  const dpdk = cell.observed(`${role(cell)}.today.dpdk.maps`);
  return dpdk === undefined || dpdk === qemu ? qemu : `${qemu} (DPDK: ${dpdk})`;
}

/** A vector masked in the table: silent while it is, and there is an interrupt to come once it is not. */
function maskedInTable(cell: CellView): string | undefined {
  const table = cell.observed('e1000e.irq.table');
  if (table === undefined || table !== 'ok') return table && `refused (${table})`;
  const told = [cell.observed('e1000e.irq.masked'), cell.observed('e1000e.irq.unmasked')];
  return told.join(', then ');
}

const HOSTILE = ['region_info', 'mmap', 'set_irqs', 'optin'];

/** `held`, or the first call that did what it must not. */
function hostile(cell: CellView): string | undefined {
  const seen = ['e1000e', 'nvme', 'plain'].flatMap((role) =>
    HOSTILE.flatMap((call) => {
      const value = cell.observed(`${role}.hostile.${call}`);
      return value === undefined ? [] : [{ call: `${role} ${call}`, value }];
    }),
  );
  const broken = seen.find(({ value }) => value !== 'held');
  if (seen.length === 0) return undefined;
  return broken ? `${broken.call}: ${broken.value} ≠ promised held` : 'held';
}

/** The rows of the comparison that only this topic can name; every value is what a test saw in the guest. */
export const rows: readonly Row[] = [
  { group: 'region info of the MSI-X BAR', label: 'flags', cell: seen('flags', 'fresh.flags', flags) },
  { label: 'capabilities', cell: seen('caps', 'fresh.caps', capabilities) },
  { group: 'mmap of the MSI-X BAR', label: 'whole', cell: mmap('whole', 'fresh') },
  { label: "the table's pages", cell: mmap('table', 'fresh') },
  { label: 'pages before', cell: mmap('before', 'fresh') },
  { label: 'pages behind', cell: mmap('after', 'fresh') },
  { label: 'touching the table', cell: mmap('touching', 'fresh') },
  { label: 'past the end', cell: mmap('past', 'fresh') },
  { group: 'after the opt-in', label: 'the ioctl', cell: direct('{role}.optin.enable') },
  { label: 'capabilities', cell: seen('caps', 'opted.caps', capabilities, 'opted.') },
  { label: 'mmap of the whole', cell: mmap('whole', 'opted') },
  { group: 'error paths', label: 'short argsz', cell: direct('nvme.optin.bad_argsz', 'optin.bad_argsz') },
  { label: 'unknown flag', cell: direct('nvme.optin.bad_flags', 'optin.bad_flags') },
  { label: 'bad pointer', cell: direct('nvme.optin.bad_pointer', 'optin.bad_pointer') },
  { label: 'withdrawal', cell: direct('nvme.optin.withdraw', 'optin.withdraw') },
  { label: 'live mapping then', cell: direct('nvme.optin.live_mapping', 'optin.live_mapping') },
  { label: 'next user finds', cell: direct('nvme.optin.reopen', 'optin.reopen') },
  { label: 'unknown ioctl', cell: direct('nvme.unknown_ioctl', 'unknown_ioctl') },
  { group: 'compatibility', label: 'old userspace maps', cell: old },
  { label: "today's userspace maps", cell: today },
  { label: 'pread of the table', cell: direct('{role}.bar0.pread.table') },
  { group: 'interrupts', label: 'before the mmap', cell: direct('e1000e.irq.before', 'irq.before') },
  { label: 'after the mmap', cell: direct('e1000e.irq.after', 'irq.after') },
  { label: 'masked in the table', cell: maskedInTable },
  { label: 'after a reset', cell: direct('e1000e.irq.after_reset') },
  { group: "isolation: interrupts not one's own", label: 'by the table', cell: words('isolation.by_table') },
  { label: 'by DMA, without it', cell: words('isolation.by_dma') },
  { label: "a neighbour's, by the table", cell: words('isolation.by_neighbour') },
  { label: 'the table as DMA engine', cell: words('isolation.table_as_dma') },
  { group: 'a mapping', label: 'after the close', cell: words('nvme.life.closed') },
  { label: 'in a child process', cell: words('nvme.life.forked') },
  { label: 'without memory decoding', cell: words('nvme.life.decoding_off') },
  { label: 'then, copies of it', cell: copies },
  { label: 'when it is unplugged', cell: unplugged },
  { label: 'while two toggle', cell: words('nvme.life.race') },
  { group: 'a hostile user', label: 'arguments', cell: hostile },
  { label: 'memory', cell: words('nvme.hostile.memory') },
  {
    group: 'ringing a doorbell (nvme, 64K)',
    label: "the table's page",
    cell: words('nvme64k.complaint.doorbell'),
  },
  { label: 'by pwrite, median', cell: nanoseconds('nvme64k.pwrite_doorbell.median') },
  { label: 'by pwrite, p99', cell: nanoseconds('nvme64k.pwrite_doorbell.p99') },
  { label: 'by mmap, median', cell: nanoseconds('nvme64k.mmap_doorbell.median') },
  { label: 'by mmap, p99', cell: nanoseconds('nvme64k.mmap_doorbell.p99') },
  { group: 'reading one register', label: 'by pread, median', cell: nanoseconds('nvme.pread_read.median') },
  { label: 'by pread, p99', cell: nanoseconds('nvme.pread_read.p99') },
  { label: 'by mmap, median', cell: nanoseconds('nvme.mmap_read.median') },
  { label: 'by mmap, p99', cell: nanoseconds('nvme.mmap_read.p99') },
  {
    label: 'pread / mmap',
    cell: (cell) => {
      const pread = cell.measured('nvme.pread_read.median')?.value;
      const mapped = cell.measured('nvme.mmap_read.median')?.value;
      return pread && mapped ? `${(pread / mapped).toFixed(0)} ×` : undefined;
    },
  },
];
