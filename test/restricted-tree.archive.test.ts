// SPDX-License-Identifier: GPL-2.0-only
// A tree of the shape of v4.15 and before: the restriction is the tree's own. Debian has none, so one is made of
// 5.10 with the prerequisite, as a user's plain directory.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openTree } from '../src/kernel/open.ts';
import type { Tree } from '../src/kernel/tree.ts';
import type { Designs } from '../src/series/generate.ts';
import { debian, designs, temporaryFolder, testContext } from './support.ts';

let tree: Tree;
let made: Designs;

/** What the edits do to the driver, without its context. */
function changed({ variants }: Designs, id: string): string[] {
  const patch = variants.find(({ variant }) => variant.id === id)?.composition.patches.at(-1);
  return [...(patch?.after ?? [])].flatMap(([path, after]) => {
    const before = (patch?.before.get(path) ?? '').split('\n');
    const added = after.split('\n').filter((line) => !before.includes(line));
    return added.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('*'));
  });
}

beforeAll(async () => {
  const folder = join(await temporaryFolder(), 'linux');
  const source = await debian('5.10');
  await source.export(
    ['Makefile', 'Kbuild', 'drivers/vfio', 'include/linux', 'include/uapi/linux/vfio.h'],
    folder,
  );
  for (const [path, text] of (await designs(source)).prerequisite.edited.texts) {
    // Before v4.16 (commit dda01f787df9) a capability was added by its id, which vfio.c had to know.
    const older =
      path === 'include/linux/vfio.h'
        ? text.replace('struct vfio_info_cap_header *cap,', 'int cap_type_id,')
        : text;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), older, 'latin1');
  }
  tree = await openTree(folder, testContext());
  made = await designs(tree);
});

test('the tree restricts by itself, so the prerequisite is empty and a series has its own patches only', () => {
  expect(made.prerequisite.patches).toEqual([]);
  expect(made.variants.map(({ variant, composition }) => [variant.id, composition.patches.length])).toEqual([
    ['opt-in-ioctl', 1],
    ['region-flag', 1],
    ['new-capability', 1],
    ['unconditional-removal', 1],
    ['iommu-group-flag', 5],
    ['pci-bus-flag', 5],
  ]);
});

test('the baseline promises what the restricted tree does', () => {
  const lines = Object.fromEntries(
    made.topic.lines(made.topic.baseline(made.baseline.layout), made.baseline.layout, { isolatesMsi: true }),
  );
  expect([lines['fresh.mmap.table'], lines['fresh.sparse'], lines['old.maps']]).toEqual([
    'EINVAL',
    'around',
    'around',
  ]);
});

test('where capabilities are added by id, the new one goes in by vfio_info_cap_add()', () => {
  expect(changed(made, 'new-capability')).toMatchInlineSnapshot(`
    [
      "static int msix_mmappable_cap(struct vfio_pci_device *vdev,",
      "struct vfio_info_cap *caps)",
      "struct vfio_info_cap_header *header;",
      "header = vfio_info_cap_add(caps, sizeof(*header),",
      "VFIO_REGION_INFO_CAP_MSIX_MAPPABLE, 1);",
      "return PTR_ERR_OR_ZERO(header);",
      "ret = msix_mmappable_cap(vdev, &caps);",
    ]
  `);
});

test('the opt-in is one more arm of the if-chain', () => {
  expect(changed(made, 'opt-in-ioctl')).toMatchInlineSnapshot(`
    [
      "vdev->msix_mmap = false;",
      "static int msix_mmappable_cap(struct vfio_pci_device *vdev,",
      "struct vfio_info_cap *caps)",
      "struct vfio_info_cap_header *header;",
      "header = vfio_info_cap_add(caps, sizeof(*header),",
      "VFIO_REGION_INFO_CAP_MSIX_MAPPABLE, 1);",
      "return PTR_ERR_OR_ZERO(header);",
      "if (READ_ONCE(vdev->msix_mmap))",
      "ret = msix_mmappable_cap(vdev, &caps);",
      "else",
      "ret = msix_sparse_mmap_cap(vdev, &caps);",
      "} else if (cmd == VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP) {",
      "struct vfio_pci_allow_msix_mmap hdr;",
      "minsz = offsetofend(struct vfio_pci_allow_msix_mmap, flags);",
      "if (hdr.argsz < minsz || hdr.flags & ~VFIO_PCI_ALLOW_MSIX_MMAP)",
      "/* Nothing to choose: no table, or none that could be mapped */",
      "if (vdev->msix_bar >= PCI_STD_NUM_BARS ||",
      "!vdev->bar_mmap_supported[vdev->msix_bar])",
      "/* Mappings may rely on it: it lasts until the device is closed */",
      "if (!(hdr.flags & VFIO_PCI_ALLOW_MSIX_MMAP))",
      "return READ_ONCE(vdev->msix_mmap) ? -EBUSY : 0;",
      "WRITE_ONCE(vdev->msix_mmap, true);",
      "if (!READ_ONCE(vdev->msix_mmap) && index == vdev->msix_bar) {",
      "bool			msix_mmap;",
      "#define VFIO_PCI_ALLOW_MSIX_MMAP	(1 << 0) /* mmap of entire MSI-X BAR */",
      "struct vfio_pci_allow_msix_mmap {",
      "#define VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP	_IO(VFIO_TYPE, VFIO_BASE + 22)",
    ]
  `);
});

test('the kernel decides by the group or by the bus, and asks where the tree refuses', () => {
  const last = (id: string) => changed(made, id).filter((line) => /isolated|MSI_REMAP/.test(line));
  expect({ group: last('iommu-group-flag'), bus: last('pci-bus-flag') }).toMatchInlineSnapshot(`
    {
      "bus": [
        "vdev->msi_remapped = READ_ONCE(pdev->bus->msi_remap) == PCI_MSI_REMAP_ALL;",
      ],
      "group": [
        "bool isolated;",
        "isolated = iommu_group_capable(group, IOMMU_GROUP_CAP_ISOLATED_MSI);",
        "return isolated;",
        "vdev->msi_isolated = vfio_pci_isolates_msi(pdev);",
        "if (vdev->msi_isolated)",
        "if (!vdev->msi_isolated && index == vdev->msix_bar) {",
        "bool			msi_isolated;",
      ],
    }
  `);
});

test('a feature is one more case of the switch in the last arm', async () => {
  const feature = await designs(tree, ['via=feature']);
  expect(
    changed(feature, 'opt-in-ioctl').filter((line) => /FEATURE|WRITE_ONCE|return/.test(line)),
  ).toMatchInlineSnapshot(`
    [
      "return PTR_ERR_OR_ZERO(header);",
      "case VFIO_DEVICE_FEATURE_PCI_ALLOW_MSIX_MMAP:",
      "WRITE_ONCE(vdev->msix_mmap, true);",
      "#define VFIO_DEVICE_FEATURE_PCI_ALLOW_MSIX_MMAP (13)",
    ]
  `);
});
