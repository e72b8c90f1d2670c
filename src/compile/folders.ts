// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { extract } from '../kernel/debian/extract.ts';
import { packageOf } from '../kernel/debian/source-package.ts';
import type { Tree } from '../kernel/tree.ts';

/** Adds what the files of some folders may include by their place, from a Debian tree's package; other trees have it. */
export async function writeFolders(
  { base, label }: Tree,
  folders: readonly string[],
  into: string,
  context: Context,
): Promise<void> {
  if (base.kind !== 'debian') return;
  // tar would take the others for patterns.
  const plain = folders.filter((folder) => !/[*?[\]\\]/.test(folder));
  const wanted = plain.flatMap((folder) => {
    const above = folder.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));
    return [
      `${folder}/*.c`,
      `${folder}/*/*.h`,
      ...above.slice(1).map((one) => `${one}/*.h`),
      `${folder}/*.h`,
    ];
  });
  if (wanted.length === 0) return;
  const package_ = await packageOf(base, context, `files around the patches of ${label}`);
  await extract(package_, base.package.replace(/^linux-source-/, ''), wanted, into, context);
}
