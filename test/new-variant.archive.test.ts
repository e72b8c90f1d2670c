// SPDX-License-Identifier: GPL-2.0-only
// kpw new variant, in a copy of the templates: what it writes compiles, is linted and gives a series.
import { spawnSync } from 'node:child_process';
import { chmod, cp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Project } from 'ts-morph';
import { expect, test } from 'vitest';
import { Failure } from '../src/failure.ts';
import { lintTopic } from '../src/lint/lint.ts';
import { compose, mail } from '../src/series/generate.ts';
import { snapshot } from '../src/series/sources.ts';
import type { AnyTopic } from '../src/series/topic.ts';
import { writeVariant } from '../src/skeleton/variant.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import { debian, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** A checkout of templates only, whose engine is this one. */
async function checkout(): Promise<{ root: string; topic: string }> {
  const root = await temporaryFolder();
  await cp(join(PROJECT, 'templates'), join(root, 'templates'), { recursive: true });
  for (const name of ['src', 'subsystems', 'node_modules', 'biome.json', 'tsconfig.json'])
    await symlink(join(PROJECT, name), join(root, name));
  return { root, topic: join(root, 'templates/msix-mmap') };
}

async function topicIn(folder: string): Promise<AnyTopic> {
  return ((await import(join(folder, 'index.ts'))) as { msixMmap: AnyTopic }).msixMmap;
}

/** What the project's formatter and linter say of the templates. */
function style(root: string) {
  const { stderr, status } = spawnSync(
    join(PROJECT, 'node_modules/.bin/biome'),
    ['check', '--vcs-enabled=false', 'templates'],
    { cwd: root, encoding: 'utf8' },
  );
  return [stderr, status];
}

const codeOf = (error: unknown) =>
  error instanceof Failure ? `${error.code}: ${error.title}. ${error.hint}` : String(error);

test('a new variant is listed, compiles, is formatted, has no findings and gives a series', async () => {
  const { root, topic: folder } = await checkout();
  const made = await writeVariant(folder, 'advisory-sparse', []);
  expect(made.exported).toBe('advisorySparse');
  const topic = await topicIn(folder);
  const variant = topic.variants.at(-1);
  expect([variant?.id, variant?.title]).toEqual(['advisory-sparse', 'advisory sparse']);

  const tree = await debian('6.1');
  const designs = await compose(topic, tree, [
    { variant: variant as (typeof topic.variants)[0], parameters: {} },
  ]);
  const [series] = await mail(designs, join(root, 'templates'), testContext());
  expect(series?.mails.map(({ name }) => name)).toMatchInlineSnapshot(`
    [
      "0001-vfio-pci-Restore-the-MSI-X-mmap-restriction.patch",
      "0002-vfio-pci-Only-advise-against-mapping-the-MSI-X-table.patch",
    ]
  `);
  expect(series?.mails.at(-1)?.text).toMatch(/^ *template: +msix-mmap\/advisory-sparse/m);

  expect(lintTopic(folder, topic, [await snapshot(tree, topic.reads)]).findings).toEqual([]);
  expect(style(root)).toEqual(['', 0]);
  const project = new Project({
    tsConfigFilePath: join(PROJECT, 'tsconfig.json'),
    skipAddingFilesFromTsConfig: true,
  });
  const files = project.addSourceFilesAtPaths([made.file, made.index]);
  expect(files.flatMap((file) => file.getPreEmitDiagnostics().map((one) => one.getMessageText()))).toEqual(
    [],
  );
});

test('five new variants make the list longer than a line, and stay in order', async () => {
  const { root, topic: folder } = await checkout();
  for (const name of ['zeal', 'layout', 'new', 'a', 'msix-2-mmap']) await writeVariant(folder, name, []);
  const index = await readFile(join(folder, 'index.ts'), 'utf8');
  expect(
    index.match(/^import .*variants.*$|^ {2}variants: \[[\s\S]*?\]/gm)?.join('\n'),
  ).toMatchInlineSnapshot(`
    "import { a } from './variants/a.ts';
    import { iommuGroupFlag } from './variants/iommu-group-flag.ts';
    import { layoutVariant } from './variants/layout.ts';
    import { msix2Mmap } from './variants/msix-2-mmap.ts';
    import { newVariant } from './variants/new.ts';
    import { newCapability } from './variants/new-capability.ts';
    import { optInIoctl } from './variants/opt-in-ioctl.ts';
    import { pciBusFlag } from './variants/pci-bus-flag.ts';
    import { regionFlag } from './variants/region-flag.ts';
    import { unconditionalRemoval } from './variants/unconditional-removal.ts';
    import { zeal } from './variants/zeal.ts';
      variants: [
        optInIoctl,
        regionFlag,
        newCapability,
        unconditionalRemoval,
        iommuGroupFlag,
        pciBusFlag,
        zeal,
        layoutVariant,
        newVariant,
        a,
        msix2Mmap,
      ]"
  `);
  expect(style(root)).toEqual(['', 0]);
  expect((await topicIn(folder)).variants.map(({ id }) => id)).toMatchInlineSnapshot(`
    [
      "opt-in-ioctl",
      "region-flag",
      "new-capability",
      "unconditional-removal",
      "iommu-group-flag",
      "pci-bus-flag",
      "zeal",
      "layout",
      "new",
      "a",
      "msix-2-mmap",
    ]
  `);
});

