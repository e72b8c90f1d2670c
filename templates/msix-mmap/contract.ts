// SPDX-License-Identifier: GPL-2.0-only
import type { ContractLines, MachineTraits } from '../../src/series/topic.ts';
import type { Layout } from './layout/index.ts';
import { MAPPABLE_CAP } from './mappable-cap.ts';

/** Whether an mmap of a range of a BAR succeeds, or the errno it fails with. */
export type Mmap = 'ok' | 'EINVAL';

/** What userspace sees of one BAR that can be mapped. */
export interface BarPromise {
  /** Flags of struct vfio_region_info by macro name, all of them. */
  readonly flags: readonly string[];
  /** Capability ids by macro name, in the order of the chain. */
  readonly capabilities: readonly string[];
  /** `around`: the sparse areas are the BAR less the pages that hold the table. */
  readonly sparse: 'around' | 'absent';
  readonly mmap: {
    readonly whole: Mmap;
    /** The pages that hold the MSI-X table, those before and those behind it. */
    readonly table: Mmap;
    readonly before: Mmap;
    readonly after: Mmap;
    /** Ranges that share no more than one page with the table. */
    readonly touching: Mmap;
    /** Beyond the BAR's end. */
    readonly past: 'EINVAL';
  };
}

export interface OptIn {
  /** Name of an ioctl of its own; without one VFIO_DEVICE_FEATURE is called. Both take { argsz, flags }. */
  readonly ioctl?: string;
  /** Names whose values are or-ed to the flags that opt in. */
  readonly flags: readonly string[];
  readonly after: BarPromise;
  readonly shortArgsz: 'EINVAL';
  readonly unknownFlags: 'EINVAL';
  readonly badPointer: 'EFAULT';
  /** What a device gets that has no MSI-X table, or has it in a BAR that cannot be mapped. */
  readonly nothing: 'ok' | 'ENOTTY';
  /** What the ioctl without the flag returns once the flag was given; none: there is no call that withdraws. */
  readonly withdraw: 'ok' | 'EBUSY' | 'none';
  readonly afterWithdraw: 'fresh' | 'opted';
  /** A mapping of the table's page that was made before a (tried) withdrawal. */
  readonly liveMapping: 'kept';
  /** What the next user of the device finds. */
  readonly reopen: 'fresh' | 'opted';
}

/** What a kernel promises to userspace about the BAR that holds the MSI-X table. */
export interface Contract {
  readonly fresh: BarPromise;
  readonly optIn?: OptIn;
  /** What a program maps that was built against the header before the design. */
  readonly oldUserspace: 'around' | 'whole';
  /** What read() sees of the table: ones, unless it is said that it is shown. */
  readonly tableByRead?: 'shown';
  /** What is promised instead where the machine does not isolate the MSIs of its devices. */
  readonly notIsolated?: Contract;
  /** Whose MSIs have to be isolated for that. */
  readonly decidedBy?: 'group' | 'bus';
}

const ACCESS = ['VFIO_REGION_INFO_FLAG_READ', 'VFIO_REGION_INFO_FLAG_WRITE', 'VFIO_REGION_INFO_FLAG_MMAP'];
const CAPS = 'VFIO_REGION_INFO_FLAG_CAPS';
const EVERYTHING: BarPromise['mmap'] = {
  whole: 'ok',
  table: 'ok',
  before: 'ok',
  after: 'ok',
  touching: 'ok',
  past: 'EINVAL',
};

/** A BAR that may be mapped whole, with the extra flags and capabilities that say so. */
export function mappable(
  extra: { flags?: readonly string[]; capabilities?: readonly string[] } = {},
): BarPromise {
  const capabilities = extra.capabilities ?? [];
  return {
    flags: [...ACCESS, ...(capabilities.length > 0 ? [CAPS] : []), ...(extra.flags ?? [])],
    capabilities,
    sparse: 'absent',
    mmap: EVERYTHING,
  };
}

