// SPDX-License-Identifier: GPL-2.0-only
import type { Edit } from '../../../src/c/edit.ts';
import { BadParameter, TreeUnsuitable } from '../../../src/series/errors.ts';
import type { PatchTemplate, Variant } from '../../../src/series/topic.ts';
import { type Contract, mappable, restricted } from '../contract.ts';
import type { FeatureDispatch } from '../layout/feature.ts';
import type { Layout } from '../layout/index.ts';

const IOCTL = 'VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP';
const STRUCT = 'vfio_pci_allow_msix_mmap';
const FLAG = 'VFIO_PCI_ALLOW_MSIX_MMAP';
const FEATURE = 'VFIO_DEVICE_FEATURE_PCI_ALLOW_MSIX_MMAP';
const SET_FEATURE = ['VFIO_DEVICE_FEATURE_SET', FEATURE];

/** The design that the RFC proposed: userspace says that it will leave the table alone, and may map the BAR. */
export const optInIoctl: Variant<Layout, Contract> = {
  id: 'opt-in-ioctl',
  title: 'opt-in ioctl',
  origin:
    'Alexey Kardashevskiy, the RFC itself (22 November 2017); supported by David Gibson (mails 1 and 3)',
  answer: `A user that sets up vectors through VFIO_DEVICE_SET_IRQS only says so by an ioctl; from then on the
region is described without the sparse mmap capability and may be mapped whole.  Nothing changes for a user that does
not call it.  The price is a new ioctl, and a choice that the driver has to keep for each user of the device.`,
  parameters: {
    'as-posted': {
      type: 'boolean',
      default: false,
      help: "the RFC's own code: never reset, can be withdrawn under live mappings, written without a lock",
    },
    via: {
      type: 'string',
      choices: ['ioctl', 'feature'],
      help: 'how userspace opts in: by an ioctl of its own, as by default, or by VFIO_DEVICE_FEATURE, which reviewers ask for since v5.7',
    },
    number: {
      type: 'number',
      help: 'N of _IO(VFIO_TYPE, VFIO_BASE + N), or index of the feature; by default the first above those in use',
    },
  },
  client: ({ via }) =>
    via === 'feature'
      ? {
          OPTIN_IOCTL: 'VFIO_DEVICE_FEATURE',
          OPTIN_STRUCT: 'vfio_device_feature',
          OPTIN_FLAG: `(${SET_FEATURE.join('|')})`,
        }
      : { OPTIN_IOCTL: IOCTL, OPTIN_STRUCT: STRUCT, OPTIN_FLAG: FLAG },

  patches: ({ feature, driver }, parameters) => {
    const number = typeof parameters.number === 'number' ? parameters.number : undefined;
    if (parameters.via !== 'feature')
      return [parameters['as-posted'] === true ? asPosted(number) : mended(number)];
    if (parameters['as-posted'] === true)
      throw new BadParameter({
        title: 'the RFC posted an ioctl, so there is no feature as posted',
        where: '--set as-posted, --set via=feature of opt-in-ioctl',
        hint: 'Leave out one of the two.',
      });
    if (!feature)
      throw new TreeUnsuitable({
        title: 'this tree has no device features (VFIO_DEVICE_FEATURE, since v5.7)',
        where: driver,
        hint: 'Use the ioctl there (--set via=ioctl), or a later tree.',
      });
    return [byFeature(feature, number)];
  },

  contract: (_, parameters) => {
    const posted = parameters['as-posted'] === true;
    if (parameters.via === 'feature')
      return {
        fresh: restricted,
        optIn: {
          flags: SET_FEATURE,
          after: mappable(),
          shortArgsz: 'EINVAL',
          unknownFlags: 'EINVAL',
          badPointer: 'EFAULT',
          withdraw: 'none',
          afterWithdraw: 'opted',
          liveMapping: 'kept',
          reopen: 'fresh',
        },
        oldUserspace: 'around',
      };
    return {
      fresh: restricted,
      optIn: {
        ioctl: IOCTL,
        flags: [FLAG],
        after: mappable(),
        shortArgsz: 'EINVAL',
        unknownFlags: 'EINVAL',
        badPointer: 'EFAULT',
        withdraw: posted ? 'ok' : 'EBUSY',
        afterWithdraw: posted ? 'fresh' : 'opted',
        liveMapping: 'kept',
        reopen: posted ? 'opted' : 'fresh',
      },
      oldUserspace: 'around',
    };
  },
};

