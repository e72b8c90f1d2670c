// SPDX-License-Identifier: GPL-2.0-only

/** What a question of a list is about, whatever the question: a driver, or a framework with its drivers. */
export interface Subsystem {
  readonly id: string;
  /** For people: `VFIO of PCI devices`. */
  readonly title: string;
  readonly modules: ModuleSwap;
}

/** Which modules of a kernel the cells of a run replace, and what they are compiled with. */
export interface ModuleSwap {
  /**
   * As /proc/modules names them: `vfio_pci`. Each is found among the kernel's modules, wherever it lies, and replaced
   * together with those that it needs from the same folder; what it needs from elsewhere is loaded once, as it is shipped.
   */
  readonly roots: readonly string[];
  /** Modules that a guest needs as well and that no module names as a dependency: `xhci_pci`. They stay as shipped. */
  readonly further?: readonly string[];
  readonly headers?: SwapHeaders;
}

/**
 * Headers outside the modules' folders of which the build takes the tree's copy, by path in the tree; all others are the
 * kernel's own. A name that some tree lacks is fine.
 */
export interface SwapHeaders {
  /** Headers of the replaced modules alone, so that a design may change them: `include/linux/vfio_pci_core.h`. */
  readonly own?: readonly string[];
  /** Headers that modules are compiled with which stay as shipped, so that tree and kernel must agree on them. */
  readonly shared?: readonly string[];
  /** Of the userspace API. */
  readonly uapi?: readonly string[];
}

/**
 * The modules that a run of a topic replaces.
 *
 * @param modules the topic's own, where those that its designs change are others than the subsystem's
 */
export function swapOf({
  subsystem,
  modules,
}: {
  readonly subsystem: Subsystem;
  readonly modules?: readonly string[];
}): ModuleSwap {
  return modules ? { ...subsystem.modules, roots: modules } : subsystem.modules;
}
