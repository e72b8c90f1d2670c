// SPDX-License-Identifier: GPL-2.0-only
import type { Members, Statements, TopLevel } from '../../../src/c/fragment.ts';
import type { Parameters, PatchTemplate, Variant } from '../../../src/series/topic.ts';
import { type Contract, mappedWhereIsolated } from '../contract.ts';
import { irqDomainStub } from '../irq-domain-stub.ts';
import type { Layout } from '../layout/index.ts';
import { ALWAYS_GIVEN, AS_POSTED, announcedWhere, announces, explained } from '../mappable-cap.ts';
import { PSERIES, powernvDomains, powernvSource } from '../powernv.ts';
import { BY_GROUP } from '../proposals.ts';
import { RDWR, readWriteShows, tableByRead } from '../read-write.ts';

const CAPABILITY = 'IOMMU_GROUP_CAP_ISOLATED_MSI';
const HELPER = 'vfio_pci_isolates_msi';
const HIDDEN = '!vdev->msi_isolated';

/** The kernel decides, by what it knows of the device's IOMMU group. */
export const iommuGroupFlag: Variant<Layout, Contract> = {
  id: 'iommu-group-flag',
  title: 'IOMMU group flag',
  origin:
    'Alexey Kardashevskiy, v5 of "vfio-pci: Add support for mmapping MSI-X table" (7 August 2017), the first of the two that mail 9 speaks of',
  link: BY_GROUP.link,
  answer: `The kernel decides, by what the platform says of the device's IOMMU group: where no device of it can forge an
interrupt, the region may be mapped whole, and is described so.  Elsewhere everything remains as it is.  Kernels that know
whether a group has isolated MSIs need little more than the question.`,
  today: `Since v6.3 the core knows whether a group has isolated MSIs (iommu_group_has_isolated_msi()), so there the flag of
the group is not needed any more.  A mappable table is announced by VFIO_REGION_INFO_CAP_MSIX_MAPPABLE, which did not exist
in 2017.  That read() and write() see the table as well is left out, and a patch of its own (--set rdwr).  pseries is left
out: its hypervisors do not all check MSIs.`,
  parameters: {
    'as-posted': AS_POSTED,
    rdwr: RDWR,
  },

  patches: (layout, parameters) => [
    ...(layout.iommu.knowsIsolation
      ? [powernvDomains]
      : [
          irqDomainStub,
          groupCapabilities,
          isolatedGroups(layout.iommu.attachesLater),
          powernvGroups(layout),
        ]),
    vfio(layout, layout.iommu.knowsIsolation, parameters),
    ...(parameters.rdwr === true
      ? [readWriteShows(HIDDEN, "where the MSIs of the device's group are isolated", BY_GROUP)]
      : []),
  ],

  contract: (layout, parameters) => ({
    ...mappedWhereIsolated(announces(layout, parameters), 'group'),
    ...tableByRead(parameters),
  }),
};

const TYPE: TopLevel = `/* What is known to be true of every device of a group */
enum iommu_group_cap {
	${CAPABILITY},	/* no device can forge an interrupt */
};
`;

const MEMBER: Members = `	unsigned long caps;
`;

const FUNCTIONS: TopLevel = `/**
 * iommu_group_set_capability - Give a group a capability
 * @group: the group
 * @cap: the capability
 *
 * For those who make a group: they vouch for all devices that it will have.
 */
void iommu_group_set_capability(struct iommu_group *group,
				enum iommu_group_cap cap)
{
	set_bit(cap, &group->caps);
}

/**
 * iommu_group_capable - Tell whether a group has a capability
 * @group: the group
 * @cap: the capability
 *
 * Return: true if every device that has been in the group has it.  It can be
 * false though all that are left have it.
 */
bool iommu_group_capable(struct iommu_group *group, enum iommu_group_cap cap)
{
	return test_bit(cap, &group->caps);
}
EXPORT_SYMBOL_GPL(iommu_group_capable);
`;

