// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { Members, Program, Statements, TopLevel } from '../../../src/c/fragment.ts';
import { lineEnd, lineStart } from '../../../src/c/lines.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { functionNamed } from './function.ts';
import { before, behind } from './insertion.ts';

const FOLDER = 'tools/testing/selftests/vfio';
const MAKEFILE = `${FOLDER}/Makefile`;
const LIBRARY = `${FOLDER}/lib/vfio_pci_device.c`;
const DEVICE = `${FOLDER}/lib/include/libvfio/vfio_pci_device.h`;
const IOMMU = `${FOLDER}/lib/include/libvfio/iommu.h`;
const DMA_OF_BARS = `${FOLDER}/vfio_dma_mapping_mmio_test.c`;
/** Where the library's own assertions are defined. */
const HEADERS = [
  `${FOLDER}/lib/include/libvfio.h`,
  `${FOLDER}/lib/include/libvfio/assert.h`,
  'tools/testing/selftests/kselftest.h',
];

export const SELFTEST_FILES = [MAKEFILE, LIBRARY, DEVICE, IOMMU, DMA_OF_BARS, ...HEADERS] as const;

/** What the patches call of libvfio. */
const NEEDED: readonly (readonly [path: string, names: readonly string[]])[] = [
  [LIBRARY, ['vfio_pci_region_get', 'vfio_pci_bar_map', 'mmap_reserve', 'vfio_device_feature_ioctl']],
  [
    DEVICE,
    [
      ...['vfio_pci_device_alloc', 'vfio_pci_device_free', 'vfio_pci_device_init', 'vfio_pci_device_cleanup'],
      ...['vfio_pci_group_setup', 'vfio_pci_cdev_open', '__vfio_device_bind_iommufd', 'vfio_pci_bar'],
      '__vfio_pci_group_get_device_fd',
    ],
  ],
  [IOMMU, ['iommu_init', 'iommu_cleanup', 'FIXTURE_VARIANT_ADD_ALL_IOMMU_MODES']],
];

const REGION = functionNamed('S1', 'vfio_pci_region_get', 'which asks for the info of a region');
const MAP = functionNamed('S1', 'vfio_pci_bar_map', 'which maps a BAR');
const CLEANUP = functionNamed('S1', 'vfio_pci_device_cleanup', 'which closes a device');

const ADDRESS: Anchor = {
  id: 'S1',
  words: 'its declaration of the address',
  query: `((declaration declarator: (pointer_declarator declarator: (identifier) @name)) @site
           (#eq? @name "vaddr"))`,
  like: 'void *vaddr;',
};

const RESERVED: Anchor = {
  id: 'S1',
  words: 'the statement that reserves address space for a BAR',
  query: '(expression_statement (assignment_expression left: (_) @left right: (call_expression))) @site',
  where: (text) => text('left') === 'vaddr',
  like: 'vaddr = mmap_reserve(size, align, 0);',
};

const MAPPED: Anchor = {
  id: 'S1',
  words: 'the statement that maps a BAR, with the assertion behind it',
  query: `((expression_statement (assignment_expression left: (_) @left right: (call_expression)))
           . (expression_statement (call_expression)) @site)`,
  where: (text) => text('left') === 'bar->vaddr',
  like: 'bar->vaddr = mmap(vaddr, size, prot, MAP_SHARED | MAP_FIXED, device->fd, 0); VFIO_ASSERT_NE(bar->vaddr, MAP_FAILED);',
};

const BAR_ADDRESS: Anchor = {
  id: 'S2',
  words: 'the member vaddr of struct vfio_pci_bar',
  query: `((struct_specifier name: (type_identifier) @name
             body: (field_declaration_list (field_declaration declarator: (pointer_declarator)) @site))
           (#eq? @name "vfio_pci_bar"))`,
  like: 'struct vfio_pci_bar { void *vaddr; };',
};

const RESET: Anchor = {
  id: 'S2',
  words: 'the declaration of vfio_pci_device_reset()',
  query: `((declaration declarator: (function_declarator declarator: (identifier) @name)) @site
           (#eq? @name "vfio_pci_device_reset"))`,
  like: 'void vfio_pci_device_reset(struct vfio_pci_device *device);',
};

const UNMAPPED: Anchor = {
  id: 'S3',
  words: 'the check that a BAR is mapped, before it is taken for DMA',
  query: '(if_statement condition: (parenthesized_expression) @condition) @site',
  where: (text) => text('condition') === '(!bar->vaddr)',
  like: 'if (!bar->vaddr) continue;',
};

/** How libvfio maps the areas of a BAR. */
export interface SparseMapping {
  /** Behind vfio_pci_region_get(): who reads region info with its capabilities. */
  readonly reading: TopLevel;
  readonly declarations: TopLevel;
  /** Before vfio_pci_bar_map(). */
  readonly mapping: TopLevel;
  /** Instead of the mmap of a whole BAR, whose reserved address is in bar->vaddr by then. */
  readonly call: Statements;
  /** Of struct vfio_pci_bar: `bool sparse;` */
  readonly member: Members;
}

/** The kernel's own vfio selftests. */
export interface Selftests {
  /** Whether libvfio maps what the sparse mmap capability tells, and no more. */
  readonly honoursSparse: boolean;
  /** `calloc_assert`: what the library calls of its assertions and nothing defines, so that the tree's tests do not build. */
  readonly lacks: readonly string[];
  gainsSparse(mapping: SparseMapping): Edit[];
  /** Functions at the end of libvfio's vfio_pci_device.c, and the headers of the C library that they need: `signal`. */
  gainsHelpers(headers: readonly string[], functions: TopLevel, declarations: TopLevel): Edit[];
  /** The files of a new test, `name` being without `.c`: its source, and the Makefile that builds it. */
  gain(name: string, source: string): ReadonlyMap<string, string>;
}

