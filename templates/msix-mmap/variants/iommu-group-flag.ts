// SPDX-License-Identifier: GPL-2.0-only
import type { Members, Statements, TopLevel } from '../../../src/c/fragment.ts';
import type { PatchTemplate, Variant } from '../../../src/series/topic.ts';
import { type Contract, MAPPED_WHERE_ISOLATED } from '../contract.ts';
import { irqDomainStub } from '../irq-domain-stub.ts';
import type { Layout } from '../layout/index.ts';

const CAPABILITY = 'IOMMU_GROUP_CAP_ISOLATED_MSI';
const HELPER = 'vfio_pci_isolates_msi';
const LINK = 'Link: https://lore.kernel.org/r/20171122040932.970-1-aik@ozlabs.ru';

/** The kernel decides, by what it knows of the device's IOMMU group. */
export const iommuGroupFlag: Variant<Layout, Contract> = {
  id: 'iommu-group-flag',
  title: 'IOMMU group flag',
  origin: 'Alexey Kardashevskiy, an earlier proposal of 2017, the first of the two that mail 9 speaks of',
  answer: `The kernel decides, by what the platform says of the device's IOMMU group: where no device of it can forge an
interrupt, the refusal goes and the region is described without the sparse mmap capability.  Elsewhere everything
remains as it is.  Userspace is told nothing; it finds a region that it may map, or not.  Kernels that know whether a
group has isolated MSIs need little more than the question.`,

  patches: ({ iommu }) =>
    iommu.knowsIsolation
      ? [powerpcDomains, vfio(true)]
      : [irqDomainStub, groupCapabilities, isolatedGroups, powerpcGroups, vfio(false)],

  contract: () => MAPPED_WHERE_ISOLATED,
};

const TYPE: TopLevel = `/* What is true of every device of a group */
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
 * Return: true where every device of the group has it.
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
controller that isolates, and on powerpc the firmware.

Keep the answers as bits in the group.  Those who make groups set them, and
whoever has a group can ask.

${LINK}`,
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
	else if (list_empty(&group->devices))
		set_bit(${CAPABILITY}, &group->caps);
	mutex_unlock(&group->mutex);
}

`;

const NOTE: Statements = `	iommu_group_note_isolation(group, dev);

`;

const isolatedGroups: PatchTemplate<Layout> = {
  subject: 'iommu: Note which groups have isolated MSIs',
  body: `Intel and AMD remap interrupts in the IOMMU, whose driver says so by
IOMMU_CAP_INTR_REMAP.  On ARM the GIC's ITS does, and its interrupt domain
says so.  The core can ask both when a device joins its group, so that no
driver has to be touched.

A group has the capability as long as each of its devices does: the first one
sets it, and one whose MSIs are not isolated takes it away for all of them.

${LINK}`,
  edits: ({ iommu }) => iommu.notesDevice(NOTE, NOTE_HELPER),
};

const MARK: Statements = `	/* Firmware assigns MSIs to an endpoint, and the bridge refuses others */
	iommu_group_set_capability(grp, ${CAPABILITY});
`;

const powerpcGroups: PatchTemplate<Layout> = {
  subject: 'powerpc/iommu: Mark the MSIs of groups as isolated',
  body: `On pseries and powernv a group is a partitionable endpoint.  The host bridge
knows which MSIs belong to which endpoint, and lets no device raise those of
another.

The groups are made here and not by the IOMMU core, so say it here.

${LINK}`,
  edits: ({ powerPc }) => powerPc.marksGroups(MARK),
};

const powerpcDomains: PatchTemplate<Layout> = {
  subject: 'powerpc: Mark the MSI domains of pseries and powernv as isolated',
  body: `The host bridges of pseries and powernv know which MSIs belong to which
partitionable endpoint, and let no device raise those of another.  Nothing
says so, because the IOMMU drivers of VFIO for powerpc never ask.

Set IRQ_DOMAIN_FLAG_ISOLATED_MSI on their domains, so that
iommu_group_has_isolated_msi() is true of their groups as it is of those
behind interrupt remapping on x86 and an ITS on ARM.

${LINK}`,
  edits: ({ powerPc }) => powerPc.marksMsiDomains('IRQ_DOMAIN_FLAG_ISOLATED_MSI'),
};

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

const vfio = (knowsIsolation: boolean): PatchTemplate<Layout> => ({
  subject: 'vfio/pci: Allow mapping the MSI-X table where MSIs are isolated',
  body: `The pages that hold the MSI-X table cannot be mapped.  With 64K pages such
a page usually holds device registers as well, a doorbell for example, and
every access to them becomes a system call.

What a user could do with the table that the device could not do by itself is
to have it raise interrupts that are not its own.  ${
    knowsIsolation
      ? `Where
iommu_group_has_isolated_msi() is true the platform prevents that, and the
reason for the refusal is gone.`
      : `Where the IOMMU
group has isolated MSIs the platform prevents that, and the reason for the
refusal is gone.`
  }

So ask the group when the device is opened, and if its MSIs are isolated
describe the BAR without the sparse mmap capability and let it be mapped
whole.  The kernel decides, as was asked for in the discussion; what it does
not do is to tell userspace, which finds a region that it may map or not.

It was objected that this answers a question about safety where none was
asked: a device that can do DMA can do the write of an MSI without a table,
and a user without isolated MSIs had to allow unsafe interrupts to come this
far.  On such a machine the refusal remains, although it protects nobody.

${LINK}`,
  edits: (layout) => [
    ...layout.device.gainsBool('msi_isolated'),
    ...layout.open.gainsFunction(
      HELPER,
      helper(
        knowsIsolation ? 'iommu_group_has_isolated_msi(group)' : `iommu_group_capable(group, ${CAPABILITY})`,
      ),
    ),
    ...layout.open.resets(`vdev->msi_isolated = ${HELPER}(pdev);`),
    ...layout.regionInfo.asksForCapability(['!vdev->msi_isolated']),
    ...layout.refusals.flatMap((refusal) => refusal.isSkippedUnless(['!vdev->msi_isolated'], true)),
  ],
});
