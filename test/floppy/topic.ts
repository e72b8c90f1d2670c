// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../src/c/anchor.ts';
import type { Edit } from '../../src/c/edit.ts';
import type { SourceFile } from '../../src/c/parse.ts';
import { TreeUnsuitable } from '../../src/series/errors.ts';
import type { Sources, Topic } from '../../src/series/topic.ts';
import type { Subsystem } from '../../src/subsystem.ts';

const DRIVER = 'drivers/block/floppy.c';

/** A driver that finds its devices by itself, in a module that only Debian's larger kernels have. */
const floppy: Subsystem = {
  id: 'floppy',
  title: 'Floppy disks',
  files: { drivers: [DRIVER] },
  modules: { roots: ['floppy'], headers: { uapi: ['include/uapi/linux/fd.h'] } },
  binding: { kind: 'none' },
  machines: ['x86-floppy'],
  flavours: { x86_64: ['amd64'] },
  configs: { symbols: ['BLK_DEV_FD'] },
};

/** What becomes of O_NDELAY when no disk is there; the same in 4.14 and in mainline. */
const CONDITION: Anchor = {
  id: 'F1',
  words: 'the condition on O_NDELAY in floppy_open()',
  query: '(if_statement condition: (parenthesized_expression) @site) @statement',
  where: (_, { site, statement }) =>
    /^\(!\(mode & \w+_NDELAY\)\)$/.test(site?.text ?? '') && /_WRITE/.test(statement?.text ?? ''),
  like: 'if (!(mode & FMODE_NDELAY)) {',
};

/** Also of the tree with a design, so that what a design replaces is looked for when it does. */
interface Layout {
  readonly driver: SourceFile;
}

/** What open() of a drive without a disk says, as the test observes it. */
interface Contract {
  readonly ndelay: string;
}

function layout(sources: Sources): Layout {
  const driver = sources.get(DRIVER);
  if (!driver)
    throw new TreeUnsuitable({
      title: `there is no ${DRIVER}`,
      where: sources.origin,
      hint: 'Use another tree.',
    });
  return { driver };
}

function ignored({ driver }: Layout): Edit[] {
  const { startIndex: start, endIndex: end } = locate(driver, CONDITION).node;
  return [{ path: DRIVER, start, end, text: '(mode)', anchor: CONDITION.id, purpose: 'O_NDELAY is ignored' }];
}

export const floppyOpen: Topic<Layout, Contract> = {
  id: 'floppy-open',
  title: 'Does O_NDELAY open /dev/fd0 without a disk?',
  question: 'What does open() with O_NDELAY check?',
  thread: 'floppy@lamps.test',
  tests: 'floppy',
  subsystem: floppy,
  reads: [DRIVER],
  layout,
  files: () => ({ driver: DRIVER }),
  prerequisite: () => [],
  variants: [
    {
      id: 'ignored',
      title: 'O_NDELAY is ignored',
      origin: 'a sample',
      patches: () => [
        {
          subject: 'floppy: Look for a disk at each open',
          body: 'An open without a disk fails, whatever it asks for.',
          edits: ignored,
        },
      ],
      contract: () => ({ ndelay: 'ENXIO' }),
    },
  ],
  baseline: () => ({ ndelay: 'ok' }),
  restored: () => ({ ndelay: 'ok' }),
  rows: [{ label: 'open without a disk', cell: (view) => view.observed('open.ndelay') }],
  lines: ({ ndelay }) => [['open.ndelay', ndelay]],
};