/** Undefined where the tree has none, or another libvfio than the patches are written for. */
export function selftests(sources: Sources): Selftests | undefined {
  const text = (path: string) => sources.get(path)?.text ?? '';
  const makefile = text(MAKEFILE);
  const able = NEEDED.every(([path, names]) =>
    names.every((name) => new RegExp(`\\b${name}\\b`).test(text(path))),
  );
  const honoursSparse = text(LIBRARY).includes('VFIO_REGION_INFO_CAP_SPARSE_MMAP');
  const [library, device] = [sources.get(LIBRARY), sources.get(DEVICE)];
  // One that learnt of sparse areas by other patches has other names for what is needed here.
  const ours = !honoursSparse || /\bvfio_pci_region_info\b/.test(text(DEVICE));
  if (!able || !ours || !library || !device || !/^TEST_GEN_PROGS \+= \w+$/m.test(makefile)) return undefined;
  const edit = (start: number, end: number, replaced: string, purpose: string): Edit => ({
    path: LIBRARY,
    start,
    end,
    text: replaced,
    anchor: 'S1',
    purpose,
  });
  return {
    honoursSparse,
    lacks: undefinedAssertions(text(LIBRARY), [LIBRARY, DEVICE, IOMMU, ...HEADERS].map(text)),

    gainsSparse({ reading, declarations, mapping, call, member }) {
      const site = locate(library, MAP);
      const map = site.node;
      const [address, reserved, mapped] = [ADDRESS, RESERVED, MAPPED].map(
        (anchor) => locate(library, anchor, map).node,
      ) as [typeof map, typeof map, typeof map];
      const gone = lineStart(library.text, address.startIndex);
      const next = lineEnd(library.text, reserved.endIndex);
      const dma = sources.get(DMA_OF_BARS);
      return [
        behind(locate(library, REGION), `\n${reading}`, 'S1', 'libvfio reads capabilities of region info'),
        before(site, `${mapping}\n`, 'S1', 'libvfio maps the areas of a BAR'),
        edit(gone, lineEnd(library.text, address.endIndex), '', "the address is the BAR's"),
        edit(reserved.startIndex, reserved.startIndex, 'bar->', 'the address is reserved for the BAR'),
        edit(next, lineEnd(library.text, mapped.endIndex), call, 'a BAR is mapped by its areas'),
        behind(locate(device, BAR_ADDRESS), member, 'S2', 'a BAR may have holes'),
        behind(locate(device, RESET), declarations, 'S2', 'who reads capabilities is declared'),
        ...(dma ? [skipsHoles(dma)] : []),
      ];
    },

    gainsHelpers: (headers, functions, declarations) => [
      ...includes(library, headers),
      behind(locate(library, CLEANUP), `\n${functions}`, 'S1', 'libvfio gains what the test calls'),
      behind(locate(device, RESET), declarations, 'S2', 'what the test calls is declared'),
    ],

    gain: (name, source) =>
      new Map([
        [`${FOLDER}/${name}.c`, source],
        [MAKEFILE, withProgram(makefile, name)],
      ]),
  };
}

/** Functions and macros are called `ioctl_assert()`, or the like. */
function undefinedAssertions(calls: string, definitions: readonly string[]): string[] {
  const called = new Set([...calls.matchAll(/\b(\w+_assert)\(/g)].map(([, name = '']) => name));
  // A definition begins its line, a call does not.
  const defined = (name: string) => new RegExp(`#\\s*define\\s+${name}\\b|^(\\w[\\w *]*)?\\b${name}\\(`, 'm');
  return [...called].filter((name) => !definitions.some((text) => defined(name).test(text)));
}

/** Headers in the place that their names have in the first block of includes. */
function includes(file: SourceFile, names: readonly string[]): Edit[] {
  const lines = [...file.text.matchAll(/^#include <(\w+)\.h>\n/gm)];
  return names.flatMap((name) => {
    if (lines.some(([, other]) => other === name)) return [];
    const text: TopLevel = `#include <${name}.h>\n`;
    const next = lines.find(([, other = '']) => other > name);
    const at = next?.index ?? 0;
    return [{ path: file.path, start: at, end: at, text, anchor: 'S1', purpose: `${name}.h is included` }];
  });
}

/** A BAR with holes cannot be mapped for DMA as one range. */
function skipsHoles(file: SourceFile): Edit {
  const { node } = locate(file, UNMAPPED);
  const at = (node.childForFieldName('condition')?.endIndex ?? 0) - 1;
  const text: Program = ' || bar->sparse';
  const purpose = 'a BAR with holes is not taken for DMA';
  return { path: file.path, start: at, end: at, text, anchor: 'S3', purpose };
}

/** The list is sorted, as its neighbours are. */
function withProgram(makefile: string, name: string): string {
  const lines = makefile.split('\n');
  const program = (line: string) => /^TEST_GEN_PROGS \+= (\w+)$/.exec(line)?.[1];
  const behindIt = lines.findIndex((line) => (program(line) ?? '') > name);
  const last = lines.findLastIndex((line) => program(line) !== undefined);
  lines.splice(behindIt >= 0 ? behindIt : last + 1, 0, `TEST_GEN_PROGS += ${name}`);
  return lines.join('\n');
}