const DECLARATIONS: TopLevel = `void iommu_group_set_capability(struct iommu_group *group,
				enum iommu_group_cap cap);
bool iommu_group_capable(struct iommu_group *group, enum iommu_group_cap cap);
`;

const STUBS: TopLevel = `static inline void iommu_group_set_capability(struct iommu_group *group,
					      enum iommu_group_cap cap)
{
}

static inline bool iommu_group_capable(struct iommu_group *group,
				       enum iommu_group_cap cap)
{
	return false;
}
`;

const groupCapabilities: PatchTemplate<Layout> = {
  subject: 'iommu: Let a group have capabilities',
  body: `Whoever hands a device to userspace does so by its IOMMU group, and has
questions about the group that only the platform can answer.  The first is
whether the MSIs of its devices are isolated: whether a device can forge the
interrupt of another by writing to the address of an MSI.

Capabilities of the IOMMU are no answer, since on ARM it is the MSI
controller that isolates, and on powernv the host bridge.

Keep the answers as bits in the group.  Those who make groups set them, and
whoever has a group can ask.

${BY_GROUP.cited}`,
  edits: ({ iommu }) =>
    iommu.gainsGroupCapabilities({
      type: TYPE,
      member: MEMBER,
      functions: FUNCTIONS,
      declarations: DECLARATIONS,
      stubs: STUBS,
    }),
};

const NOTE_HELPER: TopLevel = `/*
 * The first device gives the group what it has itself, any other can only take
 * it away.
 */
static void iommu_group_note_isolation(struct iommu_group *group,
				       struct device *dev)
{
	bool isolated = iommu_device_isolates_msi(dev);

	mutex_lock(&group->mutex);
	if (!isolated)
		clear_bit(${CAPABILITY}, &group->caps);
	else if (list_is_singular(&group->devices))
		set_bit(${CAPABILITY}, &group->caps);
	mutex_unlock(&group->mutex);
}

`;

const NOTE: Statements = `	iommu_group_note_isolation(dev->iommu_group, dev);

`;

const isolatedGroups = (attachesLater: boolean): PatchTemplate<Layout> => ({
  subject: 'iommu: Note which groups have isolated MSIs',
  body: `Intel and AMD remap interrupts in the IOMMU, whose driver says so by
IOMMU_CAP_INTR_REMAP.  On ARM the GIC's ITS does, and its interrupt domain
says so.  The core can ask both when a device joins its group, so that no
driver has to be touched.

A group has the capability as long as each device that came into it has: the
first one sets it, and one whose MSIs are not isolated takes it away for all of
them, and for as long as the group exists, even when that device is removed.

It is noted when the device is in its group, which is before a driver is bound
to the device.  ${
    attachesLater
      ? `Attaching the default domain comes later and may fail.  The error
is on the side of caution: a device without isolated MSIs has taken the
capability away by then, and one that had it can have set it only as the first
of its group, where each device that follows is noted as well.`
      : `It has been attached to the default domain by then, and
nothing can fail any more.`
  }

${BY_GROUP.cited}`,
  edits: ({ iommu }) => iommu.notesDevice(NOTE, NOTE_HELPER),
});

const MARK: Statements = `	/* The bridge knows whose each MSI is, and refuses others */
	if (pe->table_group.group)
		iommu_group_set_capability(pe->table_group.group,
					   ${CAPABILITY});
`;

const powernvGroups = ({ powernvDocument }: Layout): PatchTemplate<Layout> => ({
  subject: 'powerpc/powernv: Mark the MSIs of groups as isolated',
  body: `On powernv a group is a partitionable endpoint.  ${powernvSource(powernvDocument)}

These groups are made here and not by the IOMMU core, so say it here.

${PSERIES}

${BY_GROUP.cited}`,
  edits: ({ powerPc }) => powerPc.marksGroups(MARK),
});

