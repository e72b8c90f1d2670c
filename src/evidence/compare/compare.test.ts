// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cache } from '../../cache.ts';
import type { Context } from '../../context.ts';
import { openTree } from '../../kernel/open.ts';
import { NoPatch } from '../../mail/failures.ts';
import { readText } from '../../mail/read.ts';
import { comparedSections, comparedTable } from '../../report/compared.ts';
import { compareTexts, type StaticComparison } from './compare.ts';
import type { NamedDesign } from './design.ts';
import type { GivenDesign } from './refused.ts';
import type { Compared } from './schema.ts';
import type { NamedTarget } from './target.ts';
import { branch, git, LAMP_TREE, lampRepository, lampWith } from './testing/lamp.ts';

const CLAMP = lampWith('\t\treturn -EINVAL;\n', '\t\tlevel = LAMP_MOST;\n');
const REFUSE = lampWith('-EINVAL', '-ERANGE');
const MAIN = 'drivers/lamp/main.c';

let folder: string;
let context: Context;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-compare-'));
  const cache = new Cache(join(folder, 'cache'));
  context = { cache, signal: new AbortController().signal, report: () => undefined };
  const linux = join(folder, 'linux');
  await lampRepository(linux);
  const level = {
    subject: 'lamp: Raise the most',
    files: { 'drivers/lamp/lamp.h': '#define LAMP_MOST 511\nstruct lamp {\n\tint level;\n};\n' },
  };
  await branch(linux, 'clamp', 'base', level, { subject: 'lamp: Clamp the level', files: { [MAIN]: CLAMP } });
  await branch(linux, 'refuse', 'base', level, {
    subject: 'lamp: Refuse with a range',
    files: { [MAIN]: REFUSE },
  });
  await branch(linux, 'words', 'base', {
    subject: 'Documentation: lamp: Say more',
    files: { 'Documentation/lamp.rst': 'Lamps\n=====\n\nThey glow.\n' },
  });
  await branch(linux, 'core', 'base', {
    subject: 'lamp: Tell the core',
    files: {
      'include/linux/lamp-core.h': 'int core_start(void);\nint core_stop(void);\n',
      'drivers/lamp/bus.c': 'int bus_scan(void)\n{\n\treturn 1;\n}\n',
      'arch/riscv/lamp.c': 'int riscv_lamp(void)\n{\n\treturn 1;\n}\n',
    },
  });
  await branch(linux, 'fresh', 'base', {
    subject: 'lamp: Add a dimmer',
    files: {
      'drivers/lamp/Makefile': `${LAMP_TREE['drivers/lamp/Makefile']}obj-$(CONFIG_LAMP_DIM) += dim.o\n`,
      'drivers/lamp/Kconfig': `${LAMP_TREE['drivers/lamp/Kconfig']}\nconfig LAMP_DIM\n\ttristate "Dimmer"\n`,
      'drivers/lamp/dim.c': 'int dim(void)\n{\n\treturn 0;\n}\n',
    },
  });
  await git(linux, 'checkout', '-q', 'base');
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function commits(name: string, from = 'base', ...argv: string[]): Promise<NamedDesign> {
  const text = await git(
    join(folder, 'linux'),
    'format-patch',
    '--stdout',
    '--full-index',
    ...argv,
    `${from}..${name}`,
  );
  return { name, source: name, where: name, notes: [], messages: await readText(text, name, context) };
}

const CONFIG = new Map([
  ['LAMP', 'm'],
  ['LAMP_BUS', 'y'],
]);
const KERNEL: NamedTarget = { folder: 'x86', name: '6.12.0', config: CONFIG };

async function compared(
  designs: readonly GivenDesign[],
  tree = 'base',
  target = KERNEL,
): Promise<StaticComparison> {
  const opened = await openTree(`${join(folder, 'linux')}@${tree}`, context);
  const request = {
    designs,
    tree: opened,
    targets: [target] as [NamedTarget],
    disable: ['message', 'series', 'review', 'checkpatch'],
    compile: undefined,
  };
  return compareTexts(request, context);
}

/** As it is kept, for the report. */
function kept(found: StaticComparison): Compared {
  return {
    ...{ schema: 1, kind: 'comparison', title: '', run: '', started: '', seconds: 0, architecture: 'x86' },
    ...found,
    tree: { spec: '', label: '', release: '', base: {} },
  };
}

test('two designs that share a patch: what is the same, what differs, and where they conflict', async () => {
  const { designs, between } = await compared([await commits('clamp'), await commits('refuse')]);
  expect(
    designs.map(({ name, patches, applied, insertions, deletions }) => ({
      name,
      patches,
      applied,
      insertions,
      deletions,
    })),
  ).toEqual([
    { name: 'clamp', patches: 2, applied: 2, insertions: 2, deletions: 2 },
    { name: 'refuse', patches: 2, applied: 2, insertions: 2, deletions: 2 },
  ]);
  expect(designs[0]?.files.find(({ path }) => path === MAIN)?.names).toEqual(['lamp_set']);
  const [pair] = between;
  expect(pair?.same).toBe(false);
  expect(pair?.pairs.map(({ relation }) => relation)).toEqual(['same', 'changed']);
  expect(pair?.files).toEqual([
    { path: 'drivers/lamp/lamp.h', relation: 'same', insertions: 0, deletions: 0 },
    { path: MAIN, relation: 'differs', insertions: 1, deletions: 1 },
  ]);
  const place = { from: 12, lines: 1, function: 'lamp_set' };
  expect(pair?.conflicts).toEqual([{ path: MAIN, a: place, b: place }]);
});