/** The restriction of v4.15 and before: a sparse capability, and no mmap of the table's pages. */
export const restricted: BarPromise = {
  flags: [...ACCESS, CAPS],
  capabilities: ['VFIO_REGION_INFO_CAP_SPARSE_MMAP'],
  sparse: 'around',
  mmap: { ...EVERYTHING, whole: 'EINVAL', table: 'EINVAL', touching: 'EINVAL' },
};

export const RESTRICTED: Contract = { fresh: restricted, oldUserspace: 'around' };
export const MAPPABLE: Contract = {
  fresh: mappable({ capabilities: [MAPPABLE_CAP] }),
  oldUserspace: 'whole',
};

/** A table that may be mapped, announced by the capability or not. */
export const mappableAs = (announced: boolean, flags: readonly string[] = []): BarPromise =>
  mappable({ flags, capabilities: announced ? [MAPPABLE_CAP] : [] });

/** The kernel allows it where it knows that a device cannot forge interrupts. */
export const mappedWhereIsolated = (announced: boolean, decidedBy: 'group' | 'bus'): Contract => ({
  fresh: mappableAs(announced),
  oldUserspace: 'whole',
  notIsolated: RESTRICTED,
  decidedBy,
});

/** @param layout of the tree with the design applied: its UAPI header gives the names their numbers */
export function lines(promise: Contract, layout: Layout, traits: MachineTraits): ContractLines {
  const contract = traits.isolatesMsi ? promise : (promise.notIsolated ?? promise);
  const value = (name: string) => layout.uapi.values.get(name) ?? unknown(name);
  const or = (names: readonly string[]) => names.reduce((all, name) => all | value(name), 0n);
  const bar = (state: string, promise: BarPromise): [string, string][] => [
    [`${state}.flags`, hex(or(promise.flags))],
    [`${state}.caps`, promise.capabilities.map((name) => String(value(name))).join(',') || 'none'],
    [`${state}.sparse`, promise.sparse],
    ...Object.entries(promise.mmap).map(([range, result]): [string, string] => [
      `${state}.mmap.${range}`,
      result,
    ]),
  ];
  const { optIn } = contract;
  return [
    ...bar('fresh', contract.fresh),
    ...bar('plain', mappable()).filter(([key]) => /flags|caps|whole|past/.test(key)),
    ...(optIn
      ? ([
          ['optin', optIn.ioctl ? 'ioctl' : 'feature'],
          ['optin.request', String(value(optIn.ioctl ?? 'VFIO_DEVICE_FEATURE'))],
          ['optin.flag', hex(or(optIn.flags))],
          // Of a feature's flags all but the index and the operations; else all but the flag.
          ['optin.reserved', optIn.ioctl ? hex(0xffffffffn & ~or(optIn.flags)) : '0xfff80000'],
          ...bar('opted', optIn.after),
          ['optin.bad_argsz', optIn.shortArgsz],
          ['optin.bad_flags', optIn.unknownFlags],
          ['optin.bad_pointer', optIn.badPointer],
          ['optin.nothing', optIn.nothing],
          ['optin.withdraw', optIn.withdraw],
          ['optin.after_withdraw', optIn.afterWithdraw],
          ['optin.live_mapping', optIn.liveMapping],
          ['optin.reopen', optIn.reopen],
        ] satisfies [string, string][])
      : ([['optin', 'none']] satisfies [string, string][])),
    ['unknown_ioctl', 'ENOTTY'],
    ['old.maps', contract.oldUserspace],
    ['irq.before', 'ok'],
    ['irq.after', 'ok'],
    // A fault of the tree, which no design has made: known where it has the list.
    ['copies.taken', layout.findsMappingsBy === 'address space' ? 'always' : 'unless_copied'],
    ['pread.hides_table', contract.tableByRead === 'shown' ? 'no' : 'yes'],
  ];
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

function unknown(name: string): never {
  throw new Error(`the contract names ${name}, which the edited UAPI header does not define`);
}
