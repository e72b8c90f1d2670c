// SPDX-License-Identifier: GPL-2.0-only
import type { PatchTemplate } from '../../src/series/topic.ts';
import type { Layout } from './layout/index.ts';

/**
 * What is known of the host bridges of powernv, and where it is written.
 *
 * @param document below Documentation: in `powerpc`, later in `arch/powerpc`
 */
export const powernvSource = (
  document: string,
) => `The host bridges of powernv compare the endpoint that an interrupt belongs to
with the endpoint of the device that raises it, and let no device raise those of
another: Documentation/${document}, section
"Implementation of Partitionable Endpoints on P8 (IODA2)".  That is written of
POWER8.  Those of POWER9 and later ("ibm,ioda3-phb") the kernel treats as the same
type, see pnv_pci_init(); that they compare as well is concluded from that, and not
taken from a document.`;

/** What is not known of pseries, and so is not claimed. */
export const PSERIES = `Nothing is said of pseries.  There it depends on the hypervisor whether an MSI
is checked, and one that emulates the bridge may not do so.`;

/** Where the core knows isolated MSIs (since v6.3), the platform only has to say so of its domains. */
export const powernvDomains: PatchTemplate<Layout> = {
  subject: 'powerpc/powernv: Say that MSI domains are isolated',
  body: `${powernvSource('arch/powerpc/pci_iov_resource_on_powernv.rst')}

Nothing tells the kernel that they do.  Make the MSI domains of powernv with IRQ_DOMAIN_FLAG_ISOLATED_MSI, so that
msi_device_has_isolated_msi() is true of their devices as it is of those behind
interrupt remapping on x86 and an ITS on ARM.  Not those of an NPU for OpenCAPI
(PNV_PHB_NPU_OCAPI), of which no such thing is known.

Two others ask the same question: iommufd_device_bind() and, for IOMMUs of type
1, vfio_iommu_type1_attach_group() want allow_unsafe_interrupts where it is
false.  So on powernv iommufd no longer asks for it, which is what the flag is
for.  The SPAPR TCE driver of VFIO never asked.

${PSERIES}`,
  edits: ({ powerPc }) => powerPc.marksMsiDomains('IRQ_DOMAIN_FLAG_ISOLATED_MSI', 'PNV_PHB_IODA2'),
};