test('two that are made at once are both listed', async () => {
  const { topic: folder } = await checkout();
  await Promise.all(['one', 'two'].map((name) => writeVariant(folder, name, [])));
  const ids = (await topicIn(folder)).variants.map(({ id }) => id);
  expect(ids.slice(-2).sort()).toEqual(['one', 'two']);
});

test('one name is given once, also to two at once', async () => {
  const { topic: folder } = await checkout();
  const said = await Promise.all(
    [1, 2].map(() => writeVariant(folder, 'one', []).then(() => 'made', codeOf)),
  );
  expect(said.map((text) => text.split(':')[0]).sort()).toEqual(['NAME_TAKEN', 'made']);
  expect((await readdir(folder)).filter((name) => /tmp|lock/.test(name))).toEqual([]);
});

test('a name that cannot be is refused with what to call it, and nothing is written', async () => {
  const { topic: folder } = await checkout();
  const before = await readFile(join(folder, 'index.ts'), 'utf8');
  const said = [];
  for (const name of [
    'OptOut',
    'opt_out',
    '-',
    '9-lives',
    'opt--out',
    '../escape',
    'prerequisite',
    'region-flag',
  ])
    said.push(await writeVariant(folder, name, ['region-flag']).catch(codeOf));
  expect(said).toMatchInlineSnapshot(`
    [
      "BAD_NAME: "OptOut" is not in kebab-case. Call it opt-out: lower case letters and digits, words separated by single hyphens.",
      "BAD_NAME: "opt_out" is not in kebab-case. Call it opt-out: lower case letters and digits, words separated by single hyphens.",
      "BAD_NAME: "-" is not in kebab-case. Use lower case letters and digits, words separated by single hyphens: opt-in-ioctl.",
      "BAD_NAME: "9-lives" is not in kebab-case. Call it lives: lower case letters and digits, words separated by single hyphens.",
      "BAD_NAME: "opt--out" is not in kebab-case. Call it opt-out: lower case letters and digits, words separated by single hyphens.",
      "BAD_NAME: "../escape" is not in kebab-case. Call it escape: lower case letters and digits, words separated by single hyphens.",
      "BAD_NAME: a variant cannot be called "prerequisite". That name is kept for something else (baseline, prerequisite, skeleton): choose another.",
      "NAME_TAKEN: there is a variant "region-flag" already. Choose another name, or edit that file.",
    ]
  `);
  expect(await readFile(join(folder, 'index.ts'), 'utf8')).toBe(before);
  const files = (await readdir(join(folder, 'variants'))).filter((name) => name.endsWith('.ts'));
  expect(files.length).toBe(msixMmap.variants.length);
});

test('a topic without a skeleton, or with another kind of list, is told', async () => {
  const { topic: folder } = await checkout();
  const index = join(folder, 'index.ts');
  await writeFile(index, (await readFile(index, 'utf8')).replace(/variants: \[[^\]]*\]/, 'variants: all()'));
  const listed = await writeVariant(folder, 'fresh', []).catch(codeOf);
  await rm(join(folder, 'skeleton.ts'));
  expect([listed, await writeVariant(folder, 'fresh', []).catch(codeOf)]).toMatchInlineSnapshot(`
    [
      "NO_SKELETON: the topic does not list its variants as [a, b]. Write the list of \`variants\` there as an array, so that it can be extended.",
      "NO_SKELETON: the topic has nothing to begin a variant from. Write skeleton.ts beside index.ts, a variant that is complete but not listed: see docs/topics.md.",
    ]
  `);
});

test('where nothing can be written, nothing is left behind', async () => {
  const { topic: folder } = await checkout();
  const variants = join(folder, 'variants');
  await rm(variants, { recursive: true });
  // A file in the way: root may write to a folder whatever its mode.
  await writeFile(variants, 'mine');
  expect(await writeVariant(folder, 'fresh', []).catch(codeOf)).toMatchInlineSnapshot(
    `"OUTPUT_UNWRITABLE: the output cannot be written: a file is in the way. Make the checkout writable, or work in a copy of it."`,
  );
  expect(await readFile(variants, 'utf8')).toBe('mine');
  expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test.skipIf(process.getuid?.() === 0)('a folder that may not be written to is told', async () => {
  const { topic: folder } = await checkout();
  await chmod(join(folder, 'variants'), 0o555);
  const said = await writeVariant(folder, 'fresh', []).catch(codeOf);
  await chmod(join(folder, 'variants'), 0o755);
  expect(said).toMatch(/^OUTPUT_UNWRITABLE: the output cannot be written: permission is denied/);
});
