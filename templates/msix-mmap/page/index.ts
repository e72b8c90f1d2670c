// SPDX-License-Identifier: GPL-2.0-only
import type { TopicPage } from '../../../src/series/topic-page.ts';
import { answer } from './answer.ts';
import { kinds, pictures } from './bars.ts';
import { objections } from './objections.ts';

/** What a page about runs of this topic shows: the BARs, what was objected in the thread, calls beside mappings. */
export const page: TopicPage = {
  answer,
  lead: `A page is the least that can be mapped. With pages of 4K the MSI-X table has pages of its own, and to refuse them
costs nothing. With pages of 64K it shares a page with the doorbells: whoever refuses the table's page makes a system call of
every doorbell.`,
  objections,
  kinds,
  pictures,
  latencies: [
    {
      title: 'Ringing a doorbell of nvme64k',
      ways: [
        { key: 'nvme64k.pwrite_doorbell', label: 'by pwrite()', look: 'bad' },
        { key: 'nvme64k.mmap_doorbell', label: 'through a mapping', look: 'good' },
      ],
    },
    {
      title: 'Reading a register of nvme64k',
      ways: [
        { key: 'nvme64k.pread_read', label: 'by pread()', look: 'bad' },
        { key: 'nvme64k.mmap_read', label: 'through a mapping', look: 'good' },
      ],
    },
    {
      title: 'Reading a register of nvme',
      ways: [
        { key: 'nvme.pread_read', label: 'by pread()', look: 'bad' },
        { key: 'nvme.mmap_read', label: 'through a mapping', look: 'good' },
      ],
    },
  ],
};