const helper = (
  question: string,
): TopLevel => `/* Whether the device cannot forge interrupts, whatever its MSI-X table says */
static bool ${HELPER}(struct pci_dev *pdev)
{
	struct iommu_group *group = iommu_group_get(&pdev->dev);
	bool isolated;

	if (!group)
		return false;

	isolated = ${question};
	iommu_group_put(group);

	return isolated;
}
`;

/** Whom the backends of VFIO turn away by themselves: type 1 and, since v6.2, iommufd. */
const BY_BACKEND = `a device without isolated MSIs is handed out
by type 1 and iommufd only where the administrator has set their parameter
allow_unsafe_interrupts`;
const BY_TYPE1 = `type 1 asks for the
administrator's parameter allow_unsafe_interrupts where MSIs are not remapped,
though by a wider question: irq_domain_check_msi_remap() is true of a machine on
which any interrupt domain remaps`;

const vfio = (layout: Layout, knowsIsolation: boolean, parameters: Parameters): PatchTemplate<Layout> => ({
  subject: 'vfio/pci: Allow mapping the MSI-X table where MSIs are isolated',
  body: `The pages that hold the MSI-X table cannot be mapped.  With 64K pages such
a page may hold device registers as well, a doorbell for example, and every
access to them becomes a system call.

The proposal assumed that the table lets a user do what the device could not do
by itself: raise interrupts that are not its own.  Where ${
    knowsIsolation
      ? `iommu_group_has_isolated_msi() is
true the platform prevents that.  It came with v6.3, and makes the group
capability needless that was proposed before.`
      : `the IOMMU group has isolated
MSIs the platform prevents that.`
  }

So ask the group when the device is opened, and if its MSIs are isolated let the
BAR be mapped whole.  ${
    announces(layout, parameters)
      ? `Announce it by VFIO_REGION_INFO_CAP_MSIX_MAPPABLE instead of
sparse areas: it is what QEMU and DPDK look for.`
      : `Describe it without the sparse mmap capability.  QEMU and DPDK
map the page only where they find VFIO_REGION_INFO_CAP_MSIX_MAPPABLE, so they
leave it out as before.`
  }  The kernel decides, as was asked for in the discussion.

The answer is kept until the device is closed, so that region info${layout.dmaBuf ? ', mmap and\ndma-bufs' : ' and\nmmap'} say the same for as long as it is open.  A device without isolated MSIs
that joins the group meanwhile does not change it.

It was objected that this answers a question about safety where none was
asked: a device that can do DMA can do the write of an MSI without a table, and
${knowsIsolation ? BY_BACKEND : BY_TYPE1}.  On such a machine the refusal
remains, protects nobody, and breaks programs that rely on what mainline has done
since v4.16.  It also remains for users of whom nothing was asked, those of SPAPR
TCE on pseries and those of the no-IOMMU mode.

${BY_GROUP.cited}`,
  edits: (vfio) => [
    ...vfio.device.gainsBool('msi_isolated'),
    ...vfio.open.gainsFunction(
      HELPER,
      helper(
        knowsIsolation ? 'iommu_group_has_isolated_msi(group)' : `iommu_group_capable(group, ${CAPABILITY})`,
      ),
    ),
    ...vfio.open.resets(`vdev->msi_isolated = ${HELPER}(pdev);`),
    ...announcedWhere(vfio, parameters, 'vdev->msi_isolated', HIDDEN),
    ...vfio.refusals.flatMap((refusal) =>
      refusal.isSkippedUnless([HIDDEN], true, "the MSIs of the device's group are isolated"),
    ),
    ...explained(
      vfio,
      parameters,
      `vfio-pci gives it where the MSIs of the device's IOMMU group are isolated when
the device is opened.  Elsewhere the pages that hold the MSI-X table cannot be
mapped, and VFIO_REGION_INFO_CAP_SPARSE_MMAP leaves them out.  ${ALWAYS_GIVEN}`,
    ),
  ],
});
