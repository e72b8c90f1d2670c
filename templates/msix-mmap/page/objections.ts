// SPDX-License-Identifier: GPL-2.0-only

import type { CellView } from '../../../src/series/cell-view.ts';
import type { Answer, Claim, Objection } from '../../../src/series/topic-page.ts';

const ISOLATION = 'vfio_pci_msix_mmap_isolation_test';
const INTERRUPT = 'vfio_pci_msix_mmap_interrupt_test';
const TODAY = 'vfio_pci_msix_mmap_today_test';

const OPENS = ['opt-in-ioctl', 'region-flag', 'new-capability', 'unconditional-removal'];
const BY_KERNEL = ['iommu-group-flag', 'pci-bus-flag'];

/** Whether the table gives a user an interrupt that DMA does not: the question of mail 11. */
function byTable(view: CellView): Answer | undefined {
  const [table, dma] = ['by_table', 'by_dma'].map((key) => view.observed(`isolation.${key}`));
  if (table === undefined || dma === undefined || table === 'not_tried' || dma === 'not_tried')
    return undefined;
  const seen = `An interrupt that is nobody's, raised by an entry of the mapped table: ${table}. The same one as a DMA write, with no table mapped: ${dma}.`;
  if (table === 'refused')
    return {
      text: `${seen} The refusal closes one of two ways.`,
      stance: dma === 'landed' ? 'against' : 'open',
    };
  return table === 'landed' && dma === 'blocked'
    ? { text: `${seen} The table gives what DMA does not.`, stance: 'for' }
    : { text: `${seen} The table gives nothing that DMA does not.`, stance: 'against' };
}

function neighbour(view: CellView): Answer | undefined {
  const [seen, dma] = [view.observed('isolation.by_neighbour'), view.observed('isolation.by_dma')];
  if (seen === undefined || seen === 'not_tried' || seen === 'refused') return undefined;
  const text = `The interrupt of another device, by an entry of the mapped table: ${seen}`;
  if (seen !== 'landed') return { text: `${text}.`, stance: 'against' };
  return dma === 'landed'
    ? {
        text: `${text}, on a machine where interrupts by DMA land as well: nothing there tells them apart.`,
        stance: 'open',
      }
    : { text: `${text}, where one by DMA does not.`, stance: 'for' };
}

/** The same refusal and the same DMA, on the tree with the restriction: what the check is for. */
const guardsNothing: Claim = {
  test: { program: ISOLATION, name: 'isolation.by_dma' },
  cell: 'prerequisite',
  says(view) {
    const [table, dma] = ['by_table', 'by_dma'].map((key) => view.observed(`isolation.${key}`));
    if (table !== 'refused' || dma === undefined || dma === 'not_tried') return undefined;
    return dma === 'landed'
      ? {
          text: 'Where the table is refused, the device raises the same interrupt by DMA (landed): the refusal guards nothing here.',
          stance: 'for',
        }
      : {
          text: `Where the table is refused, the same interrupt by DMA is ${dma}, too: the IOMMU stops it, not the refusal.`,
          stance: 'for',
        };
  },
};

const stillInterrupts = (when: 'before' | 'after'): Claim => ({
  test: { program: INTERRUPT, name: `interrupt.fires_${when}_map` },
  says(view) {
    const [seen, mapped] = [view.observed(`e1000e.irq.${when}`), view.observed('e1000e.irq.mapped')];
    if (seen === undefined || (when === 'after' && (mapped ?? 'nothing') === 'nothing')) return undefined;
    return {
      text: `Vectors set up by VFIO_DEVICE_SET_IRQS fire ${when === 'before' ? 'without a mapping' : `with the BAR mapped (${mapped})`}: ${seen}. The user chooses, the kernel need not know for what.`,
      stance: seen === 'ok' ? 'against' : 'for',
    };
  },
});

/** Objections of the thread, in our words. Mails are counted as the topic's list of variants does. */
export const objections: readonly Objection[] = [
  {
    against: ['opt-in-ioctl'],
    short: 'the user would decide what the user may do',
    where: 'mail 2, 22 November 2017',
    text: 'The user would tell the kernel what the user is allowed to do. That is for the kernel to decide, and region info has better ways to say it.',
    claims: [
      {
        test: { program: 'vfio_pci_msix_mmap_optin_test', name: 'optin.nvme.opts_in' },
        says(view) {
          const before = view.observed('nvme.bar0.mmap.table');
          const [call, then] = [
            view.observed('nvme.optin.enable'),
            view.observed('nvme.bar0.opted.mmap.table'),
          ];
          if (before === undefined || call === undefined || then === undefined) return undefined;
          return {
            text: `The same user maps the table's pages before the call: ${before}; makes the call: ${call}; and after it: ${then}. Nothing but the user's word decides.`,
            stance: before !== 'ok' && then === 'ok' ? 'for' : 'open',
          };
        },
      },
      guardsNothing,
    ],
  },
  {
    against: ['opt-in-ioctl'],
    short: 'nobody has to be asked beforehand',
    where: 'mail 4, 22 November 2017',
    text: 'A user who does not want the mapping need not make it, even if the kernel would allow it. So nobody has to be asked beforehand.',
    claims: [
      {
        test: { program: TODAY, name: 'today.e1000e.maps_like_qemu' },
        cell: 'new-capability',
        says(view) {
          const [maps, irq] = [
            view.observed('e1000e.today.qemu.maps'),
            view.observed('e1000e.today.qemu.irq'),
          ];
          if (maps === undefined || maps === 'nothing' || irq === undefined) return undefined;
          return {
            text: `Where the kernel allows it unasked (new-capability), a client in QEMU's manner maps the BAR (${maps}), and its interrupts arrive: ${irq}.`,
            stance: irq === 'ok' ? 'for' : 'against',
          };
        },
      },
    ],
  },
  {
    against: ['region-flag', 'new-capability', ...BY_KERNEL],
    short: 'the host kernel cannot know what the guest does',
    where: 'mail 3, 22 November 2017',
    text: 'The host kernel cannot decide. Whether the mapping does harm depends on how the guest platform sets up vectors, which vfio does not know. (Taken back in mail 6.)',
    claims: [stillInterrupts('before'), stillInterrupts('after')],
  },
  {
    against: BY_KERNEL,
    short: 'it decides about a check that guards nothing',
    where: 'mail 10, 29 November 2017',
    text: 'The refusal is no security boundary; it only keeps users from hurting themselves. What guards nothing needs no way to decide about it, and should just go.',
    claims: [guardsNothing],
  },
  {
    against: OPENS,
    short: 'who writes vectors can raise interrupts',
    where: 'mail 11, 29 November 2017',
    text: 'Who can write the vectors can make memory writes through the interrupt controller. Why should that be harmless? (Answered in mail 12: a device capable of DMA makes those writes without the table.)',
    claims: [
      { test: { program: ISOLATION, name: 'isolation.by_table' }, says: byTable },
      { test: { program: ISOLATION, name: 'isolation.by_neighbour' }, says: neighbour },
    ],
  },
];
