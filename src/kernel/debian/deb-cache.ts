// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { jsonOf } from '../../record.ts';
import { TreeCorrupt } from '../failures.ts';
import { download } from './download.ts';
import { PackageRecord } from './packages.ts';

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
