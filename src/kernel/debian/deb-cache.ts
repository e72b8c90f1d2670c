// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Context } from '../../context.ts';
import { jsonOf } from '../../record.ts';
import { sha256 } from '../../sums.ts';
import { TreeCorrupt } from '../failures.ts';
import { runProgram } from '../run.ts';
import { download } from './download.ts';
import { PackageRecord } from './packages.ts';
import { aptConfig } from './refresh.ts';

/**
 * A package's .deb, kept in the cache (`debs/<package>_<version>_<architecture>/`) and downloaded only once.
 *
 * @throws as `download`
 */
export async function cachedDeb(
  context: Context,
  record: PackageRecord,
  task = `package ${record.package}`,
): Promise<string> {
  const { package: name, version } = record;
  const say = (text: string) => context.report({ task, state: 'note', text });
  const folder = await context.cache.entry(
    debEntry(record),
    async (temporary) => {
      say(`downloading ${name} ${version}`);
      const onPercent = (percent: number) => say(`downloading ${name} ${version}: ${percent} %`);
      await download(context, record, temporary, onPercent);
      await writeFile(join(temporary, 'package.json'), `${JSON.stringify(record, null, 2)}\n`);
    },
    {
      bytes: record.size,
      signal: context.signal,
      onWait: () => say('another run is downloading it; waiting'),
    },
  );
  return debIn(folder);
}

/**
 * Downloads packages that the cache lacks in one go: apt asks for each by itself otherwise, two seconds each. What it
 * fails at is left to `cachedDeb`, which says why.
 */
export async function fetchDebs(
  context: Context,
  records: readonly PackageRecord[],
  architecture: string,
  task: string,
): Promise<void> {
  const missing = records.filter((record) => !context.cache.has(debEntry(record)));
  if (missing.length < 2) return;
  const say = (text: string) => context.report({ task, state: 'note', text });
  say(`downloading ${missing.length} packages`);
  await context.cache.working(async (work) => {
    const config = await aptConfig(context, architecture);
    const names = missing.map(({ package: name, version }) => `${name}=${version}`);
    await runProgram('apt-get', ['-c', config, '-q', 'download', ...names], context, { cwd: work });
    for (const record of missing) {
      const { package: name, version, architecture: own } = record;
      const file = join(work, `${name}_${version.replaceAll(':', '%3a')}_${own}.deb`);
      const whole = existsSync(file) && (await sha256(file)) === record.sha256;
      if (!whole) continue;
      await context.cache.entry(
        debEntry(record),
        async (temporary) => {
          await copyFile(file, join(temporary, basename(file)));
          await writeFile(join(temporary, 'package.json'), `${JSON.stringify(record, null, 2)}\n`);
        },
        { bytes: record.size, signal: context.signal },
      );
    }
  });
}

export function debEntry({ package: name, version, architecture }: PackageRecord): string {
  return `debs/${name}_${version.replaceAll(':', '%3a')}_${architecture}`;
}

export async function debIn(folder: string): Promise<string> {
  const file = (await readdir(folder)).find((name) => name.endsWith('.deb'));
  if (file) return join(folder, file);
  throw new TreeCorrupt({
    title: 'the cached package is gone',
    where: folder,
    hint: 'Remove this folder and run again.',
  });
}

/** What was recorded of the cached packages with this name. */
export async function cachedDebs(
  context: Pick<Context, 'cache'>,
  name: string,
): Promise<{ record: PackageRecord; folder: string }[]> {
  const entries = await readdir(context.cache.path('debs')).catch(() => []);
  const found = [];
  for (const entry of entries.filter((entry) => entry.startsWith(`${name}_`))) {
    const folder = context.cache.path('debs', entry);
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => 'null');
    const record = PackageRecord.safeParse(jsonOf(text));
    if (record.success) found.push({ record: record.data, folder });
  }
  return found;
}
