// SPDX-License-Identifier: GPL-2.0-only
// What the rules say of the designs as they are, of designs broken on purpose, and of vfio.h's own history.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { sidesSubject } from '../src/evidence/uapi/compare-sides.ts';
import { type DesignSides, designSides } from '../src/evidence/uapi/designs.ts';
import type { Composition } from '../src/series/compose.ts';
import { type Designs, type MailedSeries, mail } from '../src/series/generate.ts';
import type { UapiSide } from '../src/uapi/side/open.ts';
import { sideOfTree } from '../src/uapi/side/tree.ts';
import { TARGETS } from '../src/uapi/targets.ts';
import { ALL, debian, designs, SERIES, testContext } from '../test/support.ts';
import { check, examine } from './index.ts';
import type { Finding, Subject } from './rule.ts';
import { edited } from './samples/sample.ts';

const TEMPLATES = join(fileURLToPath(new URL('..', import.meta.url)), 'templates');
const HEADER = 'include/uapi/linux/vfio.h';

/** A side whose only header is vfio.h; what that includes is at hand. */
function only({ headers, ...side }: UapiSide): UapiSide {
  const names = () => ['linux/vfio.h'];
  return { ...side, headers: { origin: headers.origin, names, get: headers.get.bind(headers) } };
}

/** A series as the rules see it: against the tree with the prerequisite. */
function subjectOfSeries(
  { base, side }: DesignSides,
  { variant, composition, mails }: MailedSeries,
): Subject {
  const compared = sidesSubject(only(base), only(side(variant.id, composition)), TARGETS);
  const { mails: _, ...lacks } = compared.lacks;
  return { ...compared, lacks, patches: composition.patches, mails };
}

function effectful(finding: Finding): string {
  return `${finding.effect}, ${summary(finding)}`;
}

/** Without lines, which differ from tree to tree. */
function summary({ rule, severity, message }: Finding): string {
  return `${severity}: ${message.replace(/ \(line \d+\)/, '')} [${rule}]`;
}

describe.each(ALL ? SERIES : (['6.1', '7.2'] as const))('on debian:%s', (name) => {
  let made: Designs;
  let sides: DesignSides;
  let series: MailedSeries[];
  /** What is found of the opt-in as it is. */
  let intact: Set<string> | undefined;

  beforeAll(async () => {
    const tree = await debian(name);
    made = await designs(tree);
    sides = designSides(made, await sideOfTree(tree));
    const posted = await designs(tree, ['as-posted']);
    series = [
      ...(await mail(made, TEMPLATES, testContext())),
      ...(await mail(posted, TEMPLATES, testContext())),
    ];
  });

  test('no design has a finding that is an error', () => {
    const found = series.flatMap((one) =>
      check(subjectOfSeries(sides, one))
        .filter(({ severity }) => severity === 'error')
        .map((finding) => `${one.variant.id}: ${summary(finding)}`),
    );
    expect(found).toEqual([]);
  });

  function found(composition: Composition): readonly Finding[] {
    return check(sidesSubject(only(sides.base), only(sides.side('opt-in', composition)), TARGETS));
  }

  /** What is found of the opt-in with one of its files changed, and not of the opt-in as it is. */
  function broken(path: string, from: string, to: string): string[] {
    const composition = made.variants.find(({ variant }) => variant.id === 'opt-in-ioctl')?.composition;
    if (!composition) throw new Error('no opt-in');
    const text = edited(composition.edited.texts.get(path) ?? '', [from, to]);
    const wrong = { ...composition, edited: composition.edited.withTexts(new Map([[path, text]])) };
    intact ??= new Set(found(composition).map(summary));
    return found(wrong)
      .filter((finding) => finding.severity !== 'note' && !intact?.has(summary(finding)))
      .map(({ severity, rule, symbol }) => `${severity}: ${rule} ${symbol}`);
  }

  test('an opt-in that forgets to refuse unknown flags is caught', () => {
    const found = broken(made.baseline.layout.driver, ' || hdr.flags & ~VFIO_PCI_ALLOW_MSIX_MMAP', '');
    expect(found).toMatchInlineSnapshot(`
      [
        "warning: hnd-flags-unchecked struct vfio_pci_allow_msix_mmap",
      ]
    `);
  });

  test('an opt-in that forgets argsz is caught', () => {
    const found = broken(made.baseline.layout.driver, 'hdr.argsz < minsz || hdr.flags & ~', 'hdr.flags & ~');
    expect(found).toMatchInlineSnapshot(`
      [
        "error: hnd-argsz-unchecked struct vfio_pci_allow_msix_mmap",
      ]
    `);
  });

  test("an opt-in with the RFC's number, which is taken by now, is caught", () => {
    const number = /ALLOW_MSIX_MMAP\s+_IO\(VFIO_TYPE, VFIO_BASE \+ \d+\)/;
    const text = made.variants[0]?.composition.edited.texts.get(HEADER) ?? '';
    const [define = ''] = number.exec(text) ?? [];
    expect(broken(HEADER, define, define.replace(/\d+\)$/, '14)'))).toMatchInlineSnapshot(`
      [
        "error: vfio-number-used VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP",
        "warning: vfio-doc-line VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP",
      ]
    `);
  });

  test('a member of a struct that is renamed on the way is caught', () => {
    const text = made.baseline.pristine.texts.get(HEADER) ?? '';
    const [line = ''] = /struct vfio_region_info \{[^}]*?\bindex;/.exec(text) ?? [];
    expect(broken(HEADER, line, line.replace(/index;$/, 'region;'))).toMatchInlineSnapshot(`
      [
        "error: lay-member-renamed struct vfio_region_info.index",
      ]
    `);
  });

  test('a macro that is lost on the way is caught', () => {
    const text = made.baseline.pristine.texts.get(HEADER) ?? '';
    const [line = ''] = /#define VFIO_REGION_INFO_CAP_MSIX_MAPPABLE.*\n/.exec(text) ?? [];
    expect(broken(HEADER, line, '')).toMatchInlineSnapshot(`
      [
        "error: mac-removed VFIO_REGION_INFO_CAP_MSIX_MAPPABLE",
      ]
    `);
  });

  test('an ioctl without code behind it is caught', () => {
    const driver = made.baseline.layout.driver as string;
    const text = made.variants[0]?.composition.edited.texts.get(driver) ?? '';
    const [arm = ''] =
      /case VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP|cmd == VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP/.exec(text) ?? [];
    expect(broken(driver, arm, arm.replace('PCI_ALLOW_MSIX_MMAP', 'FEATURE_NONE'))).toMatchInlineSnapshot(
      `
      [
        "warning: beh-ioctl-unhandled VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP",
      ]
    `,
    );
  });
});

