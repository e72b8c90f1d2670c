// SPDX-License-Identifier: GPL-2.0-only
import type { MachineArchitecture } from '../architecture.ts';

/** What QEMU enters of a kernel that was compiled. */
export interface Image {
  /** make's word for it. */
  readonly goal: 'vmlinux' | 'bzImage' | 'Image';
  /** Where make leaves it, below the folder of the objects. */
  readonly path: string;
  /** It is an ELF file, with symbols that nobody needs in a guest. */
  readonly strips: boolean;
}

const VMLINUX: Image = { goal: 'vmlinux', path: 'vmlinux', strips: true };

/**
 * On x86 the ELF file that is entered by PVH, where the kernel can be (CONFIG_PVH, v5.0): an emulated CPU
 * unpacks a bzImage for longer than the boot takes. Older ones start as a PC's boot loader starts them.
 *
 * @param config text of the .config
 */
export function imageOf(machine: MachineArchitecture, config: string): Image {
  if (machine === 'aarch64') return { goal: 'Image', path: 'arch/arm64/boot/Image', strips: false };
  if (machine === 'x86_64' && !/^CONFIG_PVH=y$/m.test(config))
    return { goal: 'bzImage', path: 'arch/x86/boot/bzImage', strips: false };
  return VMLINUX;
}
