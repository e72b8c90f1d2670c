// SPDX-License-Identifier: GPL-2.0-only

/** What a question of a list is about, whatever the question: a driver, or a framework with its drivers. */
export interface Subsystem {
  readonly id: string;
  /** For people: `VFIO of PCI devices`. */
  readonly title: string;
  readonly files: SubsystemFiles;
  /** What a run replaces. */
  readonly modules: ModuleSwap;
  readonly binding: Binding;
  /**
   * QEMU's devices of which a machine must have one, where the module finds its device by itself: `['virtio-rng-pci']`.
   * Without it any machine will do for such a module.
   */
  readonly devices?: readonly string[];
  /** Given to modules as they are loaded: `{ module: 'vfio_pci', options: 'disable_idle_d3=1' }`. */
  readonly parameters?: readonly ModuleParameters[];
  /** Machines that are meant for it, by id; the first one is taken where none is named. */
  readonly machines: readonly [string, ...string[]];
  /** Debian's flavours that have its modules, by architecture, where those that a machine names may lack them. */
  readonly flavours?: Readonly<Partial<Record<'x86_64' | 'aarch64' | 'ppc64le', readonly string[]>>>;
  readonly configs?: {
    /** Kconfig symbols, without CONFIG_, that every kernel must have built in or as a module. */
    readonly symbols?: readonly string[];
    /** Fragments of kernel-tests/configs that a kernel from source has besides what its machine names. */
    readonly source?: readonly string[];
  };
  /** Of each trait that a machine must tell, what it may be: contracts and tests depend on these. */
  readonly traits?: Readonly<Record<string, readonly (string | boolean)[]>>;
  /** Programs that nobody here wrote, made by `subsystems/<id>/suites/<suite>.ts`. */
  readonly suites?: readonly { readonly id: string; readonly title: string }[];
  /** Name of the conventions that rules hold its headers to (checks/profiles). */
  readonly profile?: string;
}

export interface ModuleParameters {
  readonly module: string;
  readonly options: string;
}

/** How the devices of a machine come to the driver under test. */
export type Binding =
  | {
      readonly kind: 'pci' | 'platform';
      /** As in /sys/bus/<kind>/drivers. */
      readonly driver: string;
      /** It gets every device of the bus by driver_override; otherwise it takes those that it knows. */
      readonly override?: boolean;
      /**
       * False: devices of PCI are not reset at each open and close (`reset_method`, v5.15), which takes two thirds of a
       * run away; an nvme's reset sleeps 100 ms. Older kernels reset all the same.
       */
      readonly resets?: boolean;
    }
  /** There is no driver_override for USB: the driver takes the interfaces that it knows. */
  | { readonly kind: 'usb'; readonly driver: string }
  /** The module finds its devices by itself, or has none. */
  | { readonly kind: 'none' };

/** Parts of a kernel tree, by path: files, folders (whole) and patterns in which `*` matches no slash. */
export interface SubsystemFiles {
  /**
   * Every Debian tree has all of them from the beginning, and rules read the drivers of every side that they compare. A
   * longer list extracts each tree again; without it they are fetched for a topic that needs them, in a second.
   */
  readonly kept?: true;
  /** Its drivers, without patterns. */
  readonly drivers: readonly string[];
  /** The kernel's own headers and pages of documentation about it, which rules read with the drivers. */
  readonly about?: readonly string[];
  /** Folders of the tree's tests of it. */
  readonly selftests?: readonly string[];
  /** What its drivers stand on, because designs look at it. */
  readonly around?: readonly string[];
}

/** Which modules of a kernel the cells of a run replace, and what they are compiled with. */
export interface ModuleSwap {
  /**
   * As /proc/modules names them: `vfio_pci`. Each is found among the kernel's modules, wherever it lies, and replaced
   * together with those that it needs from the same folder; what it needs from elsewhere is loaded once, as it is shipped.
   */
  readonly roots: readonly string[];
  /**
   * Modules that a guest needs as well and that no module names as a dependency: `xhci_pci`. They stay as shipped, and may
   * be built in.
   */
  readonly further?: readonly string[];
  readonly headers?: SwapHeaders;
  /**
   * Switches of Kconfig, without CONFIG_, that the replaced modules are compiled with as if they were on, where the code of
   * these modules alone asks for them and a distribution leaves them off: `BLK_DEV_FD_RAWCMD`.
   */
  readonly switches?: readonly string[];
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

/** The files of those subsystems that every tree has. */
export function keptFiles(subsystems: readonly Subsystem[]): SubsystemFiles[] {
  return subsystems.map(({ files }) => files).filter(({ kept }) => kept);
}

/** Everything of a tree that belongs to a subsystem, or that it stands on. */
export function subsystemPaths(files: SubsystemFiles): readonly string[] {
  return [...files.drivers, ...(files.around ?? []), ...(files.about ?? []), ...(files.selftests ?? [])];
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
