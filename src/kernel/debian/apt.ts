// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { HostLacks } from '../failures.ts';
import { runProgram } from '../run.ts';
import { type AptSource, type DebianMirror, findDebianMirror, parseSources } from './host-sources.ts';

/** Suites of the main mirror that between them have every kernel the workbench knows. */
const SUITES = ['bullseye', 'bookworm', 'trixie', 'sid'];
/** Suites of the security mirror. */
const SECURITY_SUITES = ['bullseye-security', 'bookworm-security', 'trixie-security'];

const KEYRING = /(^|\/)debian-archive-keyring\.(gpg|pgp)$/;
const KEYRINGS = [
  '/usr/share/keyrings/debian-archive-keyring.pgp',
  '/usr/share/keyrings/debian-archive-keyring.gpg',
];

/**
 * The Debian mirror of the host, read from the files that its apt reads.
 *
 * @throws HostLacks when the host has no apt, or none of its sources is Debian's
 */
export async function hostMirror(context: Pick<Context, 'signal'>): Promise<DebianMirror> {
  const { stdout } = await runProgram(
    'apt-config',
    ['shell', 'LIST', 'Dir::Etc::sourcelist/f', 'PARTS', 'Dir::Etc::sourceparts/d'],
    context,
  );
  const value = (name: string) => new RegExp(`^${name}='(.*)'$`, 'm').exec(stdout)?.[1];
  const [list, parts] = [
    value('LIST') ?? '/etc/apt/sources.list',
    value('PARTS') ?? '/etc/apt/sources.list.d',
  ];
  const names = (await readdir(parts).catch(() => []))
    .filter((name) => /\.(list|sources)$/.test(name))
    .sort();
  const sources: AptSource[] = [];
  for (const file of [list, ...names.map((name) => join(parts, name))])
    sources.push(...parseSources(file, await readFile(file, 'utf8').catch(() => '')));
  const mirror = findDebianMirror(sources);
  if (mirror) return mirror;
  throw new HostLacks({
    title: 'none of the host’s apt sources is a Debian mirror',
    where: `${list}, ${parts}`,
    detail: sources.map(({ uris, suites }) => `${uris.join(' ')} ${suites.join(' ')}`).join('\n'),
    hint: 'Add a Debian source with its keyring to the host, or name a tree of your own: --tree PATH[@REV]',
  });
}

/**
 * The keyring that verifies all suites. The host's own source may name a narrower one (only its own
 * release's keys), which would refuse the other releases.
 *
 * @throws HostLacks when the host has no Debian keyring
 */
export function archiveKeyring(mirror: DebianMirror, exists = existsSync): string {
  const named = mirror.signedBy?.split(/\s+/).filter((word) => word.startsWith('/')) ?? [];
  const found = [...named.filter((path) => KEYRING.test(path)), ...KEYRINGS, ...named].find((path) =>
    exists(path),
  );
  if (found) return found;
  throw new HostLacks({
    title: 'the host has no keyring of the Debian archive, so its packages cannot be verified',
    where: KEYRINGS.at(-1) ?? '',
    hint: 'Install the package debian-archive-keyring: apt-get install debian-archive-keyring',
  });
}

/** Sources for all suites, in deb822 format (sources.list(5)). */
export function privateSources(mirror: DebianMirror, keyring: string, architecture = 'amd64'): string {
  const stanza = (uri: string, suites: readonly string[]) =>
    [
      'Types: deb',
      `URIs: ${uri}`,
      `Suites: ${suites.join(' ')}`,
      'Components: main',
      // The guest's; the host may be something else.
      `Architectures: ${architecture}`,
      'Targets: Packages',
      `Signed-By: ${keyring}`,
      '',
    ].join('\n');
  return [
    stanza(mirror.main, SUITES),
    ...(mirror.security ? [stanza(mirror.security, SECURITY_SUITES)] : []),
  ].join('\n');
}

/**
 * What changes the host's apt configuration into ours; read after it, so that the host's proxies and
 * timeouts hold. The host's hooks are cleared: images for containers delete the host's downloads in one.
 */
export function privateConfig(folder: string, architecture = 'amd64'): string {
  return `Dir::Etc::SourceList "${folder}/archive.sources";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State "${folder}/state";
Dir::State::Lists "${folder}/lists";
Dir::State::Status "${folder}/status";
Dir::Cache "${folder}/cache";
Dir::Cache::Archives "archives";
Dir::Cache::PkgCache "pkgcache.bin";
// 100 MB that only apt's own upgrades would profit from.
Dir::Cache::SrcPkgCache "";
Acquire::GzipIndexes "true";
#clear APT::Architectures;
APT::Architecture "${architecture}";
APT::Architectures { "${architecture}"; };
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
// As root, apt would drop to a user who cannot write below root's cache.
APT::Sandbox::User "root";
`;
}