describe('the history of include/uapi/linux/vfio.h', () => {
  async function history(from: string, to: string): Promise<string> {
    const [before, after] = await Promise.all(
      [from, to].map(async (name) => only(await sideOfTree(await debian(name)))),
    );
    if (!before || !after) throw new Error('no tree');
    const { findings, verdict } = examine(sidesSubject(before, after, TARGETS));
    return [`verdict: ${verdict}`, ...findings.map(effectful)].join('\n');
  }

  test('from 5.10 to 6.1 the migration protocol was replaced, and two of its names got other values', async () => {
    expect(await history('5.10', '6.1')).toMatchInlineSnapshot(`
      "verdict: binary-break
      source-break, error: the macro VFIO_REGION_TYPE_MIGRATION (3) is called VFIO_REGION_TYPE_MIGRATION_DEPRECATED now [mac-renamed]
      source-break, error: the macro VFIO_REGION_SUBTYPE_MIGRATION (1) is called VFIO_REGION_SUBTYPE_MIGRATION_DEPRECATED now [mac-renamed]
      source-break, error: the macro VFIO_DEVICE_STATE_SAVING (2) is called VFIO_DEVICE_STATE_V1_SAVING now [mac-renamed]
      binary-break, error: VFIO_DEVICE_STATE_STOP was a macro and is an enumerator, and it was 0, now it is 1 [enm-macro-exchanged]
      binary-break, error: VFIO_DEVICE_STATE_RUNNING was a macro and is an enumerator, and it was 1, now it is 2 [enm-macro-exchanged]
      behaviour-break, warning: vfio_fsl_mc_ioctl() no longer refuses where !is_fsl_mc_bus_dprc(mc_dev) [beh-default-changed]
      defect, warning: vfio_pci_core_pm_entry_with_wakeup() takes struct vfio_device_low_power_entry_with_wakeup with anything in reserved [hnd-reserved-unchecked]
      behaviour-break, warning: vfio_pci_nvgpu_add_capability() no longer hands out VFIO_REGION_INFO_CAP_NVLINK2_SSATGT, and no driver at hand does [beh-never-produced]
      behaviour-break, warning: vfio_pci_nvdia_v100_nvlink2_init() no longer hands out VFIO_REGION_SUBTYPE_NVIDIA_NVLINK2_RAM, and no driver at hand does [beh-never-produced]
      behaviour-break, warning: vfio_pci_npu2_add_capability() no longer hands out VFIO_REGION_INFO_CAP_NVLINK2_LNKSPD, and no driver at hand does [beh-never-produced]
      behaviour-break, warning: vfio_pci_ibm_npu2_init() no longer hands out VFIO_REGION_SUBTYPE_IBM_NVLINK2_ATSD, and no driver at hand does [beh-never-produced]
      defect, warning: vfio_ioctl_device_feature_logging_start() takes struct vfio_device_feature_dma_logging_control with anything in __reserved [hnd-reserved-unchecked]
      undetermined, warning: VFIO_DEVICE_STATE_SET_ERROR() was \`((state & ~VFIO_DEVICE_STATE_MASK) | VFIO_DEVICE_SATE_SAVING | VFIO_DEVICE_STATE_RESUMING)\`, now it is \`((state & ~VFIO_DEVICE_STATE_MASK) | VFIO_DEVICE_STATE_V1_SAVING | VFIO_DEVICE_STATE_V1_RESUMING)\`; kpw cannot tell whether that gives the same [mac-function-changed]
      additive, note: linux/vfio.h gains VFIO_UNMAP_ALL (9), VFIO_UPDATE_VADDR (10), VFIO_DEVICE_STATE_V1_STOP (0), VFIO_DEVICE_STATE_V1_RUNNING (0x1), VFIO_DEVICE_STATE_V1_RESUMING (0x4) and 13 more [mac-added]
      additive, note: the enum that begins with VFIO_CCW_IO_IRQ_INDEX gains VFIO_CCW_REQ_IRQ_INDEX (2) [enm-added]
      additive, note: VFIO_CCW_NUM_IRQS was 2, now it is 3: the enum that begins with VFIO_CCW_IO_IRQ_INDEX has grown [enm-terminal-moved]
      additive, note: struct vfio_device_feature_migration is new: 8 bytes [lay-type-added]
      additive, note: struct vfio_device_feature_mig_state is new: 8 bytes [lay-type-added]
      additive, note: enum vfio_device_mig_state is new [lay-type-added]
      additive, note: enum vfio_device_mig_state gains VFIO_DEVICE_STATE_ERROR (0), VFIO_DEVICE_STATE_STOP_COPY (3) and VFIO_DEVICE_STATE_RUNNING_P2P (5) [enm-added]
      source-break, note: VFIO_DEVICE_STATE_RESUMING was a macro and is an enumerator of the same value, which #ifdef does not see [enm-macro-exchanged]
      additive, note: struct vfio_device_low_power_entry_with_wakeup is new: 8 bytes [lay-type-added]
      additive, note: struct vfio_device_feature_dma_logging_control is new: 24 bytes [lay-type-added]
      additive, note: struct vfio_device_feature_dma_logging_range is new: 16 bytes [lay-type-added]
      additive, note: struct vfio_device_feature_dma_logging_report is new: 32 bytes [lay-type-added]"
    `);
  });

  test('from 6.1 to 6.12 structs grew and were padded', async () => {
    expect(await history('6.1', '6.12')).toMatchInlineSnapshot(`
      "verdict: defect
      defect, warning: iommufd_hwpt_alloc() takes struct iommu_hwpt_alloc with anything in __reserved2 [hnd-reserved-unchecked]
      defect, warning: iommufd_hwpt_set_dirty_tracking() takes struct iommu_hwpt_set_dirty_tracking with anything in __reserved [hnd-reserved-unchecked]
      undetermined, warning: vfio_group_fops_open() now answers -EBUSY where group->cdev_device_open_cnt; cdev_device_open_cnt is new, and kpw cannot tell whether a program has to ask for it [beh-default-changed]
      defect, warning: hisi_acc_vf_precopy_ioctl() answers with the flags of struct vfio_precopy_info that it was given: it neither refuses nor clears them [hnd-flags-unchecked]
      defect, warning: mlx5vf_precopy_ioctl() answers with the flags of struct vfio_precopy_info that it was given: it neither refuses nor clears them [hnd-flags-unchecked]
      defect, warning: qat_vf_precopy_ioctl() answers with the flags of struct vfio_precopy_info that it was given: it neither refuses nor clears them [hnd-flags-unchecked]
      undetermined, warning: vfio_device_fops_unl_ioctl() now answers -EINVAL where !smp_load_acquire(&df->access_granted); access_granted is new, and kpw cannot tell whether a program has to ask for it [beh-default-changed]
      undetermined, warning: vfio_device_fops_mmap() now answers -EINVAL where !smp_load_acquire(&df->access_granted); access_granted is new, and kpw cannot tell whether a program has to ask for it [beh-default-changed]
      undetermined, warning: IOMMU_VTD_INV_FLAGS_LEAF is new, and no driver at hand (drivers/vfio, drivers/iommu/iommufd, what the patch touches) mentions it; nor does any read struct iommu_hwpt_vtd_s1_invalidate, so the driver that does is elsewhere [beh-name-unused]
      undetermined, warning: IOMMU_PGFAULT_FLAGS_PASID_VALID is new, and no driver at hand (drivers/vfio, drivers/iommu/iommufd, what the patch touches) mentions it; drivers/iommu/iommufd/fault.c:246 passes the value on whole, and kpw did not read who acts on it [beh-name-unused]
      undetermined, warning: IOMMU_PGFAULT_FLAGS_LAST_PAGE is new, and no driver at hand (drivers/vfio, drivers/iommu/iommufd, what the patch touches) mentions it; drivers/iommu/iommufd/fault.c:246 passes the value on whole, and kpw did not read who acts on it [beh-name-unused]
      undetermined, warning: struct vfio_device_gfx_plane_info: grew at its end by \`__u32 reserved\` at 60; size of struct vfio_device_gfx_plane_info: 60 → 64 bytes; on i386 only; argsz may tell its size, but no handler among the drivers at hand copies struct vfio_device_gfx_plane_info from userspace [lay-argsz-growth]
      additive, note: linux/vfio.h gains VFIO_DEVICE_FLAGS_CDX (0x100), VFIO_DEVICE_INFO_CAP_PCI_ATOMIC_COMP (5), VFIO_PCI_ATOMIC_COMP32 (0x1), VFIO_PCI_ATOMIC_COMP64 (0x2), VFIO_PCI_ATOMIC_COMP128 (0x4) and 9 more [mac-added]
      additive-proven, note: struct vfio_device_info: grew at its end by \`__u32 pad\` at 20; size of struct vfio_device_info: 20 → 24 bytes; vfio_cdx_ioctl_get_info() asks for no more than what ends with num_irqs; vfio_fsl_mc_ioctl() asks for no more than what ends with num_irqs; vfio_pci_ioctl_get_info() asks for no more than what ends with num_irqs; vfio_platform_ioctl() asks for no more than what ends with num_irqs [lay-argsz-growth]
      additive, note: struct vfio_device_info_cap_pci_atomic_comp is new: 16 bytes [lay-type-added]
      additive, note: the enum that begins with VFIO_AP_REQ_IRQ_INDEX is new, with VFIO_AP_REQ_IRQ_INDEX (0) and VFIO_AP_NUM_IRQS (1) [enm-added]
      additive, note: struct vfio_pci_dependent_device: the new member \`__u32 devid\` at 0 is another name for space in use [lay-member-added]
      additive-proven, note: struct vfio_device_ioeventfd: grew at its end by \`__u32 reserved\` at 28; size of struct vfio_device_ioeventfd: 28 → 32 bytes; on i386 only; vfio_pci_ioctl_ioeventfd() asks for no more than what ends with fd [lay-argsz-growth]
      additive, note: struct vfio_device_bind_iommufd is new: 16 bytes [lay-type-added]
      additive, note: the ioctl VFIO_DEVICE_BIND_IOMMUFD is new, _IO(';', 118) [ioc-added]
      additive, note: struct vfio_device_attach_iommufd_pt is new: 12 bytes [lay-type-added]
      additive, note: the ioctl VFIO_DEVICE_ATTACH_IOMMUFD_PT is new, _IO(';', 119) [ioc-added]
      additive, note: struct vfio_device_detach_iommufd_pt is new: 8 bytes [lay-type-added]
      additive, note: the ioctl VFIO_DEVICE_DETACH_IOMMUFD_PT is new, _IO(';', 120) [ioc-added]
      additive, note: enum vfio_device_mig_state gains VFIO_DEVICE_STATE_PRE_COPY (6), VFIO_DEVICE_STATE_PRE_COPY_P2P (7) and VFIO_DEVICE_STATE_NR (8) [enm-added]
      additive, note: struct vfio_precopy_info is new: 24 bytes [lay-type-added]
      additive, note: the ioctl VFIO_MIG_GET_PRECOPY_INFO is new, _IO(';', 121) [ioc-added]
      additive, note: struct vfio_device_feature_mig_data_size is new: 8 bytes [lay-type-added]
      additive, note: struct vfio_device_feature_bus_master is new: 4 bytes [lay-type-added]
      additive-proven, note: struct vfio_iommu_type1_info: grew at its end by \`__u32 pad\` at 20; size of struct vfio_iommu_type1_info: 20 → 24 bytes; on i386 only; iommufd_vfio_iommu_get_info() asks for no more than what ends with iova_pgsizes; vfio_iommu_type1_get_info() asks for no more than what ends with iova_pgsizes [lay-argsz-growth]"
    `);
  });

  test('from 6.12 to 7.2 one extension was withdrawn', async () => {
    expect(await history('6.12', '7.2')).toMatchInlineSnapshot(`
      "verdict: behaviour-break
      source-break, error: the macro VFIO_TYPE1_NESTING_IOMMU (6) is called __VFIO_RESERVED_TYPE1_NESTING_IOMMU now [mac-renamed]
      behaviour-break, warning: iommufd_get_hw_info() answered -ENODEV, now -EOPNOTSUPP, at \`rc = -EOPNOTSUPP;\` [beh-errno-changed]
      defect, warning: iommufd_viommu_alloc_ioctl() takes struct iommu_viommu_alloc with anything in __reserved [hnd-reserved-unchecked]
      behaviour-break, warning: vfio_dma_do_map() answered -EINVAL where map->size != size, now -EOVERFLOW [beh-errno-changed]
      behaviour-break, warning: vfio_dma_do_map() answered -EINVAL where map->vaddr != vaddr, now -EOVERFLOW [beh-errno-changed]
      behaviour-break, warning: vfio_dma_do_map() answered -EINVAL where map->iova != iova, now -EOVERFLOW [beh-errno-changed]
      additive, note: the enum that begins with VFIO_AP_REQ_IRQ_INDEX gains VFIO_AP_CFG_CHG_IRQ_INDEX (1) [enm-added]
      additive, note: VFIO_AP_NUM_IRQS was 1, now it is 2: the enum that begins with VFIO_AP_REQ_IRQ_INDEX has grown [enm-terminal-moved]
      additive, note: linux/vfio.h gains VFIO_DEVICE_BIND_FLAG_TOKEN (0x1), VFIO_DEVICE_ATTACH_PASID (0x1), VFIO_DEVICE_DETACH_PASID (0x1), VFIO_PRECOPY_INFO_REINIT (0x1), VFIO_DEVICE_FEATURE_DMA_BUF (11) and VFIO_DEVICE_FEATURE_MIG_PRECOPY_INFOv2 (12) [mac-added]
      additive-proven, note: struct vfio_device_bind_iommufd: grew at its end by \`__u64 token_uuid_ptr\` at 16; size of struct vfio_device_bind_iommufd: 16 → 24 bytes; vfio_df_ioctl_bind_iommufd() copies by copy_struct_from_user(), which fills with zeros what an old binary does not pass [lay-argsz-growth]
      additive-proven, note: struct vfio_device_attach_iommufd_pt: grew at its end by \`__u32 pasid\` at 12; size of struct vfio_device_attach_iommufd_pt: 12 → 16 bytes; vfio_df_ioctl_attach_pt() asks for no more than what ends with pt_id; vfio_df_ioctl_attach_pt() copies what was added only where a flag or argsz asks for it [lay-argsz-growth]
      additive-proven, note: struct vfio_device_detach_iommufd_pt: grew at its end by \`__u32 pasid\` at 8; size of struct vfio_device_detach_iommufd_pt: 8 → 12 bytes; vfio_df_ioctl_detach_pt() asks for no more than what ends with flags; vfio_df_ioctl_detach_pt() copies what was added only where a flag or argsz asks for it [lay-argsz-growth]
      additive, note: struct vfio_region_dma_range is new: 16 bytes [lay-type-added]
      defect, note: struct vfio_region_dma_range.offset is a __u64, where others of linux/vfio.h are __aligned_u64 [new-u64-alignment]
      defect, note: struct vfio_region_dma_range.length is a __u64, where others of linux/vfio.h are __aligned_u64 [new-u64-alignment]
      additive, note: struct vfio_device_feature_dma_buf is new: 16 bytes [lay-type-added]"
    `);
  });
});
