// SPDX-License-Identifier: GPL-2.0-only
import { matches } from '../../../src/c/anchor.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { TreeUnsuitable } from '../../../src/series/errors.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { type DeviceStruct, deviceStruct } from './device.ts';
import { type DmaBufExport, dmaBufExport } from './dma-buf.ts';
import { type IoctlDispatch, ioctlDispatch } from './ioctl.ts';
import { MMAP, mmapRefusal } from './mmap.ts';
import { type Open, open } from './open.ts';
import type { Refusal } from './refusal.ts';
import { type RegionInfo, regionInfo } from './region-info.ts';
import { type UapiHeader, uapiHeader } from './uapi.ts';

/** The vfio-pci driver's parts by role, whatever the tree calls them and wherever it keeps them. */
export interface Layout {
  readonly origin: string;
  readonly driver: string;
  readonly device: DeviceStruct;
  readonly uapi: UapiHeader;
  readonly regionInfo: RegionInfo;
  readonly mmap: Refusal;
  /** Only trees since v6.19 export BAR ranges as dma-bufs. */
  readonly dmaBuf: DmaBufExport | undefined;
  readonly ioctl: IoctlDispatch;
  readonly open: Open;
  /**
   * vfio_info_add_capability() takes a header and its size since v4.16 (commit dda01f787df9); before, an id
   * that it switches on, so that a new capability has to go in by vfio_info_cap_add().
   */
  readonly addsCapabilityBy: 'header' | 'id';
  /** Every refusal that the tree has, or could have: mmap first. */
  readonly refusals: readonly Refusal[];
}

export const READS = [
  'drivers/vfio/pci',
  'include/linux/vfio.h',
  'include/linux/vfio_pci_core.h',
  'include/uapi/linux/vfio.h',
] as const;

/** @throws TreeUnsuitable, AnchorMissing, AnchorAmbiguous, AnchorBroken */
export function layout(sources: Sources): Layout {
  const driver = find(
    sources,
    /\.c$/,
    /\bmsix_bar\b[\s\S]*\bvfio_pci(_core)?_mmap\(/,
    MMAP.words,
    (file) => matches(file, MMAP).length > 0,
  );
  const struct = find(
    sources,
    /\.h$/,
    /struct\s+vfio_pci(_core)?_device\s*\{/,
    'the device struct, vfio_pci_device or vfio_pci_core_device',
  );
  const header = find(
    sources,
    /^include\/uapi\/linux\/vfio\.h$/,
    /VFIO_REGION_INFO_FLAG_MMAP/,
    'the UAPI header of VFIO',
  );
  const exporter = search(sources, /\.c$/, /\bvfio_pci(_core)?_feature_dma_buf\([^)]*\)\s*\{/);
  const helpers = sources.get('include/linux/vfio.h')?.text ?? '';

  // A role is looked for when a patch asks for it: after a design has removed a branch, nobody needs it found.
  const device = once(() => deviceStruct(struct));
  const uapi = once(() => uapiHeader(header));
  const region = once(() => regionInfo(driver, device().tag));
  const mmap = once(() => mmapRefusal(driver));
  const dmaBuf = once(() => exporter && dmaBufExport(exporter));
  const ioctl = once(() => ioctlDispatch(driver, device().tag));
  return {
    origin: sources.origin,
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
    get open() {
      return open(driver);
    },
    get refusals() {
      const exported = dmaBuf();
      return exported ? [mmap(), exported.refusal] : [mmap()];
    },
    addsCapabilityBy: /vfio_info_add_capability\([^)]*vfio_info_cap_header/.test(helpers) ? 'header' : 'id',
  };
}

function search(
  sources: Sources,
  path: RegExp,
  content: RegExp,
  has = (_: SourceFile) => true,
): SourceFile | undefined {
  for (const candidate of sources.paths) {
    if (!path.test(candidate)) continue;
    const file = sources.get(candidate);
    if (file && content.test(file.text) && has(file)) return file;
  }
  return undefined;
}

function find(
  sources: Sources,
  path: RegExp,
  content: RegExp,
  what: string,
  has?: (file: SourceFile) => boolean,
): SourceFile {
  // A damaged handler is still the handler: without a parse that finds it, take the file that has its text.
  const file = search(sources, path, content, has) ?? search(sources, path, content);
  if (file) return file;
  throw new TreeUnsuitable({
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
