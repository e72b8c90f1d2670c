// SPDX-License-Identifier: GPL-2.0-only

import type { CellView } from '../../../src/series/cell-view.ts';
import type { PageRun } from '../../../src/series/topic-page.ts';

const DOORBELL = 'nvme64k.pwrite_doorbell.median';
const MAPPED = 'nvme64k.mmap_doorbell.median';

/** What the refusal costs and what it buys, of the runs that can tell: the thread's two questions. */
export function answer(runs: readonly PageRun[]): string | undefined {
  const parts = [costs(runs), buys(runs)].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' ') : undefined;
}

/** Only where table and doorbell share a page does the refusal cost anything. */
function costs(runs: readonly PageRun[]): string | undefined {
  const shared = runs.flatMap(({ tree, machine, cells, pageSize }) => {
    const refused = cells.find(({ view }) => hasTo(view));
    const allowed = cells.find(({ view }) => view.observed('nvme64k.doorbell.mapped') === 'yes');
    const [slow, fast] = [refused?.view.measured(DOORBELL), allowed?.view.measured(MAPPED)];
    return slow && fast && fast.value > 0
      ? [
          {
            slow: slow.value,
            fast: fast.value,
            pageSize,
            where: `${refused?.title} and ${allowed?.title}, ${tree} on ${machine}`,
            emulated: [refused, allowed].some((cell) => cell?.accelerator === 'tcg'),
          },
        ]
      : [];
  });
  const [one] = shared;
  if (one) {
    const how = one.emulated
      ? ' The guest is emulated (TCG): the times are not those of hardware, only their order tells something.'
      : '';
    return `With ${(one.pageSize ?? 0) / 1024}K pages, refusing the table's page makes a doorbell cost ${one.slow.toLocaleString('en')} ns by a call instead of ${one.fast.toLocaleString('en')} ns through a mapping, ${Math.round(one.slow / one.fast)} times as much (medians of ${one.where}).${how}`;
  }
  const apart = runs.find(({ cells }) =>
    cells.some(({ view }) => view.observed('nvme64k.complaint.doorbell') === 'apart'),
  );
  return apart
    ? `With ${(apart.pageSize ?? 0) / 1024}K pages no doorbell shares a page with the table, and refusing it costs nothing; no run here has larger pages.`
    : undefined;
}

/** The doorbell's page is the table's, and may not be mapped. */
function hasTo(view: CellView): boolean {
  return (
    view.observed('nvme64k.complaint.doorbell') === 'shares' &&
    view.observed('nvme64k.doorbell.mapped') !== 'yes' &&
    view.observed('nvme64k.doorbell.mapped') !== 'opted'
  );
}

function buys(runs: readonly PageRun[]): string | undefined {
  const seen = runs.flatMap(({ cells }) =>
    cells.flatMap(({ view }) => {
      const [table, dma] = ['by_table', 'by_dma'].map((key) => view.observed(`isolation.${key}`));
      const told = [table, dma].every((value) => value === 'landed' || value === 'blocked');
      return told ? [{ table, dma }] : [];
    }),
  );
  if (seen.length === 0) return undefined;
  return seen.some(({ table, dma }) => table === 'landed' && dma === 'blocked')
    ? 'A mapped table raised an interrupt that DMA could not.'
    : 'A mapped table raised no interrupt that the device could not raise by DMA without it.';
}
