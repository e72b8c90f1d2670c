// SPDX-License-Identifier: GPL-2.0-only

/** One mail of a series, as git format-patch wrote it. */
export interface Mail {
  /** `0001-vfio-pci-Restore-the-MSI-X-mmap-restriction.patch`. */
  readonly name: string;
  /** Latin1 decoded. */
  readonly text: string;
}