test('which modules, and why, is found from Makefiles, the configuration and includes', async () => {
  const { designs } = await compared([await commits('clamp')]);
  const { needs } = designs[0] ?? {};
  expect(needs?.modules).toEqual([
    { name: 'lamp', folder: 'drivers/lamp', symbols: [{ name: 'LAMP', value: 'm' }] },
  ]);
  expect(needs?.source).toEqual([]);
  expect(needs?.files).toEqual([
    {
      path: 'drivers/lamp/lamp.h',
      part: 'header',
      modules: ['lamp'],
      why: 'drivers/lamp/main.c, drivers/lamp/old.c include it',
    },
    {
      path: MAIN,
      part: 'module',
      modules: ['lamp'],
      why: 'drivers/lamp/Makefile makes lamp of it with CONFIG_LAMP=m',
    },
  ]);
});

test('built-in code, a header that it includes, and another architecture are told apart', async () => {
  const { designs } = await compared([await commits('core')]);
  expect(designs[0]?.needs?.source).toEqual(['drivers/lamp/bus.c', 'include/linux/lamp-core.h']);
  expect(designs[0]?.needs?.files.map(({ path, part, why }) => `${path}: ${part}: ${why}`)).toEqual([
    'arch/riscv/lamp.c: architecture: it is for riscv, and the kernel for x86',
    'drivers/lamp/bus.c: built-in: drivers/lamp/Makefile builds it in: CONFIG_LAMP_BUS=y',
    'include/linux/lamp-core.h: built-in: drivers/core.c, which is built in, includes it',
  ]);
});

test('a module that a design brings is undetermined: no kernel was configured with its symbol', async () => {
  const { designs } = await compared([await commits('fresh')]);
  expect(designs[0]?.needs?.undetermined).toEqual([
    'drivers/lamp/dim.c: CONFIG_LAMP_DIM is new, and no cached kernel was configured with it',
  ]);
});

test('without a configuration Kconfig tells what may be a module', async () => {
  const target = { folder: 'x86', name: '', config: undefined };
  const { designs } = await compared([await commits('core'), await commits('clamp')], 'base', target);
  expect(designs[0]?.needs?.source).toContain('drivers/lamp/bus.c');
  expect(designs[1]?.needs?.modules.map(({ name }) => name)).toEqual(['lamp', 'old']);
});

test('a kernel that leaves the code out gives way to one that has it', async () => {
  const tree = await openTree(`${join(folder, 'linux')}@base`, context);
  const cloud = { ...KERNEL, name: 'cloud', config: new Map() };
  const designs = [await commits('clamp')];
  const { target } = await compareTexts(
    { designs, tree, targets: [cloud, KERNEL], disable: ['checkpatch'], compile: undefined },
    context,
  );
  expect(target.name).toBe('6.12.0');
});

test('a patch of documents changes no module, and is compared all the same', async () => {
  const { designs, between } = await compared([await commits('words'), await commits('clamp')]);
  expect(designs[0]?.needs).toMatchObject({ modules: [], source: [], undetermined: [] });
  expect(between[0]?.files.map(({ relation }) => relation)).toEqual(['only-a', 'only-b', 'only-b']);
  expect(between[0]?.conflicts).toEqual([]);
});

test('a design that does not apply costs its column, and is told by patch, file and hunk', async () => {
  const upper = await commits('refuse', 'refuse~1');
  const alien = {
    ...upper,
    name: 'alien',
    messages: await readText(
      (await git(join(folder, 'linux'), 'format-patch', '--stdout', 'refuse~1..refuse'))
        .replace('-\t\treturn -EINVAL;', '-\t\treturn -EIO;')
        .replace(/^index .*$/m, ''),
      'alien',
      context,
    ),
  };
  const found = await compared([alien, await commits('clamp')]);
  const [design, other] = found.designs;
  expect(design).toMatchObject({ applied: 0, failure: { code: 'DESIGN_REJECTED' } });
  expect(design?.rejected).toMatchObject([
    { patch: 'lamp: Refuse with a range', number: 1, file: MAIN, hunk: 1, hunks: 1 },
  ]);
  expect(other).toMatchObject({ applied: 2 });
  expect(found.between).toEqual([]);
  expect(comparedSections(kept(found))[0]?.title).toMatch(/^alien does not apply to /);
});

