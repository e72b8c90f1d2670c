// SPDX-License-Identifier: GPL-2.0-only
import type { PatchTemplate } from '../../../../src/series/topic.ts';
import type { FeatureDispatch } from '../../layout/feature.ts';
import type { Layout } from '../../layout/index.ts';
import {
  compatibility,
  described,
  explainsRegion,
  lifetime,
  NEWEST_FEATURE,
  nothing,
  PROBLEM,
  remembersChoice,
  SUBJECT,
} from './choice.ts';

const FEATURE = 'VFIO_DEVICE_FEATURE_PCI_ALLOW_MSIX_MMAP';
/** What is set in the flags of VFIO_DEVICE_FEATURE to opt in. */
export const SET_FEATURE = ['VFIO_DEVICE_FEATURE_SET', FEATURE];

/** The same choice as a device feature that is set, which is what reviewers ask for since v5.7. */
export const byFeature = (
  vfio: Layout,
  dispatch: FeatureDispatch,
  number: number | undefined,
): PatchTemplate<Layout> => ({
  subject: SUBJECT,
  body: `${PROBLEM}  So let it say so, by a device feature that is set:
from then on ${described(vfio)}

The RFC of November 2017 had an ioctl for this.  Since then device features
carry what only needs a number, and PROBE tells a client beforehand whether
the kernel has it.

It was objected that the kernel has to decide what a user may map, not the
user.  The kernel has decided: mapping the table is not a matter of safety,
since a device capable of DMA can issue any write that the table could make
it issue, and interrupt remapping has to cope with both.  The feature does
not ask for permission, it selects one of two descriptions of the same
region.

${compatibility(vfio)}

${lifetime(vfio)}

Link: https://lore.kernel.org/r/20171122040932.970-1-aik@ozlabs.ru`,
  edits: (layout) => [
    ...remembersChoice(layout, FEATURE),
    ...dispatch.gainsFeature({
      name: FEATURE,
      absent: nothing(layout),
      body: '	WRITE_ONCE(vdev->msix_mmap, true);\n',
    }),
    ...layout.uapi.gainsFeature({
      name: FEATURE,
      newest: NEWEST_FEATURE,
      ...(number === undefined ? {} : { number }),
      text: (n) => `/*
 * Upon VFIO_DEVICE_FEATURE_SET, let the region that holds the MSI-X table be
 * mapped whole.  There is no data.
 *
${explainsRegion(layout, 'this feature')}
 *
 * A device without an MSI-X table, or with one in a BAR that cannot be mapped,
 * does not have the feature, which PROBE tells: -ENOTTY.
 */
#define ${FEATURE} (${n})

`,
    }),
  ],
});
