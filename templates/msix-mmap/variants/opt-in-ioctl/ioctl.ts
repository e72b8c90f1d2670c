// SPDX-License-Identifier: GPL-2.0-only
import type { PatchTemplate } from '../../../../src/series/topic.ts';
import type { Layout } from '../../layout/index.ts';
import {
  compatibility,
  described,
  explainsRegion,
  FLAG,
  IOCTL,
  lifetime,
  NEWEST_IOCTL,
  nothing,
  PROBLEM,
  remembersChoice,
  STRUCT,
  SUBJECT,
} from './choice.ts';

/** The RFC with its weaknesses mended. */
export const byIoctl = (vfio: Layout, number: number | undefined): PatchTemplate<Layout> => ({
  subject: SUBJECT,
  body: `${PROBLEM}  So let it say so: after ${IOCTL}
${described(vfio)}

It was objected that the kernel has to decide what a user may map, not the
user.  The kernel has decided: mapping the table is not a matter of safety,
since a device capable of DMA can issue any write that the table could make
it issue, and interrupt remapping has to cope with both.  The ioctl does not
ask for permission, it selects one of two descriptions of the same region.

${compatibility(vfio)}

It was also asked that the header explain what the ioctl is for; it does.${
    vfio.feature
      ? `

An ioctl of its own is what the RFC had.  Since v5.7 a device feature carries
such a choice, and PROBE tells beforehand whether it can be made; reviewers
will ask for one.  Here a call with no flag set has to do: it changes nothing,
and answers 0 before the opt-in and -EBUSY afterwards, whoever opted in.  Either
means that the choice is there.  -ENOTTY means that it is not, and does not tell
whether the kernel or the device lacks it; no more does PROBE.  The choice behind
it is the same either way.`
      : ''
  }

${lifetime(vfio, ', -EBUSY says so')}

Link: https://lore.kernel.org/r/20171122040932.970-1-aik@ozlabs.ru`,
  edits: (layout) => [
    ...remembersChoice(layout, IOCTL),
    ...layout.ioctl.gainsCommand({
      name: IOCTL,
      argument: STRUCT,
      variable: 'hdr',
      last: 'flags',
      body: `	if (hdr.argsz < minsz || hdr.flags & ~${FLAG})
		return -EINVAL;

	/* Nothing to choose: no table, or none that could be mapped */
	if (${nothing(layout)})
		return -ENOTTY;

	/* Mappings may rely on it: it lasts until the device is closed */
	if (!(hdr.flags & ${FLAG}))
		return READ_ONCE(vdev->msix_mmap) ? -EBUSY : 0;

	WRITE_ONCE(vdev->msix_mmap, true);

	return 0;
`,
    }),
    ...layout.uapi.gainsDeviceIoctl({
      name: IOCTL,
      newest: NEWEST_IOCTL,
      ...(number === undefined ? {} : { number }),
      text: (n) => `/**
 * ${IOCTL} - _IOW(VFIO_TYPE, VFIO_BASE + ${n},
 *				    struct ${STRUCT})
 *
${explainsRegion(layout, FLAG)}
 *
 * A call with no flag set changes nothing.  It returns 0 before the opt-in
 * and -EBUSY afterwards, with whichever file descriptor that was made: both say
 * that the kernel has the ioctl and the device a use for it.  -ENOTTY says that
 * one of the two is lacking, and not which.
 *
 * Return: 0 on success, -errno on failure:
 *  -EFAULT: the argument cannot be read.
 *  -EINVAL: argsz is too short, or an unknown flag is set.
 *  -ENOTTY: the kernel does not have the ioctl; or the device has no MSI-X
 *           table, or has it in a BAR that cannot be mapped.
 *  -EBUSY: the flag is not set, but was before, by any user of the open
 *          device: the choice cannot be taken back.
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