test('a design without a patch, and one that cannot be read, cost their columns', async () => {
  const mail = 'From: A Person <a@example.org>\nSubject: Thanks\nMessage-Id: <1@example.org>\n\nApplied.\n';
  const thanks: GivenDesign = {
    ...{ name: 'thanks', source: 'thanks.eml', where: 'thanks.eml', notes: [] },
    messages: await readText(mail, 'thanks.eml', context),
  };
  const gone: GivenDesign = {
    ...{ name: 'gone', source: 'linux@base..gone' },
    failure: new NoPatch({ title: 'there is no commit', where: 'linux@base..gone', hint: 'Name another.' }),
  };
  const found = await compared([thanks, await commits('clamp'), gone]);
  expect(found.designs.map(({ name, applied, failure }) => [name, applied, failure?.code])).toEqual([
    ['thanks', 0, 'NO_PATCH'],
    ['clamp', 2, undefined],
    ['gone', 0, 'NO_PATCH'],
  ]);
  const row = comparedTable(kept(found)).lines.find(({ label }) => label === 'apply');
  expect(row?.values.map((value) => value?.text)).toEqual([
    'refused\n[NO_PATCH]',
    '2 patches',
    'refused\n[NO_PATCH]',
  ]);
  expect(comparedSections(kept(found)).find(({ title }) => title.startsWith('gone'))).toEqual({
    title: 'gone: there is no commit [NO_PATCH]',
    lines: ['where linux@base..gone', 'next  Name another.'],
  });
});

test('where no design is left, what is wrong with each is the error', async () => {
  const failure = new NoPatch({ title: 'there is no patch', where: 'a.mbox', hint: 'Name another.' });
  const a: GivenDesign = { name: 'a', source: 'a.mbox', failure };
  await expect(compared([a])).rejects.toThrow(failure);
  await expect(compared([a, { ...a, name: 'b' }])).rejects.toMatchObject({
    code: 'NO_DESIGN',
    title: 'none of the 2 designs can be compared',
    detail: 'a: a.mbox: there is no patch [NO_PATCH]\nb: a.mbox: there is no patch [NO_PATCH]',
  });
});

test('where the tree has a design already, all stand on the tree without it', async () => {
  const found = await compared([await commits('clamp'), await commits('refuse')], 'clamp');
  expect(found.without).toEqual(['clamp']);
  expect(found.designs.map(({ applied }) => applied)).toEqual([2, 2]);
  expect(found.between[0]?.conflicts).toHaveLength(1);
});

test('a finding that both designs have is listed once', async () => {
  const { findings } = await compared([await commits('clamp'), await commits('refuse')]).then(
    (found) => found,
  );
  for (const { designs } of findings) expect(new Set(designs).size).toBe(designs.length);
  const both = await compareTexts(
    {
      designs: [await commits('clamp'), { ...(await commits('clamp')), name: 'again' }],
      tree: await openTree(`${join(folder, 'linux')}@base`, context),
      targets: [KERNEL],
      disable: ['checkpatch'],
      compile: undefined,
    },
    context,
  );
  expect(both.between[0]?.same).toBe(true);
  expect(both.findings.length).toBeGreaterThan(0);
  for (const { designs } of both.findings) expect(designs).toEqual(['clamp', 'again']);
});

test('of two series in one mbox the newest whole one is taken, and that is said', async () => {
  const dated = (text: string, date: string) => text.replaceAll(/^Date: .*$/gm, `Date: ${date}`);
  const thread = ['--thread=shallow', '--cover-letter'];
  const range = (name: string) =>
    git(join(folder, 'linux'), 'format-patch', '--stdout', '--full-index', ...thread, `base..${name}`);
  const old = dated(await range('clamp'), 'Mon, 2 Nov 2026 10:00:00 +0000')
    .replaceAll('*** SUBJECT HERE ***', 'lamp: Clamp')
    // git makes the id of the second in which it writes.
    .replaceAll('<cover.', '<older-cover.');
  const fresh = dated(await range('refuse'), 'Tue, 3 Nov 2026 10:00:00 +0000')
    .replaceAll('lamp: Raise the most', 'lamp: Raise it')
    .replaceAll('*** SUBJECT HERE ***', 'lamp: Refuse');
  const messages = await readText(fresh + old, 'both.mbox', context);
  const { designs } = await compared([
    { name: 'both', source: 'both.mbox', where: 'both.mbox', notes: [], messages },
  ]);
  expect(designs[0]?.subjects).toEqual(['lamp: Raise it', 'lamp: Refuse with a range']);
  expect(designs[0]?.notes).toEqual([
    'both.mbox has 2 series: the newest whole one is taken, "[PATCH 0/2] lamp: Refuse", and "[PATCH 0/2] lamp: Clamp" left out',
  ]);
});

test('each patch is compiled where that is asked for', async () => {
  const steps: number[] = [];
  const tree = await openTree(`${join(folder, 'linux')}@base`, context);
  const compile = async (given: readonly unknown[]) => {
    steps.push(given.length);
    return [{ rule: 'compile-error', severity: 'error' as const, file: MAIN, line: 1, message: 'no' }];
  };
  const { designs } = await compareTexts(
    { designs: [await commits('clamp')], tree, targets: [KERNEL], disable: ['checkpatch'], compile },
    context,
  );
  expect(steps).toEqual([2]);
  expect(designs[0]?.compiled).toMatchObject([{ rule: 'compile-error', file: MAIN }]);
});
