// SPDX-License-Identifier: GPL-2.0-only

/** A series that mail 9 of the thread speaks of, and the thread does not link. */
export interface Proposal {
  /** The page that tells of it. */
  readonly link: string;
  /** The end of a commit message. A Link: would need the id of a mail that no archive on lore is known to have. */
  readonly cited: string;
}

const LINK = 'https://lkml.org/lkml/2017/8/7/98';

/** Capabilities of IOMMU groups: v5 of the series. */
export const BY_GROUP: Proposal = {
  link: LINK,
  cited: `It follows "[RFC PATCH v5 0/5] vfio-pci: Add support for mmapping MSI-X table"
of 7 August 2017, by Alexey Kardashevskiy.`,
};

/** Bus flags: v4 and before, of which the cover letter of v5 tells. */
export const BY_BUS: Proposal = {
  link: LINK,
  cited: `It follows the bus flags of "[PATCH kernel v4 0/6] vfio-pci: Add support for
mmapping MSI-X table" of 2017, by Alexey Kardashevskiy, and of Yongji Xie's series
of 2016 before.`,
};
