// SPDX-License-Identifier: GPL-2.0-only

import type { CellView } from '../../../src/series/cell-view.ts';
import type { AreaKind, PageCell, PageRun, Picture, PictureRow } from '../../../src/series/topic-page.ts';
import { around, type Geometry, geometryOf, inBytes, type Range, refusedPages } from './geometry.ts';
import { barOf, withAccess } from './segments.ts';

export const kinds: readonly AreaKind[] = [
  { id: 'registers', label: 'device registers', look: 'part' },
  { id: 'doorbells', label: 'doorbells: registers that are written all the time', look: 'other' },
  { id: 'table', label: 'MSI-X table', look: 'third' },
  { id: 'pba', label: 'PBA: which interrupts are pending', look: 'third' },
  { id: 'unused', label: 'nothing', look: 'empty' },
  { id: 'mapped', label: 'may be mapped: as fast as memory', look: 'good' },
  { id: 'calls', label: 'left out with the table: each access is a slow call', look: 'bad' },
  { id: 'withheld', label: 'the table, withheld: calls do not show it', look: 'held' },
  { id: 'idle', label: 'left out, nothing there', look: 'empty' },
];

/** The device that the thread is about comes first. */
const ROLES: readonly { readonly role: string; readonly title: string }[] = [
  { role: 'nvme64k', title: 'NVMe disk, a BAR of 64K' },
  { role: 'nvme', title: 'NVMe disk, a BAR of 16K' },
  { role: 'e1000e', title: 'network card e1000e' },
  { role: 'igb', title: 'network card igb' },
  { role: 'xhci', title: 'USB controller xHCI' },
  { role: 'virtio', title: 'network card virtio' },
  { role: 'vmxnet3', title: 'network card vmxnet3' },
];

const PROGRAM = 'vfio_pci_msix_mmap_test';
const COMPUTED = [4096, 65536];

/** Of each device one picture a page size; designs that come to the same share a bar, over all runs. */
export function pictures(runs: readonly PageRun[]): Picture[] {
  return ROLES.flatMap((device) => {
    const sizes = [...new Set(runs.flatMap(({ pageSize }) => pageSize ?? []))].sort((a, b) => a - b);
    const seen = sizes.flatMap((size) => pictureOf(device, runs, size) ?? []);
    const geometry = runs.flatMap(({ cells, pageSize }) => geometryOf(cells, device.role, pageSize) ?? [])[0];
    const drawable = geometry && seen.length > 0 ? COMPUTED.filter((size) => size <= geometry.size) : [];
    const computed = drawable
      .filter((size) => !sizes.includes(size))
      .map((size) => arithmetic(device, geometry as Geometry, size));
    return [...seen, ...computed].sort((a, b) => (a.grid?.step ?? 0) - (b.grid?.step ?? 0));
  });
}

type Device = (typeof ROLES)[number];

function pictureOf(device: Device, runs: readonly PageRun[], pageSize: number): Picture | undefined {
  const found: Seen[] = runs.flatMap(({ cells, tree, pageSize: own }, run) => {
    const geometry = own === pageSize ? geometryOf(cells, device.role, pageSize) : undefined;
    return geometry
      ? cells
          .flatMap((cell) => rowsOf(device.role, cell, geometry))
          .map((row) => ({ row, run, tree, geometry }))
      : [];
  });
  const [first] = found;
  if (!first) return undefined;
  const seenBy = [...new Set(found.map(({ run }) => run))];
  return drawn(device, first.geometry, pageSize, grouped(found), seenBy);
}

/** What the pages of another size would come to, where no run has them. */
function arithmetic(device: Device, geometry: Geometry, pageSize: number): Picture {
  const { size, table } = geometry;
  const refused = around(size, refusedPages(table, pageSize, size));
  const rows: PictureRow[] = [
    { label: "where the table's pages are refused", areas: withAccess(geometry, refused) },
    { label: 'where all may be mapped', areas: withAccess(geometry, [{ from: 0, to: size }]) },
  ];
  return drawn(device, geometry, pageSize, rows, []);
}

function drawn(
  { role, title }: Device,
  geometry: Geometry,
  pageSize: number,
  rows: readonly PictureRow[],
  runs: readonly number[],
): Picture {
  const pages = inBytes(pageSize);
  return {
    id: `${role}-${pages}`,
    group: `${title} (${role})`,
    title: `pages of ${pages}`,
    caption: captionOf(geometry, pageSize, rows),
    size: geometry.size,
    grid: { step: pageSize, label: `page of ${pages}` },
    rows: [{ label: `BAR ${geometry.bar} has`, areas: barOf(geometry) }, ...rows],
    runs,
  };
}

