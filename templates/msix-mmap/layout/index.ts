// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, describe, matches } from '../../../src/c/anchor.ts';
import { AnchorAmbiguous } from '../../../src/c/errors.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { TreeUnsuitable } from '../../../src/series/errors.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { type PciBus, pciBus } from './bus.ts';
import { type DeviceStruct, deviceStruct, STRUCT } from './device.ts';
import { type DmaBufExport, dmaBufExport } from './dma-buf.ts';
import { type FeatureDispatch, featureDispatch } from './feature.ts';
import { type IoctlDispatch, ioctlDispatch } from './ioctl.ts';
import { type IommuCore, iommuCore } from './iommu.ts';
import { type IrqDomain, irqDomain } from './irq-domain.ts';
import { MMAP, mmapRefusal } from './mmap.ts';
import { type Open, open } from './open.ts';
import { type PowerPc, powerPc } from './powerpc.ts';
import { type ReadWrite, readWrite } from './read-write.ts';
import type { Refusal } from './refusal.ts';
import { type RegionInfo, regionInfo } from './region-info.ts';
import { SELFTEST_FILES, type Selftests, selftests } from './selftests.ts';
import { type UapiHeader, uapiHeader } from './uapi.ts';

/** The vfio-pci driver's parts by role, whatever the tree calls them and wherever it keeps them. */
export interface Layout {
  readonly driver: string;
  readonly device: DeviceStruct;
  readonly uapi: UapiHeader;
  readonly regionInfo: RegionInfo;
  readonly mmap: Refusal;
  /** Only trees since v6.19 export BAR ranges as dma-bufs. */
  readonly dmaBuf: DmaBufExport | undefined;
  readonly ioctl: IoctlDispatch;
  /** Undefined in trees without VFIO_DEVICE_FEATURE. */
  readonly feature: FeatureDispatch | undefined;
  readonly open: Open;
  readonly readWrite: ReadWrite;
  readonly iommu: IommuCore;
  readonly bus: PciBus;
  readonly irqDomain: IrqDomain;
  readonly powerPc: PowerPc;
  /** Where the host bridges of powernv are described, below Documentation: a page of plain text up to v5.2. */
  readonly powernvDocument: string;
  /** The kernel's own tests of vfio; undefined in trees before v7.0 or so, which have none or others. */
  readonly selftests: Selftests | undefined;
  /**
   * vfio_info_add_capability() takes a header and its size since v4.16 (commit dda01f787df9); before, an id
   * that it switches on, so that a new capability has to go in by vfio_info_cap_add().
   */
  readonly addsCapabilityBy: 'header' | 'id';
  /**
   * How the driver finds the mappings that it has to take away: by the address space of the file, which has them all
   * (since v6.10, commit aac6db75a9fc), or by a list of its own, which copies of pages by fork() and mremap() are not in.
   */
  readonly findsMappingsBy: 'address space' | 'list';
  /** Every refusal that the tree has, or could have: mmap first. */
  readonly refusals: readonly Refusal[];
}

const UAPI_HEADER = 'include/uapi/linux/vfio.h';

const POWERNV_DOCUMENT = 'powerpc/pci_iov_resource_on_powernv';
const OLD_POWERNV_DOCUMENT = `Documentation/${POWERNV_DOCUMENT}.txt`;

export const READS = [
  'drivers/vfio/pci',
  'include/linux/vfio.h',
  'include/linux/vfio_pci_core.h',
  UAPI_HEADER,
  // Who knows whether a device's MSIs are isolated.
  'drivers/iommu/iommu.c',
  'include/linux/iommu.h',
  'drivers/pci/probe.c',
  'include/linux/pci.h',
  'include/linux/irqdomain.h',
  'arch/powerpc/platforms/powernv/pci-ioda.c',
  OLD_POWERNV_DOCUMENT,
  ...SELFTEST_FILES,
] as const;

