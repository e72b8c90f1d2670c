// SPDX-License-Identifier: GPL-2.0-only
import type { PatchTemplate } from '../../../../src/series/topic.ts';
import type { Layout } from '../../layout/index.ts';
import { FLAG, IOCTL, lifetime, PROBLEM, remembersChoice, STRUCT, SUBJECT } from './choice.ts';

/** The RFC with its weaknesses mended. */
export const byIoctl = (number: number | undefined): PatchTemplate<Layout> => ({
  subject: SUBJECT,
  body: `${PROBLEM}  So let it say so: after ${IOCTL}
the BAR is described without the sparse mmap capability and may be mapped
whole.

It was objected that the kernel has to decide what a user may map, not the
user.  The kernel has decided: mapping the table is not a matter of safety,
since a device capable of DMA can issue any write that the table could make
it issue, and interrupt remapping has to cope with both.  The ioctl does not
ask for permission, it selects one of two descriptions of the same region,
and an existing binary, which does not call it, finds the region described
as it always was.

It was also asked that the header explain what the ioctl is for; it does.

${lifetime(', -EBUSY says so')}

Link: https://lore.kernel.org/r/20171122040932.970-1-aik@ozlabs.ru`,
  edits: (vfio) => [
    ...remembersChoice(vfio),
    ...vfio.ioctl.gainsCommand({
      name: IOCTL,
      argument: STRUCT,
      variable: 'hdr',
      last: 'flags',
      body: `	if (hdr.argsz < minsz || hdr.flags & ~${FLAG})
		return -EINVAL;

	/* Mappings may rely on it: it lasts until the device is closed */
	if (!(hdr.flags & ${FLAG}))
		return READ_ONCE(vdev->msix_mmap) ? -EBUSY : 0;

	WRITE_ONCE(vdev->msix_mmap, true);

	return 0;
`,
    }),
    ...vfio.uapi.gainsDeviceIoctl({
      name: IOCTL,
      ...(number === undefined ? {} : { number }),
      text: (n) => `/**
 * ${IOCTL} - _IOW(VFIO_TYPE, VFIO_BASE + ${n},
 *				    struct ${STRUCT})
 *
 * By default the pages that hold the MSI-X table cannot be mapped, and the
 * region they are in is described with VFIO_REGION_INFO_CAP_SPARSE_MMAP.  A
 * user that sets up vectors only through VFIO_DEVICE_SET_IRQS, and wants fast
 * access to registers that share a page with the table, sets
 * ${FLAG}: the region is then described without that
 * capability and may be mapped whole.  Writing to the table through such a
 * mapping does not set up interrupts.
 *
 * The choice lasts until the device is closed; a mapping keeps it open.
 *
 * Return: 0 on success, -errno on failure:
 *  -EINVAL: argsz is too short, or an unknown flag is set.
 *  -EBUSY: the flag is not set, but was before.
 */
#define ${FLAG}	(1 << 0) /* mmap of entire MSI-X BAR */

struct ${STRUCT} {
	__u32	argsz;
	__u32	flags;
};

#define ${IOCTL}	_IO(VFIO_TYPE, VFIO_BASE + ${n})

`,
    }),
  ],
});