function captionOf({ size }: Geometry, pageSize: number, rows: readonly PictureRow[]): string {
  const lost = rows.flatMap(({ areas }) => areas.filter(({ kind }) => kind === 'calls'));
  if (size < pageSize)
    return `The BAR is smaller than a page of ${inBytes(pageSize)}, and what is smaller than a page is mapped by no design.`;
  const fits =
    size <= pageSize
      ? `The whole BAR is one page of ${inBytes(pageSize)}, and the table is in it`
      : `The BAR has ${size / pageSize} pages of ${inBytes(pageSize)}`;
  const [first] = lost;
  if (first)
    return `${fits}: who refuses the table's pages refuses ${first.label.replace(/^slow calls: /, '')} as well.`;
  const refuses = rows.some(({ areas }) => areas.some(({ kind }) => kind === 'withheld'));
  return refuses ? `${fits}: the table's pages can be refused, and nothing else is lost.` : `${fits}.`;
}

/** The bars of one cell: as it is found, and after its opt-in. */
function rowsOf(role: string, cell: PageCell, geometry: Geometry): PictureRow[] {
  const { view, name } = cell;
  return (['', 'opted.'] as const).flatMap((state) => {
    const mapped = mappedOf(view, `${role}.bar${geometry.bar}.${state}`, geometry.size);
    if (mapped === undefined) return [];
    const further = !['e1000e', 'nvme'].includes(role);
    const test = state
      ? {
          program: 'vfio_pci_msix_mmap_optin_test',
          name: further ? `further.${role}.opts_in` : `optin.${role}.opts_in`,
        }
      : {
          program: PROGRAM,
          name: further ? `further.${role}.is_as_promised` : `msix_bar.${role}.mmap_table`,
        };
    const note = costOf(view, role, state !== '');
    return [
      {
        label: labelOf(cell, state !== ''),
        areas: withAccess(geometry, mapped),
        cells: [name],
        test,
        ...(note ? { note } : {}),
      },
    ];
  });
}

const CALLED: Readonly<Record<string, string>> = {
  baseline: 'the tree as it is',
  prerequisite: 'with the refusal restored, as before v4.16',
};

function labelOf({ role, title, view }: PageCell, opted: boolean): string {
  if (opted) return `${title}, after its opt-in`;
  const asks = view.promised('optin') ?? 'none';
  return asks === 'none' ? (CALLED[role] ?? title) : `${title}, before its opt-in`;
}

/** Undefined where the run did not look. */
function mappedOf(view: CellView, prefix: string, size: number): Range[] | undefined {
  const [flags, whole, areas] = ['flags', 'mmap.whole', 'sparse_areas'].map((key) =>
    view.observed(prefix + key),
  );
  if (flags === undefined || whole === undefined) return undefined;
  if (whole === 'ok') return [{ from: 0, to: size }];
  // 1 << 2 is VFIO_REGION_INFO_FLAG_MMAP: without it nothing is offered.
  if ((Number(flags) & 4) === 0) return [];
  return (areas ?? '').split(',').flatMap((area) => {
    const [, from, length] = /^(0x[\da-f]+)\+(0x[\da-f]+)$/.exec(area) ?? [];
    return from && length ? [{ from: Number(from), to: Number(from) + Number(length) }] : [];
  });
}

/** What one doorbell costs in this state, where it was measured. */
function costOf(view: CellView, role: string, opted: boolean): string | undefined {
  const mapped = view.observed(`${role}.doorbell.mapped`);
  if (mapped === undefined) return undefined;
  const by = mapped === (opted ? 'opted' : 'yes') ? 'mmap' : 'pwrite';
  const median = view.measured(`${role}.${by}_doorbell.median`);
  return median && `${median.value} ns`;
}

/** One bar of one run. */
interface Seen {
  readonly row: PictureRow;
  readonly run: number;
  readonly tree: string;
  readonly geometry: Geometry;
}

/** Bars that are alike are one, with the names of all; a name that other runs have elsewhere says its trees. */
function grouped(found: readonly Seen[]): PictureRow[] {
  const groups = new Map<string, Seen[]>();
  for (const one of found) {
    const key = JSON.stringify(one.row.areas);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((alike) => {
    const [first] = alike as [Seen];
    const labels = [...new Set(alike.map(({ row }) => row.label))].map((label) => {
      const own = alike.filter(({ row }) => row.label === label);
      const everywhere = found.filter(({ row }) => row.label === label).length === own.length;
      return everywhere ? label : `${label} (${[...new Set(own.map(({ tree }) => tree))].join(', ')})`;
    });
    const costs = alike.flatMap(({ row }) => (row.note ? [Number.parseFloat(row.note)] : []));
    const cost = median(costs);
    const of = costs.length > 1 ? ` (median of ${costs.length} cells)` : '';
    return {
      label: labels.join(' · '),
      areas: first.row.areas,
      cells: [...new Set(alike.flatMap(({ row }) => row.cells ?? []))],
      ...(first.row.test ? { test: first.row.test } : {}),
      ...(cost === undefined ? {} : { note: `a doorbell takes ${cost.toLocaleString('en')} ns${of}` }),
    };
  });
}

/** Guests that are emulated on a busy host have outliers. */
function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}
