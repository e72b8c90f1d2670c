// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Context } from '../context.ts';
import { ARCHITECTURE, type MachineArchitecture } from '../kernel/architecture.ts';
import { unpack } from '../kernel/build/kernel-packages.ts';
import { cachedDeb, fetchDebs, known, resolvePackages } from '../kernel/debian/archive.ts';
import { copyMerged } from './merged.ts';

/** What every C library has. */
const OF_LIBC = ['c', 'm', 'rt', 'pthread', 'dl', 'util', 'resolv', 'gcc', 'gcc_s', 'anl', 'nsl'];

/** Packages whose name does not follow from the library's, by `-l` or by pkg-config's name. */
const PACKAGE_OF: Readonly<Record<string, string>> = {
  asound: 'libasound2-dev',
  alsa: 'libasound2-dev',
  crypto: 'libssl-dev',
  ssl: 'libssl-dev',
  libcrypto: 'libssl-dev',
  'libnl-3.0': 'libnl-3-dev',
  'libnl-genl-3.0': 'libnl-genl-3-dev',
  z: 'zlib1g-dev',
  zlib: 'zlib1g-dev',
  zstd: 'libzstd-dev',
  urcu: 'liburcu-dev',
  gcov: '',
};

/** What packages of development files need of the C library and the compiler, which the host has. */
const ON_HOST = [
  'libc6',
  'libc6-dev',
  'linux-libc-dev',
  'libgcc-s1',
  'libgcc-12-dev',
  'gcc',
  'debconf',
  'dpkg',
];

/** Headers and libraries that programs are linked with, unpacked from the archive. */
export interface Sysroot {
  /** Packages of development files that were named. */
  readonly packages: readonly string[];
  /** Undefined where none is needed. */
  readonly folder?: string;
  /** Stands for its content. */
  readonly identity: string;
}

/** Names of libraries in Makefiles: behind `-l`, and what pkg-config is asked for. */
export function librariesIn(texts: readonly string[]): string[] {
  const names = new Set<string>();
  for (const text of texts) {
    const code = text.replace(/^\s*#.*$/gm, '');
    for (const [, name = ''] of code.matchAll(/(?:^|[\s="'(,;])-l([a-z][\w+.-]*)/gm)) names.add(name);
    for (const [, rest = ''] of code.matchAll(/(?:pkg-config|\$\(PKG_CONFIG\))((?:\s+[\w.+-]+)+)/g))
      for (const word of rest.split(/\s+/)) if (/^[a-z]/i.test(word)) names.add(word);
  }
  return [...names].filter((name) => !OF_LIBC.includes(name)).sort();
}

/**
 * Development files of libraries, of the host's release, for its compiler (`sysroots/<hash>`); nothing is installed on the
 * host. A library of which the archive has no package is left out: the linker says what it misses.
 *
 * @throws ArchiveLacks, NoNetwork, TreeCorrupt, NoSpace, HostLacks
 */
export async function sysrootFor(
  libraries: readonly string[],
  architecture: MachineArchitecture,
  context: Context,
): Promise<Sysroot> {
  const debian = ARCHITECTURE[architecture].debian;
  const packages: string[] = [];
  for (const name of libraries) {
    const candidates =
      PACKAGE_OF[name] === undefined ? [`lib${name}-dev`, `${name}-dev`] : [PACKAGE_OF[name] ?? ''];
    for (const candidate of candidates.filter(Boolean)) {
      if ((await known(context, candidate, { architecture: debian })).length === 0) continue;
      packages.push(candidate);
      break;
    }
  }
  if (packages.length === 0) return { packages, identity: '' };
  const wanted = { names: packages, architecture: debian, provided: ON_HOST };
  const records = await resolvePackages(wanted, context);
  const hash = createHash('sha256').update(records.map(({ sha256 }) => sha256).join(' '));
  const identity = hash.digest('hex').slice(0, 20);
  const task = `libraries ${packages.join(', ')}`;
  const folder = await context.cache.entry(
    `sysroots/${identity}`,
    async (into) => {
      context.report({ task, state: 'start' });
      await context.cache.working(async (work) => {
        await fetchDebs(context, records, debian, task);
        for (const record of records)
          await unpack({ record, path: await cachedDeb(context, record, task) }, work, context);
        await copyMerged(work, into);
      });
      context.report({ task, state: 'done' });
    },
    { signal: context.signal, bytes: 128 * 2 ** 20, sums: 'sizes' },
  );
  return { packages, folder, identity };
}

/** Options of the compiler and variables of pkg-config that find a sysroot's files behind the host's own. */
export function sysrootOptions(
  folder: string,
  architecture: MachineArchitecture,
): { options: string[]; variables: string[] } {
  const triplet = ARCHITECTURE[architecture].prefix.replace(/-$/, '');
  const libraries = join(folder, 'usr/lib', triplet);
  return {
    options: [
      ...['', triplet].flatMap((one) => ['-idirafter', join(folder, 'usr/include', one)]),
      ...[`-L${libraries}`, `-Wl,-rpath-link,${libraries}`],
    ],
    variables: [
      `PKG_CONFIG_LIBDIR=${join(libraries, 'pkgconfig')}:${join(folder, 'usr/share/pkgconfig')}`,
      `PKG_CONFIG_SYSROOT_DIR=${folder}`,
    ],
  };
}

/** Makefiles of a directory, and the scripts by which some of them look for libraries. */
export async function makefilesOf(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) =>
    /^Makefile|\.mk$|config.*\.sh$/.test(name),
  );
  return Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')));
}

/** Where a shared library lies in a sysroot, by its soname; undefined where it has none. */
export async function libraryIn(folder: string | undefined, soname: string): Promise<string | undefined> {
  if (folder === undefined) return undefined;
  const below = join(folder, 'usr/lib');
  const places = [below, ...(await readdir(below).catch(() => [])).map((name) => join(below, name))];
  const found = places.map((place) => join(place, soname)).find((path) => existsSync(path));
  return found === undefined ? undefined : `/${join('usr/lib', relative(below, dirname(found)), soname)}`;
}
