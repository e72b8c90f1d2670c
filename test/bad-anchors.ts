// SPDX-License-Identifier: GPL-2.0-only

/** One anchor of the topic's layout, and the text that it stands for in a tree, found without the engine. */
export interface AnchorCase {
  readonly id: string;
  readonly what: string;
  /** Trees that have it: pristine ones by series, `restored` ones with the prerequisite, `bare` without the capability. */
  readonly trees: readonly BadTree[];
  readonly text: RegExp;
  /** What is written instead where the anchor's text alone would take other anchors along. */
  readonly without?: string;
}

export const BAD_TREES = ['5.10', '6.1', '7.2', 'restored 6.1', 'restored 7.2', 'bare 6.1'] as const;
export type BadTree = (typeof BAD_TREES)[number];
const PRISTINE: readonly BadTree[] = ['5.10', '6.1', '7.2'];

const definition = (name: string) =>
  new RegExp(`^[a-z].*\\b${name}\\([^;{]*\\)\\n\\{\\n[\\s\\S]*?\\n\\}\\n`, 'm');

export const ANCHOR_CASES: readonly AnchorCase[] = [
  {
    id: 'A1',
    what: 'the device struct',
    trees: PRISTINE,
    text: /^struct vfio_pci(_core)?_device \{\n[\s\S]*?\n\};\n/m,
  },
  { id: 'A1', what: 'the bool in it', trees: PRISTINE, text: /^\tbool\t+needs_reset;\n/m },
  { id: 'A2', what: 'the capability', trees: PRISTINE, text: definition('msix_mmappable_cap') },
  {
    id: 'A3',
    what: 'the branch of region info',
    trees: PRISTINE,
    text: /^\t+if \(info(\.|->)index == vdev->msix_bar\) \{\n[\s\S]*?\n\t+\}\n/m,
  },
  {
    id: 'A3',
    what: "the capability's call",
    trees: PRISTINE,
    text: /^\t+ret = msix_mmappable_cap\(.*\);\n/m,
  },
  { id: 'A4', what: 'the dispatcher', trees: PRISTINE, text: definition('vfio_pci(?:_core)?_ioctl') },
  {
    id: 'A4',
    what: 'its default label',
    trees: ['6.1', '7.2'],
    text: /(?<=VFIO_DEVICE_RESET:\n.*\n(?:\tcase .*\n.*\n)*)\tdefault:\n\t\treturn -ENOTTY;\n/,
  },
  {
    id: 'A4',
    what: 'its if-chain',
    trees: ['5.10'],
    text: /^\tif \(cmd == VFIO_DEVICE_GET_INFO\) \{\n[\s\S]*?\n\t\} else (?=if)/m,
    without: '\t',
  },
  { id: 'A5', what: 'the mmap handler', trees: PRISTINE, text: definition('vfio_pci(?:_core)?_mmap') },
  {
    id: 'A5',
    what: 'its check of the bounds',
    trees: PRISTINE,
    text: /^\tif \(req_start \+ req_len > phys_len\)\n\t\treturn -EINVAL;\n/m,
  },
  {
    id: 'A5m',
    what: 'the refusal',
    trees: ['restored 6.1', 'restored 7.2'],
    text: /^\tif \(index == vdev->msix_bar\) \{\n[\s\S]*?\n\t\}\n/m,
  },
  {
    id: 'A6',
    what: 'the comment behind the device ioctls',
    trees: PRISTINE,
    text: /^\/\* -+ API for Type1 VFIO IOMMU -+ \*\/\n/m,
  },
  {
    id: 'A7',
    what: 'the last region flag',
    trees: PRISTINE,
    text: /^#define VFIO_REGION_INFO_FLAG_CAPS.*\n/m,
  },
  {
    id: 'A8',
    what: 'the last region capability',
    trees: ['bare 6.1'],
    text: /^#define VFIO_REGION_INFO_CAP_NVLINK2_LNKSPD.*\n/m,
  },
  { id: 'A9', what: 'the opening', trees: PRISTINE, text: definition('vfio_pci(?:_core)?_enable') },
  { id: 'A9', what: 'the look-up of MSI-X in it', trees: PRISTINE, text: /^\tmsix_pos = pdev->msix_cap;\n/m },
  {
    id: 'D1',
    what: 'the function that gives the pages of a dma-buf',
    trees: ['7.2'],
    text: /^int vfio_pci_core_get_dmabuf_phys\([^;{]*\)\n\{\n[\s\S]*?\n\}\n(?=EXPORT_SYMBOL)/m,
  },
  {
    id: 'D3',
    what: 'its declaration of the device',
    trees: ['7.2'],
    text: /(?<=^int vfio_pci_core_get_dmabuf_phys\([^{]*\)\n\{\n)\tstruct pci_dev \*pdev = vdev->pdev;\n/m,
  },
  {
    id: 'D4',
    what: 'the refusal of dma-bufs',
    trees: ['restored 7.2'],
    text: /^\tif \(dma_buf_covers_msix_table\(.*\)\n.*\n/m,
  },
  {
    id: 'D5',
    what: "the refusal's helper",
    trees: ['restored 7.2'],
    text: definition('dma_buf_covers_msix_table'),
  },
];
