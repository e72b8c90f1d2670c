// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { lstat, mkdir, readlink, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import type { GuestFile } from '../guest/initramfs.ts';
import { ARCHITECTURE, type MachineArchitecture } from '../kernel/architecture.ts';
import { unpack } from '../kernel/build/kernel-packages.ts';
import { cachedDeb, fetchDebs, resolvePackages } from '../kernel/debian/archive.ts';
import { OTHER_NAMES, PROVIDED_PACKAGES } from './commands.ts';
import { MERGED, mergedPath, pathsBelow } from './merged.ts';

/** Programs and libraries of Debian packages, as a guest gets them. */
export interface Userland {
  /** Name and version of each, in the order in which Debian would install them. */
  readonly packages: readonly { readonly name: string; readonly version: string }[];
  readonly files: readonly GuestFile[];
  /** Of all files. */
  readonly bytes: number;
}

/** What no test reads: three quarters of what a package unpacks to. */
const LEFT_OUT =
  /^usr\/(share\/(doc|man|info|locale|lintian|bug|bash-completion|zoneinfo|doc-base|common-licenses|perl\/[^/]+\/pod|menu|gdb|initramfs-tools|zsh|fish|applications|pixmaps|icons|consolefonts)|lib\/(systemd|udev|init|debug|gcc|[^/]+\/(gconv|pkgconfig))|include|games|src|local)(\/|$)|\.a$|^usr\/lib\/python3[^/]*\/(test|idlelib|lib2to3|ensurepip|pydoc_data)\/|\.pyc$|^etc\/(init\.d|cron|systemd|pam\.d|default|logcheck|rc\d)|^var\//;

/**
 * Debian packages with all that they need, unpacked for a guest out of the archive (`userlands/<hash>`). Nothing of it is
 * installed on the host, and no script of a package runs.
 *
 * @param names of packages, of the host's release where it has them: programs that the host's compiler makes fit their
 *   libraries
 * @throws ArchiveLacks, NoNetwork, TreeCorrupt, NoSpace, HostLacks
 */
export async function userland(
  names: readonly string[],
  architecture: MachineArchitecture,
  context: Context,
): Promise<Userland> {
  if (names.length === 0) return { packages: [], files: [], bytes: 0 };
  const task = `userland of ${names.length} packages`;
  const debian = ARCHITECTURE[architecture].debian;
  const wanted = {
    names,
    architecture: debian,
    provided: PROVIDED_PACKAGES.filter((one) => !names.includes(one)),
  };
  context.report({ task, state: 'start' });
  try {
    const records = await resolvePackages(wanted, context);
    const hash = createHash('sha256').update(records.map(({ sha256 }) => sha256).join(' '));
    const folder = await context.cache.entry(
      `userlands/${hash.digest('hex').slice(0, 20)}`,
      async (into) => {
        const root = join(into, 'root');
        await mkdir(root);
        await fetchDebs(context, records, debian, task);
        for (const record of records)
          await unpack({ record, path: await cachedDeb(context, record, task) }, root, context);
        await prune(root);
      },
      { signal: context.signal, bytes: 256 * 2 ** 20, sums: 'sizes' },
    );
    const files = await guestFilesOf(join(folder, 'root'));
    const bytes = await sizeOf(files);
    context.report({
      task,
      state: 'done',
      text: `${records.length} with what they need, ${megabytes(bytes)}`,
    });
    const packages = records.map(({ package: name, version }) => ({ name, version }));
    return { packages, files, bytes };
  } catch (error) {
    context.report({ task, state: 'failed', text: (error as Error).message });
    throw error;
  }
}

export function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

async function prune(root: string): Promise<void> {
  for (const path of await pathsBelow(root))
    if (LEFT_OUT.test(mergedPath(path))) await rm(join(root, path), { force: true });
}

/** Files and links of an unpacked root, as they lie in a guest, and what maintainers' scripts would have made. */
export async function guestFilesOf(root: string): Promise<GuestFile[]> {
  const files = new Map<string, GuestFile>();
  for (const path of await pathsBelow(root)) {
    const place = `/${mergedPath(path)}`;
    const found = await lstat(join(root, path));
    if (found.isSymbolicLink())
      files.set(place, { path: place, content: { link: await readlink(join(root, path)) } });
    else if (found.isFile())
      files.set(place, { path: place, mode: found.mode & 0o7777, content: { source: join(root, path) } });
  }
  for (const [name, candidates] of Object.entries(OTHER_NAMES)) {
    const target = candidates.find((one) => files.has(`${dirname(name)}/${one}`));
    if (target !== undefined && !files.has(name)) files.set(name, { path: name, content: { link: target } });
  }
  for (const name of MERGED)
    if ([...files.keys()].some((path) => path.startsWith(`/usr/${name}/`)))
      files.set(`/${name}`, { path: `/${name}`, content: { link: `usr/${name}` } });
  return [...files.values()];
}

async function sizeOf(files: readonly GuestFile[]): Promise<number> {
  let bytes = 0;
  for (const { content } of files)
    if (typeof content === 'object' && 'source' in content) bytes += (await lstat(content.source)).size;
  return bytes;
}
