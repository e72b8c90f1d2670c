// SPDX-License-Identifier: GPL-2.0-only
// Patches to built-in code, compiled for real on three architectures of every tree: the good ones say nothing, each bad
// one says just what is wrong with it.
import { describe, expect, test } from 'vitest';
import { compileFindings } from '../src/compile/findings.ts';
import { type CompileOptions, compilePatches, type PatchState } from '../src/compile/patches.ts';
import type { Tree } from '../src/kernel/tree.ts';
import { ALL, architecturesOn, debian, SERIES, testContext } from './support.ts';

const CORE = 'drivers/iommu/iommu.c';
const HEADER = 'include/linux/iommu.h';
const GOOD = 'int iommu_lamp(void);\nint iommu_lamp(void)\n{\n\treturn 1;\n}\n';
const WARNED = 'int iommu_dim(void)\n{\n\tint level;\n\n\treturn 0;\n}\n';
const WRONG = 'int iommu_off(void);\nint iommu_off(void)\n{\n\treturn lamp_off();\n}\n';

type Change = readonly [path: string, change: (text: string) => string];

/** States after each of some changes, one on top of the other. */
async function changed(tree: Tree, changes: readonly Change[]): Promise<PatchState[]> {
  const texts = new Map<string, string>();
  const states: PatchState[] = [];
  for (const [at, [path, change]] of changes.entries()) {
    texts.set(path, change(texts.get(path) ?? (await tree.read(path)) ?? ''));
    states.push({ name: `patch ${at + 1}`, texts: new Map(texts) });
  }
  return states;
}

const append =
  (code: string) =>
  (text: string): string =>
    `${text}\n${code}`;

/** A line of the appended code is told by its own text, since every tree has it elsewhere. */
async function findings(
  tree: Tree,
  states: readonly PatchState[],
  options: CompileOptions = {},
): Promise<string[]> {
  const report = await compilePatches(tree, states, testContext(), { sparse: false, ...options });
  return compileFindings(report).map(({ rule, patch, file, line, message }) => {
    const text = states.find(({ name }) => name === patch)?.texts.get(file);
    const told = message.replace(/, (since|in) patch .*/, '');
    return `${patch}: ${file}: ${text?.split('\n')[line - 1]?.trim()}: ${told} [${rule}]`;
  });
}

describe.each(ALL ? SERIES : (['7.2'] as const))('on debian:%s', (series) => {
  const asked = architecturesOn(series);

  test('a good patch says nothing; a warning and an error are told once, of their own patch', async () => {
    const tree = await debian(series);
    const states = await changed(tree, [
      [CORE, append(GOOD)],
      [CORE, append(WARNED)],
      [CORE, append(WRONG)],
    ]);
    const options = { sparse: false, architectures: asked };
    const { architectures, outcomes } = await compilePatches(tree, states, testContext(), options);
    expect(architectures.map(({ id, skipped }) => [id, skipped])).toEqual(asked.map((id) => [id, undefined]));
    expect(outcomes.map(({ patch, architecture, skipped }) => [patch, architecture, skipped])).toEqual(
      ['patch 1', 'patch 2', 'patch 3'].flatMap((patch) =>
        asked.map((architecture) => [patch, architecture, undefined]),
      ),
    );
    expect(await findings(tree, states, options)).toEqual([
      "patch 2: drivers/iommu/iommu.c: int iommu_dim(void): no previous prototype for 'iommu_dim' [-Wmissing-prototypes] [compile-warning]",
      "patch 2: drivers/iommu/iommu.c: int level;: unused variable 'level' [-Wunused-variable] [compile-warning]",
      "patch 3: drivers/iommu/iommu.c: return lamp_off();: implicit declaration of function 'lamp_off' [-Werror=implicit-function-declaration] [compile-error]",
    ]);
  });
});

describe.each(ALL ? ['5.10', '7.2'] : ['7.2'])('on debian:%s', (series) => {
  test('code of one architecture is compiled there, and what no configuration builds is told', async () => {
    const tree = await debian(series);
    const states = await changed(tree, [
      ['arch/powerpc/kernel/pci_dn.c', append(WARNED)],
      ['drivers/irqchip/irq-gic-v3-its.c', append(GOOD)],
      ['drivers/iommu/s390-iommu.c', append(WRONG)],
      ['arch/powerpc/kernel/vector.S', append('\n')],
    ]);
    const { outcomes } = await compilePatches(tree, states, testContext(), { sparse: false });
    expect(
      outcomes.map(
        ({ path, architecture, skipped }) => `${path} ${architecture}: ${skipped?.kind ?? 'compiled'}`,
      ),
    ).toEqual([
      'arch/powerpc/kernel/pci_dn.c ppc64le: compiled',
      'drivers/irqchip/irq-gic-v3-its.c x86-64: not-built',
      'drivers/irqchip/irq-gic-v3-its.c arm64: compiled',
      'drivers/irqchip/irq-gic-v3-its.c ppc64le: not-built',
      'drivers/iommu/s390-iommu.c x86-64: not-built',
      'drivers/iommu/s390-iommu.c arm64: not-built',
      'drivers/iommu/s390-iommu.c ppc64le: not-built',
    ]);
    expect(await findings(tree, states)).toEqual([
      "patch 1: arch/powerpc/kernel/pci_dn.c: int iommu_dim(void): no previous prototype for 'iommu_dim' [-Wmissing-prototypes] (ppc64le) [compile-warning]",
      "patch 1: arch/powerpc/kernel/pci_dn.c: int level;: unused variable 'level' [-Wunused-variable] (ppc64le) [compile-warning]",
      expect.stringMatching(
        /^patch 3: drivers\/iommu\/s390-iommu\.c: .*: compiled on no architecture; x86-64, arm64, ppc64le: CONFIG_S390_IOMMU is off in this configuration \(drivers\/iommu\/Makefile\) \[compile-skipped\]$/,
      ),
      expect.stringMatching(/vector\.S: .*: not compiled: assembly is not compiled \[compile-skipped\]$/),
    ]);
  });
});

