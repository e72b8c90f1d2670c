// SPDX-License-Identifier: GPL-2.0-only
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { OWN_GROUP, startChild } from '../../children.ts';
import type { Context } from '../../context.ts';
import { hostComplaint } from '../complaint.ts';
import { TreeCorrupt } from '../failures.ts';
import { lacking, settle, tail } from '../run.ts';

/**
 * Unpacks the named files of the source tarball inside a linux-source package into a folder that exists.
 * Nothing but these files is ever written: package, tarball and files are one stream.
 *
 * @param deb path of `linux-source-<series>_*.deb`
 * @param series `6.1`
 * @param files as TREE_FILES
 * @throws TreeCorrupt when the package, the tarball in it or a file in that is damaged or cut short
 * @throws HostLacks, NoSpace
 */
export async function extract(
  deb: string,
  series: string,
  files: readonly string[],
  into: string,
  context: Pick<Context, 'signal'>,
): Promise<void> {
  context.signal.throwIfAborted();
  const options = {
    ...OWN_GROUP,
    cancelSignal: context.signal,
    env: { LC_ALL: 'C' },
    encoding: 'buffer',
    // Standard output goes from one to the next and is never kept.
    buffer: { stdout: false, stderr: true },
    reject: false,
  } as const;
  const top = `linux-source-${series}`;
  const started = <T extends { pid?: number | undefined } & PromiseLike<unknown>>(begin: () => T) =>
    startChild(begin, context.signal);
  const unpackPackage = started(() =>
    execa('dpkg-deb', ['--fsys-tarfile', deb], { ...options, stdin: 'ignore' }),
  );
  const findTarball = started(() =>
    execa('tar', ['-x', '-O', '-f', '-', `./usr/src/${top}.tar.xz`], options),
  );
  // tar runs xz itself, so that the 1.5 GB between them do not pass through this process.
  const unpackFiles = started(() =>
    execa(
      'tar',
      [
        ...['-x', '-f', '-', '-I', 'xz -T0', '-C', into, '--strip-components=1', '--no-same-owner'],
        ...['--wildcards', '--no-wildcards-match-slash', ...files.map((file) => `${top}/${file}`)],
      ],
      { ...options, stdout: 'ignore' },
    ),
  );
  // A broken pipe is the consequence of some program's end; that program's status says why.
  const joints = [
    pipeline(unpackPackage.stdout, findTarball.stdin).catch(() => undefined),
    pipeline(findTarball.stdout, unpackFiles.stdin).catch(() => undefined),
  ];
  const results = await Promise.all([unpackPackage, findTarball, unpackFiles]);
  await Promise.all(joints);
  for (const { signal, failed } of results) if (failed) await settle(context.signal, signal);

  const said = results.map(({ stderr }) => complaints(Buffer.from(stderr ?? []).toString('latin1')));
  const missing = results.findIndex(({ code }) => code === 'ENOENT');
  if (missing >= 0) throw lacking(missing === 0 ? 'dpkg-deb' : 'tar');
  if (said.some((text) => /xz: Cannot exec/.test(text))) throw lacking('xz');
  const full = hostComplaint(said.join('\n'), into);
  if (full) throw full;
  // A tar whose only complaint is a name that this version lacks (filtered) has still read to the end.
  const whole = results.every(
    ({ exitCode }, index) => exitCode === 0 || (exitCode === 2 && index === 2 && !said[2]),
  );
  if (whole) return;
  throw new TreeCorrupt({
    title: 'the source package is damaged or cut short',
    where: deb,
    detail: tail(said.filter(Boolean).join('\n')),
    hint: 'Run again to download it anew.',
  });
}

function complaints(stderr: string): string {
  return stderr
    .split('\n')
    .filter(
      (line) => !/: Not found in archive$|Exiting with failure status due to previous errors$/.test(line),
    )
    .join('\n')
    .trim();
}
