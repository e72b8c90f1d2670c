// SPDX-License-Identifier: GPL-2.0-only
import type { ContractLines } from '../../src/series/topic.ts';
import type { Layout } from './layout/index.ts';

/**
 * What becomes of the checks of the disk where an open says O_NDELAY: they are skipped, made all the same, or left to the
 * first request.
 */
type Checks = 'skipped' | 'made' | 'left to the first request';

/** What a design promises to the programs that open a drive. */
export interface Contract {
  readonly checks: Checks;
  /** Whether an open that asks neither for reading nor for writing is one for ioctls, or an error. */
  readonly ioctlsOnly: 'ok' | 'EINVAL';
}

const STATES = ['absent', 'present', 'protected'] as const;
const MODES = ['r', 'w', 'rw', 'none'] as const;

type State = (typeof STATES)[number];
type Mode = (typeof MODES)[number];

/** What open() says. */
function opens({ checks, ioctlsOnly }: Contract, state: State, mode: Mode, ndelay: boolean): string {
  if (mode === 'none') return ioctlsOnly;
  if (ndelay && checks !== 'made') return 'ok';
  if (state === 'absent') return 'ENXIO';
  return state === 'protected' && mode !== 'r' ? 'EROFS' : 'ok';
}

/** Bytes of the disk, and what the driver takes for the size of one that it has not looked at. */
const [WHOLE, UNKNOWN] = ['1474560', '4096'];

export function lines(contract: Contract, { resizesOpenFiles }: Layout): ContractLines {
  const { checks } = contract;
  /** Of the three ways in their order. */
  const by = (skipped: string, made: string, late: string) =>
    ({ skipped, made, 'left to the first request': late })[checks];
  const raw = (state: 'absent' | 'protected') => opens(contract, state, 'rw', true);
  return [
    ...STATES.flatMap((state) =>
      MODES.flatMap((mode) =>
        [false, true].map(
          (ndelay) =>
            [
              `open.${state}.${mode}${ndelay ? '.ndelay' : ''}`,
              opens(contract, state, mode, ndelay),
            ] as const,
        ),
      ),
    ),
    ['read.first', 'first'],
    ['read.first.ndelay', by('EIO', 'first', 'first')],
    ['read.again.ndelay', by('EIO', 'first', 'first')],
    ['read.size.ndelay', by(UNKNOWN, WHOLE, UNKNOWN)],
    ['read.rest.ndelay', by('end', 'first', resizesOpenFiles ? 'first' : 'end')],
    ['read.noise.ndelay', by('noisy', 'quiet', 'quiet')],
    ['read.protected.write.ndelay', by('EIO', 'EROFS', 'EIO')],
    ['change.cached', 'first'],
    ['change.read', 'EIO'],
    ['change.reopen', 'second'],
    ['change.reopen.ndelay', by('first', 'second', 'first')],
    ['user.fdmount', by('H1440', 'ENXIO', 'H1440')],
    ['user.setfdprm.absent', contract.ioctlsOnly],
    ['user.setfdprm.present', contract.ioctlsOnly],
    ['user.blkid.old', by('EIO', 'first', 'first')],
    ['user.blkid.old.absent', by('EIO', 'ENXIO', 'EIO')],
    ['user.blkid.old.noise', 'noisy'],
    ['user.mount', 'first'],
    ['user.blkid.today', 'first'],
    ['user.blkid.today.absent', 'ENXIO'],
    ['raw.absent.sense', raw('absent')],
    ['raw.absent.recalibrate', raw('absent')],
    ['raw.protected.sense', raw('protected')],
    ['raw.protected.recalibrate', raw('protected')],
    ['raw.protected.bit', 'yes'],
  ];
}
