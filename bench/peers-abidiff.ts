// SPDX-License-Identifier: GPL-2.0-only
// abidiff ≥ 2.4, which check-uapi.sh needs and older Debian releases do not have, kept in the cache with its libraries.
import { chmod, cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../src/context.ts';
import { wrapTools } from '../src/kernel/build/foreign-tools.ts';
import { type Deb, fetchLibraries, unpack } from '../src/kernel/build/kernel-packages.ts';
import { cachedDeb, latest } from '../src/kernel/debian/archive.ts';

const SUITE = 'trixie';
const LIBRARY = /^(lib.*|ld-linux.*)\.so[.\d]*$/;

/**
 * Path of an abidiff that runs on this host, whatever its C library.
 *
 * @throws as `latest` and `cachedDeb`
 */
export async function abidiff(context: Context): Promise<string> {
  const task = 'abidiff';
  const record = await latest(context, 'abigail-tools', { suite: SUITE });
  const folder = await context.cache.entry(
    `programs/abidiff_${record.version}`,
    async (into) => {
      const deb: Deb = { record, path: await cachedDeb(context, record, task) };
      const unpacked = join(into, 'unpacked');
      for (const one of [deb, ...(await fetchLibraries(deb, context, task))])
        await unpack(one, unpacked, context);
      const [program, libraries] = [join(into, 'abidiff'), join(into, 'libraries')];
      await cp(join(unpacked, 'usr/bin/abidiff'), program);
      await chmod(program, 0o755);
      await mkdir(libraries);
      for (const entry of await readdir(unpacked, { recursive: true, withFileTypes: true }))
        if (LIBRARY.test(entry.name) && !entry.isDirectory())
          await cp(join(entry.parentPath, entry.name), join(libraries, entry.name), { dereference: true });
      await rm(unpacked, { recursive: true });
      await wrapTools([program], libraries);
    },
    { signal: context.signal, bytes: 300 * 2 ** 20 },
  );
  return join(folder, 'abidiff');
}
