// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { SwapHeaders } from '../../subsystem.ts';
import type { MachineArchitecture } from '../architecture.ts';

const PackageVersion = z.object({ name: z.string(), version: z.string() });
export const Module = z.object({ name: z.string(), path: z.string() });

/** What `set.json` of a swap's modules says; every path is relative to that file's folder. */
export const SetRecord = z.object({
  vermagic: z.string(),
  base: z.array(Module),
  shipped: z.array(Module.extend({ folder: z.string() })),
});
export type SetRecord = z.infer<typeof SetRecord>;

/** What `kernel.json` of a prepared kernel says; every path is relative to that file's folder. */
export const KernelRecord = z.object({
  architecture: z.enum(['x86_64', 'aarch64', 'ppc64le']),
  way: z.enum(['prebuilt', 'source']),
  release: z.string(),
  version: z.string(),
  image: z.string(),
  modules: z.string(),
  config: z.string(),
  headers: z.string(),
  packages: z.array(PackageVersion),
  branches: z.literal('pc32').optional(),
});
export type KernelRecord = z.infer<typeof KernelRecord>;

export interface BuiltModule {
  /** As in /proc/modules: `vfio_pci_core`. */
  name: string;
  /** The .ko file, stripped of debug information. */
  path: string;
  /** The same with it, where the kernel has some. */
  unstripped?: string;
  /** As the linker left it, where it was built with an Instrumentation. */
  instrumented?: string;
}

/** A module that a cell replaces. */
export interface ShippedModule extends BuiltModule {
  /** Where in the tree it is made: `drivers/vfio/pci`. */
  readonly folder: string;
}

/** A kernel that boots, and the headers that its modules are built against. */
export interface PlainKernel {
  readonly architecture: MachineArchitecture;
  /** Debian's own, or built from the tree. */
  readonly way: 'prebuilt' | 'source';
  /** `uname -r` in the guest. */
  readonly release: string;
  /** Debian's version of the source it was built from: `6.1.192-2`. */
  readonly version: string;
  /** For `-kernel`: an uncompressed ELF image (with a PVH note on x86), or arm64's Image. */
  readonly image: string;
  /** `lib/modules/<release>` as shipped. */
  readonly modules: string;
  /** The configuration it was built with. */
  readonly config: string;
  /** The folder for `make -C`. */
  readonly headers: string;
  readonly packages: readonly { name: string; version: string }[];
  /** `pc32`: it does not load modules whose branches have R_X86_64_PLT32 (branch-relocations.ts). */
  readonly branches?: 'pc32' | undefined;
  /** Folder of `vmlinux` and all modules (`vfio-pci.ko`) with debug information, where it was built with some. */
  readonly symbols?: string;
}

/** A kernel, and what is needed to rebuild some of its modules. */
export interface Kernel extends PlainKernel {
  /** What a module must carry to be loaded. */
  readonly vermagic: string;
  /** Loaded once, before any cell, in this order. */
  readonly base: readonly BuiltModule[];
  /** The kernel's own build of the modules that a cell replaces, in load order. */
  readonly shipped: readonly ShippedModule[];
  /** Headers outside their folders that they are compiled with. */
  readonly swapHeaders: SwapHeaders;
  /** Switches that they are compiled with beside the kernel's configuration (ModuleSwap.switches). */
  readonly switches?: readonly string[];
}

/** Folders of a tree in which the modules are made that a cell replaces: `drivers/vfio/pci`. */
export function swappedFolders({ shipped }: Pick<Kernel, 'shipped'>): string[] {
  return [...new Set(shipped.map(({ folder }) => folder))];
}

/** Beside the image, in the entry of a kernel that was built with debug information. */
export const SYMBOLS = 'symbols';

/** Beside modules that were built with an Instrumentation. */
export const INSTRUMENTED = 'instrumented';

/** The kernel of a record that was read from `folder`. */
export function kernelAt(folder: string, record: KernelRecord): PlainKernel {
  const symbols = join(folder, SYMBOLS);
  return {
    ...record,
    ...(existsSync(symbols) ? { symbols } : {}),
    image: join(folder, record.image),
    modules: join(folder, record.modules),
    config: join(folder, record.config),
    headers: join(folder, record.headers),
  };
}
