// SPDX-License-Identifier: GPL-2.0-only
import type { PatchTemplate } from '../../../../src/series/topic.ts';
import type { Layout } from '../../layout/index.ts';
import { FLAG, IOCTL, NEWEST_IOCTL, STRUCT } from './choice.ts';

/** The RFC's own code. */
export const asPosted = (number: number | undefined): PatchTemplate<Layout> => ({
  subject: 'vfio/pci: Let users opt in to mapping MSI-X tables, as posted',
  body: `This is the code of the RFC of November 2017, kept as it was posted so that
it can be compared with what came of the discussion: an ioctl after which the
BAR is described without the sparse mmap capability and may be mapped whole.

Three weaknesses are kept on purpose.  The choice is never reset, so that the
next user of the device inherits it; it can be withdrawn while mappings that
rely on it live on; and it is written without a lock or an annotation.  It
also succeeds where there is no table to map.

The RFC is older than VFIO_REGION_INFO_CAP_MSIX_MAPPABLE.  It announces nothing
by it, so QEMU and DPDK leave the page out after the opt-in as before.

Link: https://lore.kernel.org/r/20171122040932.970-1-aik@ozlabs.ru`,
  edits: (vfio) => [
    ...vfio.device.gainsBool('msix_mmap'),
    ...vfio.regionInfo.asksForCapability(['!vdev->msix_mmap'], '\t\t'),
    ...vfio.refusals.flatMap((refusal) => refusal.isSkippedUnless(['!vdev->msix_mmap'], true)),
    ...vfio.ioctl.gainsCommand({
      name: IOCTL,
      argument: STRUCT,
      variable: 'hdr',
      last: 'flags',
      body: `	if (hdr.argsz < minsz || hdr.flags & ~${FLAG})
		return -EINVAL;

	vdev->msix_mmap = !!(hdr.flags & ${FLAG});

	return 0;
`,
    }),
    ...vfio.uapi.gainsDeviceIoctl({
      name: IOCTL,
      newest: NEWEST_IOCTL,
      ...(number === undefined ? {} : { number }),
      text: (n) => `/**
 * ${IOCTL} - _IOW(VFIO_TYPE, VFIO_BASE + ${n},
 *				    struct ${STRUCT})
 *
 * Return: 0 on success, -errno on failure.
 */
#define ${FLAG}	(1 << 0) /* mmap of entire MSIX BAR */

struct ${STRUCT} {
	__u32	argsz;
	__u32	flags;
};

#define ${IOCTL}	_IO(VFIO_TYPE, VFIO_BASE + ${n})

`,
    }),
  ],
});
