// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { hostComplaint } from '../complaint.ts';
import { cachedDeb, known, latest } from '../debian/archive.ts';
import type { PackageRecord } from '../debian/packages.ts';
import { TreeCorrupt } from '../failures.ts';
import { runProgram, tail } from '../run.ts';
import { type Dependency, parseDepends } from './dependencies.ts';

export interface Deb {
  record: PackageRecord;
  path: string;
}

/**
 * The packages of one built kernel: image, modules, headers, and the programs that build against them.
 * Found from the headers package by what the packages depend on, since Debian has split kernels differently
 * over the years (7.2: linux-binary and linux-modules instead of files in linux-image).
 *
 * @param headers `linux-headers-<release>`; its programs (kbuild) are taken for the host instead
 */
export async function fetchKernelPackages(
  headers: PackageRecord,
  context: Context,
  task: string,
): Promise<Deb[]> {
  const { version, architecture } = headers;
  const release = headers.package.replace(/^linux-headers-/, '');
  const fetched = [await fetchDeb(headers, context, task)];
  const fetchNeeded = async (deb: Deb, wanted: RegExp, lists: string) => {
    for (const needed of await dependenciesOf(deb, context))
      if (wanted.test(needed.package) && !fetched.some(({ record }) => record.package === needed.package))
        fetched.push(await fetchDeb(await choose(needed, version, lists, context), context, task));
  };
  for (const deb of [...fetched]) await fetchNeeded(deb, /^linux-headers-.*-common$/, architecture);
  // What compiles for another architecture runs on this one.
  for (const deb of [...fetched]) await fetchNeeded(deb, /^linux-kbuild-/, 'amd64');

  // A kernel that was just uploaded has no signed image yet.
  const same = { version, architecture };
  const image =
    (await known(context, `linux-image-${release}`, same))[0] ??
    (await known(context, `linux-image-${release}-unsigned`, same))[0] ??
    (await latest(context, `linux-image-${release}`, same));
  const imageDeb = await fetchDeb(image, context, task);
  fetched.push(imageDeb);
  await fetchNeeded(imageDeb, /^linux-(binary|modules)-/, architecture);
  return fetched;
}

/** The libraries (OpenSSL's apart) that a package's programs are linked with, to run them on a host with an older C library. */
export async function fetchLibraries(deb: Deb, context: Context, task: string): Promise<Deb[]> {
  const libraries = new Map<string, Deb>();
  const visit = async (from: Deb) => {
    for (const { package: name } of await dependenciesOf(from, context)) {
      if (!/^(lib(?!ssl)|zlib)/.test(name) || libraries.has(name)) continue;
      const library = await fetchDeb(await latest(context, name), context, task);
      libraries.set(name, library);
      await visit(library);
    }
  };
  await visit(deb);
  return [...libraries.values()];
}

async function choose(
  needed: Dependency,
  version: string,
  architecture: string,
  context: Context,
): Promise<PackageRecord> {
  const same = await known(context, needed.package, { version: needed.version ?? version, architecture });
  return same[0] ?? latest(context, needed.package, { architecture });
}

async function fetchDeb(record: PackageRecord, context: Context, task: string): Promise<Deb> {
  return { record, path: await cachedDeb(context, record, task) };
}

async function dependenciesOf(deb: Deb, context: Context): Promise<Dependency[]> {
  const { stdout, stderr, exitCode } = await runProgram('dpkg-deb', ['-f', deb.path, 'Depends'], context);
  if (exitCode !== 0) throw hostComplaint(stderr, deb.path) ?? unreadable(deb, stderr);
  return parseDepends(stdout);
}

/** @throws TreeCorrupt when the package is damaged */
export async function unpack(deb: Deb, into: string, context: Context): Promise<void> {
  const { stderr, exitCode } = await runProgram('dpkg-deb', ['-x', deb.path, into], context);
  if (exitCode !== 0) throw hostComplaint(stderr, into) ?? unreadable(deb, stderr);
}

function unreadable(deb: Deb, stderr: string): TreeCorrupt {
  return new TreeCorrupt({
    title: `the package ${deb.record.package} ${deb.record.version} is damaged`,
    where: deb.path,
    detail: tail(stderr),
    hint: 'Remove its folder from the cache and run again.',
  });
}