/** @throws TreeUnsuitable, AnchorMissing, AnchorAmbiguous, AnchorBroken */
export function layout(sources: Sources): Layout {
  const driver = find(sources, {
    path: /\.c$/,
    content: /\bmsix_bar\b[\s\S]*\bvfio_pci(_core)?_mmap\(/,
    trace: /\bmsix_bar\b|\bvfio_pci(_core)?_(mmap|ioctl|enable)\b/g,
    anchor: MMAP,
  });
  const struct = find(sources, {
    // libvfio of the selftests calls its own struct so.
    path: /^(?!tools\/).*\.h$/,
    content: /struct\s+vfio_pci(_core)?_device\s*\{/,
    trace: /\bstruct\s+vfio_pci(_core)?_device\b/g,
    anchor: STRUCT,
  });
  const header = sources.get(UAPI_HEADER);
  if (!header) throw unsuitable(sources, `the UAPI header of VFIO, ${UAPI_HEADER}`);
  // By what is part of it, then by what calls it: an export that was found damaged is still a way to the table.
  const exporter =
    search(sources, /\.c$/, /\bvfio_pci(_core)?_get_dmabuf_phys\(struct\b/)[0] ??
    search(sources, /\.c$/, /\bvalidate_dmabuf_input\b/)[0];
  const helpers = sources.get('include/linux/vfio.h')?.text ?? '';
  const file = (path: string) => sources.get(path) ?? missing(sources, path);

  // A role is looked for when a patch asks for it: after a design has removed a branch, nobody needs it found.
  const device = once(() => deviceStruct(struct));
  const uapi = once(() => uapiHeader(header));
  const region = once(() => regionInfo(driver, device().tag));
  const mmap = once(() => mmapRefusal(driver));
  const dmaBuf = once(() => exporter && dmaBufExport(exporter));
  const ioctl = once(() => ioctlDispatch(driver, device().tag));
  return {
    driver: driver.path,
    get device() {
      return device();
    },
    get uapi() {
      return uapi();
    },
    get regionInfo() {
      return region();
    },
    get mmap() {
      return mmap();
    },
    get dmaBuf() {
      return dmaBuf();
    },
    get ioctl() {
      return ioctl();
    },
    get feature() {
      return featureDispatch(driver, device().tag);
    },
    get open() {
      return open(driver);
    },
    get readWrite() {
      return readWrite(file('drivers/vfio/pci/vfio_pci_rdwr.c'));
    },
    get iommu() {
      return iommuCore(file('drivers/iommu/iommu.c'), file('include/linux/iommu.h'));
    },
    get bus() {
      return pciBus(file('include/linux/pci.h'), file('drivers/pci/probe.c'));
    },
    get irqDomain() {
      return irqDomain(file('include/linux/irqdomain.h'));
    },
    get powerPc() {
      return powerPc(file);
    },
    powernvDocument: `${POWERNV_DOCUMENT}.${sources.paths.includes(OLD_POWERNV_DOCUMENT) ? 'txt' : 'rst'}`,
    get selftests() {
      return selftests(sources);
    },
    get refusals() {
      const exported = dmaBuf();
      return exported ? [mmap(), exported.refusal] : [mmap()];
    },
    findsMappingsBy: /\bunmap_mapping_range\s*\(/.test(driver.text) ? 'address space' : 'list',
    addsCapabilityBy: /vfio_info_add_capability\([^)]*vfio_info_cap_header/.test(helpers) ? 'header' : 'id',
  };
}

function search(sources: Sources, path: RegExp, content: RegExp): SourceFile[] {
  return sources.paths
    .filter((candidate) => path.test(candidate))
    .flatMap((candidate) => sources.get(candidate) ?? [])
    .filter(({ text }) => content.test(text));
}

/** How a part of the driver that may be in any file is told from the rest. */
interface Home {
  readonly path: RegExp;
  /** What the text of its file has; cheaper than a parse. */
  readonly content: RegExp;
  /** What the file still has many of when the part itself was lost. */
  readonly trace: RegExp;
  readonly anchor: Anchor;
}

/** The one file that has a part; where it was lost, the file that it was lost from. */
function find(sources: Sources, { path, content, trace, anchor }: Home): SourceFile {
  const alike = search(sources, path, content);
  const [site, ...others] = alike.flatMap((file) => matches(file, anchor));
  if (others.some(({ file }) => file.path !== site?.file.path)) {
    throw new AnchorAmbiguous({
      title: `anchor ${anchor.id} (${anchor.words}) matches in ${others.length + 1} files`,
      where: sources.origin,
      detail: [site, ...others].map((one) => one && describe(one.file, one.node)).join('\n'),
      hint: 'Remove the duplicate from the tree, or narrow the anchor so that it tells them apart.',
    });
  }
  const traces = (file: SourceFile) => file.text.match(trace)?.length ?? 0;
  const [lost] = sources.paths
    .filter((candidate) => !site && path.test(candidate))
    .flatMap((candidate) => sources.get(candidate) ?? [])
    .sort((a, b) => traces(b) - traces(a));
  const file = site?.file ?? (lost && traces(lost) > 0 ? lost : undefined);
  if (!file) throw unsuitable(sources, anchor.words);
  return file;
}

function missing(sources: Sources, path: string): never {
  throw unsuitable(sources, path);
}

function unsuitable(sources: Sources, what: string): TreeUnsuitable {
  return new TreeUnsuitable({
    title: `nothing in this tree looks like ${what}`,
    where: sources.origin,
    detail: `looked through ${sources.paths.length} files of ${READS.join(', ')}`,
    hint: 'The topic msix-mmap is about drivers/vfio/pci: give a kernel tree that has it.',
  });
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
