// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Cache } from '../../cache.ts';
import { sha256 } from '../../sums.ts';
import type { PackageRecord } from '../debian/packages.ts';
import { scratch } from './context.ts';
import { FAKE_KERNEL, writeFiles } from './fake-kernel.ts';

interface Fake {
  files?: Readonly<Record<string, string>>;
  version?: string;
  /** Cuts the tarball inside the package to this part of its length. */
  cutTarball?: number;
}

/** Builds `linux-source-9.9` as Debian does, and puts it into the cache as if it had been downloaded. */
export async function cacheFakePackage(cache: Cache, { files, version = '9.9.1-1', cutTarball }: Fake = {}) {
  const [work, top] = [await scratch(), 'linux-source-9.9'];
  await writeFiles(join(work, top), files ?? FAKE_KERNEL);
  const root = join(work, 'package');
  const tarball = join(root, `usr/src/${top}.tar.xz`);
  await mkdir(join(root, 'DEBIAN'), { recursive: true });
  await mkdir(join(root, 'usr/src'), { recursive: true });
  await execa('tar', ['-c', '-I', 'xz -0', '-f', tarball, top], { cwd: work });
  if (cutTarball) await truncate(tarball, Math.floor((await stat(tarball)).size * cutTarball));
  const control = `Package: ${top}\nVersion: ${version}\nArchitecture: all\nMaintainer: Test <test@example.org>\nDescription: test\n`;
  await writeFile(join(root, 'DEBIAN/control'), control);
  const folder = cache.path('debs', `${top}_${version}_all`);
  await mkdir(folder, { recursive: true });
  const deb = join(folder, `${top}_${version}_all.deb`);
  await execa('dpkg-deb', ['--build', '-Znone', root, deb]);
  const record: PackageRecord = {
    package: top,
    version,
    architecture: 'all',
    sha256: await sha256(deb),
    size: (await stat(deb)).size,
    filename: `pool/${top}.deb`,
    suites: ['test'],
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(record));
  return { deb, record };
}

/** Paths below the cache that a reader could take for a finished tree, and temporary ones. */
export async function cacheState(cache: Cache): Promise<{ trees: string[]; temporary: number }> {
  const trees = await readdir(cache.path('trees'), { recursive: true }).catch(() => []);
  const temporary = await readdir(cache.path('tmp')).catch(() => []);
  return { trees: trees.filter((path) => path.split('/').length === 2).sort(), temporary: temporary.length };
}