test('what the tree below the series says is not told again, unless it is said twice', async () => {
  const tree = await debian('6.1');
  const texts = (await changed(tree, [[CORE, append(WARNED)]]))[0]?.texts ?? new Map();
  const state = (name: string, code: string) => ({
    name,
    texts: new Map([[CORE, `${texts.get(CORE)?.replace('#include', '/* moved */\n\n#include')}\n${code}`]]),
  });
  const twice = WARNED.replace('iommu_dim', 'iommu_other');
  expect(
    await findings(tree, [state('good', GOOD), state('twice', twice)], {
      base: texts,
      architectures: ['x86-64'],
    }),
  ).toEqual([
    "twice: drivers/iommu/iommu.c: int iommu_other(void): no previous prototype for 'iommu_other' [-Wmissing-prototypes] [compile-warning]",
    "twice: drivers/iommu/iommu.c: int level;: unused variable 'level' [-Wunused-variable] [compile-warning]",
  ]);
});

test('a header is compiled alone, and with what its stubs are for turned off', async () => {
  const tree = await debian('5.10');
  const stub = /static inline struct iommu_group \*iommu_group_get\(struct device \*dev\)\n\{\n/;
  const states = await changed(tree, [
    [HEADER, (text) => text.replace(stub, '$&\tlamp_off();\n')],
    [CORE, append(GOOD)],
  ]);
  expect(await findings(tree, states)).toEqual([
    "patch 1: include/linux/iommu.h: lamp_off();: implicit declaration of function 'lamp_off' [-Werror=implicit-function-declaration] (x86-64 with CONFIG_IOMMU_API off, arm64 with CONFIG_IOMMU_API off, ppc64le with CONFIG_IOMMU_API off) [compile-error]",
  ]);
});

test('a new object of a new Makefile line is compiled, and a Makefile that cannot be read is told', async () => {
  const tree = await debian('6.1');
  const [path, makefile] = ['drivers/iommu/lamp.c', 'drivers/iommu/Makefile'];
  const states = await changed(tree, [
    [makefile, append('obj-y += lamp.o\n')],
    [path, () => `#include <linux/pci.h>\n${WARNED}`],
    [makefile, append('ifdef\n')],
  ]);
  const report = await compilePatches(tree, states.slice(1), testContext(), {
    sparse: false,
    architectures: ['x86-64'],
  });
  expect(
    report.outcomes.map(({ patch, path, skipped, messages }) => [
      ...[patch, path, skipped?.reason.replace(/:.*/, '')],
      ...messages.map(({ text }) => text),
    ]),
  ).toMatchInlineSnapshot(`
    [
      [
        "patch 2",
        "drivers/iommu/lamp.c",
        undefined,
        "no previous prototype for 'iommu_dim' [-Wmissing-prototypes]",
        "unused variable 'level' [-Wunused-variable]",
      ],
      [
        "patch 3",
        "drivers/iommu/lamp.c",
        "drivers/iommu/Makefile cannot be read",
      ],
    ]
  `);
});

test('sparse is asked where gcc has nothing to say, and where it dies that is told once', async () => {
  const code = 'int iommu_peek(int __user *p);\nint iommu_peek(int __user *p)\n{\n\treturn *p;\n}\n';
  const told = async (series: string) => {
    const tree = await debian(series);
    const states = await changed(tree, [[CORE, append(code)]]);
    const all = await findings(tree, states, { sparse: true, architectures: ['x86-64'] });
    return all.map((line) => line.replace(/sparse \S+ \(Debian: \S+\)|sparse v?[\d.]+/, 'sparse VERSION'));
  };
  expect([await told('6.1'), await told('7.2')]).toMatchInlineSnapshot(`
    [
      [
        "patch 1: drivers/iommu/iommu.c: return *p;: dereference of noderef expression [sparse] [compile-warning]",
      ],
      [
        "undefined: Makefile: undefined: sparse VERSION dies on this tree (x86-64), and says nothing of it [compile-skipped]",
      ],
    ]
  `);
});
