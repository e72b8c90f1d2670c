// SPDX-License-Identifier: GPL-2.0-only

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { sha256 } from '../../sums.ts';
import { hostComplaint } from '../complaint.ts';
import { ArchiveLacks, NoNetwork, TreeCorrupt } from '../failures.ts';
import { runProgram, tail } from '../run.ts';
import type { PackageRecord } from './packages.ts';
import { versions } from './query.ts';
import { aptConfig } from './refresh.ts';

/**
 * Downloads one version of one package into a folder that exists. apt verifies it by the signed lists; its
 * SHA-256 is compared here again.
 *
 * @param onPercent called as the download goes on
 * @returns the path of the .deb file
 * @throws NoNetwork; ArchiveLacks when the version has left the archive; TreeCorrupt when the file is not
 *   what the lists say; NoSpace
 */
export async function download(
  context: Context,
  { package: name, version, architecture }: Pick<PackageRecord, 'package' | 'version' | 'architecture'>,
  into: string,
  onPercent?: (percent: number) => void,
): Promise<string> {
  // Packages for all architectures are in everybody's lists, of which the first are at hand anyway.
  const lists = architecture === 'all' ? 'amd64' : architecture;
  const [record] = await versions(context, name, { version, architecture: lists });
  const config = await aptConfig(context, lists);
  const { stdout, stderr, exitCode } = await runProgram(
    'apt-get',
    ['-c', config, '-q', '-o', 'APT::Status-Fd=1', 'download', `${name}=${version}`],
    context,
    { cwd: into, onLine: percentOf(onPercent) },
  );
  if (exitCode !== 0) throw downloadFailed(record, `${stdout}\n${stderr}`, into);
  const file = (await readdir(into)).find((entry) => entry.startsWith(`${name}_`) && entry.endsWith('.deb'));
  if (!file) throw downloadFailed(record, stderr, into);
  const path = join(into, file);
  if ((await sha256(path)) === record.sha256) return path;
  await rm(path);
  throw new TreeCorrupt({
    title: `${name} ${version} is not the file that the archive’s signed list describes`,
    where: path,
    hint: 'The file was removed; run again to download it anew.',
  });
}

/** Status lines of apt: `dlstatus:<number>:<percent>:<text>` (apt's README.progress-reporting). */
function percentOf(onPercent?: (percent: number) => void): (line: string) => void {
  let last = -1;
  return (line) => {
    const percent = Math.floor(Number(/^dlstatus:\d+:([\d.]+):/.exec(line)?.[1] ?? Number.NaN));
    if (!(percent > last)) return;
    last = percent;
    onPercent?.(percent);
  };
}

function downloadFailed({ package: name, version }: PackageRecord, output: string, into: string): Error {
  const text = {
    where: `${name} ${version}`,
    detail: tail(output.replace(/^(dl|pm)status:.*\n/gm, '')),
  };
  const full = hostComplaint(output, into);
  if (full) return full;
  if (/Hash Sum mismatch|File has unexpected size/.test(output))
    return new TreeCorrupt({
      ...text,
      title: 'the mirror’s file is not the one that its signed list describes',
      hint: 'The mirror may be in the middle of an update: try again in some minutes.',
    });
  if (/404 +Not Found|was not found|Unable to locate package/.test(output))
    return new ArchiveLacks({
      ...text,
      title: 'this version has left the archive',
      hint: 'Bring the lists up to date: kpw trees --update',
    });
  return new NoNetwork({
    ...text,
    title: 'the package could not be downloaded',
    hint: 'Check the network and the proxy of the host’s apt (Acquire::http::Proxy), then try again.',
  });
}