/** The choice is a state of the device from opening to closing; who describes or maps the BAR asks it. */
const remembersChoice = (vfio: Layout): Edit[] => [
  ...vfio.device.gainsBool('msix_mmap'),
  ...vfio.open.resets('vdev->msix_mmap = false;'),
  ...vfio.regionInfo.asksForCapability(['!READ_ONCE(vdev->msix_mmap)']),
  ...vfio.refusals.flatMap((refusal) => refusal.isSkippedUnless(['!READ_ONCE(vdev->msix_mmap)'], true)),
];

const mended = (number: number | undefined): PatchTemplate<Layout> => ({
  subject: 'vfio/pci: Let userspace opt in to mapping the MSI-X table',
  body: `The pages that hold the MSI-X table cannot be mapped.  With 64K pages such
a page usually holds device registers as well, a doorbell for example, and
every access to them becomes a system call.

Whether that page should be mapped is a choice between two goods: a client
that programs vectors through the table needs its accesses to the table
trapped, a client that has another way to set up vectors (a paravirtualized
PAPR guest, a driver that polls) wants fast registers.  Only userspace knows
which client it serves.  So let it say so: after ${IOCTL}
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

The choice belongs to one user of the device:

 - It is reset when the device is opened, so the next user does not inherit
   it.

 - It cannot be taken back while the device is open, -EBUSY says so.  A
   mapping keeps the device open, hence no mapping of the table can outlive
   the choice that allowed it, and nothing has to be revoked.

 - It only ever changes from false to true under readers, which makes
   WRITE_ONCE() and READ_ONCE() sufficient and a lock unnecessary.

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

const byFeature = (dispatch: FeatureDispatch, number: number | undefined): PatchTemplate<Layout> => ({
  subject: 'vfio/pci: Let userspace opt in to mapping the MSI-X table',
  body: `The pages that hold the MSI-X table cannot be mapped.  With 64K pages such
a page usually holds device registers as well, a doorbell for example, and
every access to them becomes a system call.

Whether that page should be mapped is a choice between two goods: a client
that programs vectors through the table needs its accesses to the table
trapped, a client that has another way to set up vectors (a paravirtualized
PAPR guest, a driver that polls) wants fast registers.  Only userspace knows
which client it serves.  So let it say so, by a device feature that is set:
from then on the BAR is described without the sparse mmap capability and may
be mapped whole.

The RFC of November 2017 had an ioctl for this.  Since then device features
carry what only needs a number, and PROBE tells a client beforehand whether
the kernel has it.

It was objected that the kernel has to decide what a user may map, not the
user.  The kernel has decided: mapping the table is not a matter of safety,
since a device capable of DMA can issue any write that the table could make
it issue, and interrupt remapping has to cope with both.  The feature does
not ask for permission, it selects one of two descriptions of the same
region, and an existing binary finds the region described as it always was.

The choice belongs to one user of the device:

 - It is reset when the device is opened, so the next user does not inherit
   it.

 - It cannot be taken back while the device is open.  A mapping keeps the
   device open, hence no mapping of the table can outlive the choice that
   allowed it, and nothing has to be revoked.

 - It only ever changes from false to true under readers, which makes
   WRITE_ONCE() and READ_ONCE() sufficient and a lock unnecessary.

Link: https://lore.kernel.org/r/20171122040932.970-1-aik@ozlabs.ru`,
  edits: (vfio) => [
    ...remembersChoice(vfio),
    ...dispatch.gainsFeature({ name: FEATURE, body: '	WRITE_ONCE(vdev->msix_mmap, true);\n' }),
    ...vfio.uapi.gainsFeature({
      name: FEATURE,
      ...(number === undefined ? {} : { number }),
      text: (n) => `/*
 * Upon VFIO_DEVICE_FEATURE_SET, let the region that holds the MSI-X table be
 * mapped whole.  There is no data.
 *
 * By default the pages that hold the table cannot be mapped, and the region
 * they are in is described with VFIO_REGION_INFO_CAP_SPARSE_MMAP.  A user that
 * sets up vectors only through VFIO_DEVICE_SET_IRQS, and wants fast access to
 * registers that share a page with the table, sets this feature: the region is
 * then described without that capability.  Writing to the table through such a
 * mapping does not set up interrupts.
 *
 * It lasts until the device is closed; a mapping keeps it open.
 */
#define ${FEATURE} (${n})

`,
    }),
  ],
});

const asPosted = (number: number | undefined): PatchTemplate<Layout> => ({
  subject: 'vfio/pci: Let userspace opt in to mapping the MSI-X table, as posted',
  body: `This is the code of the RFC of November 2017, kept as it was posted so that
it can be compared with what came of the discussion: an ioctl after which the
BAR is described without the sparse mmap capability and may be mapped whole.

Three weaknesses are kept on purpose.  The choice is never reset, so that the
next user of the device inherits it; it can be withdrawn while mappings that
rely on it live on; and it is written without a lock or an annotation.

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
