// SPDX-License-Identifier: GPL-2.0-only
import { basename, dirname, join, relative, resolve } from 'node:path';
import { UnknownTree } from '../../kernel/failures.ts';
import { nearest } from '../../nearest.ts';
import { fallingBack } from '../fallback.ts';
import { FolderFiles, LaidOver, type SideFiles } from '../headers/files.ts';
import { pathInFolder } from './folder.ts';
import { namedFile } from './named-file.ts';
import { OneHeader } from './one-header.ts';
import { overlay } from './overlay.ts';
import { headersSide, type UapiSide } from './side.ts';

/** A header, on the disk or of a revision: its installed name, and its path among files. */
export interface GivenHeader {
  /** For messages. */
  readonly origin: string;
  readonly name: string;
  readonly path: string;
  readonly files: SideFiles;
}

/** What a header is called once installed, and the folder below which its includes are looked for. */
interface Place {
  readonly name: string;
  readonly root: string;
}

/**
 * `/usr/include/linux/vfio.h` and `…/include/uapi/linux/vfio.h` are linux/vfio.h; a file that lies anywhere else is
 * called as it is.
 */
export function placeOf(path: string): Place {
  const full = resolve(path);
  const forms = [
    /^(.*\/include\/uapi)\/(.+)$/,
    /^(.*\/include)\/(.+)$/,
    /^(.*)\/((?:linux|asm|asm-generic|drm|rdma|sound|xen)\/.+)$/,
  ];
  for (const form of forms) {
    const [, root, name] = form.exec(full) ?? [];
    if (root !== undefined && name?.includes('/')) return { root, name };
  }
  return { name: basename(full), root: dirname(full) };
}

/**
 * One header alone. What it includes and what is not below its folder is missing, so what needs it is undetermined.
 *
 * @param as the installed name to take it under: that of the other side's file
 */
export function fileSide(spec: string, as?: string, given: GivenHeader = onDisk(spec)): UapiSide {
  const { name, path, files, origin } = given;
  const side = headersSide(spec, basename(spec), files, {
    kind: 'file',
    exportOf: () => new Map(),
    has: () => true,
  });
  const taken = as ?? name;
  const file = { name: taken, path };
  const header = new OneHeader(origin, file, files);
  return { ...side, file, ...fallingBack(header, side.has) };
}

function onDisk(spec: string): GivenHeader {
  const { name, root } = placeOf(spec);
  const path = relative(root, resolve(spec));
  // A symlink that was named is followed wherever it leads; those that are met on the way are not.
  return {
    origin: join(root, path),
    name,
    path,
    files: new LaidOver(new FolderFiles(root), new Map([[path, namedFile(spec)]])),
  };
}

/**
 * One header over a tree or a folder: the header that it stands for there, edited. By its installed name, or, of a file
 * that lies in no include folder, by the last part of it.
 *
 * @throws UnknownTree where the other side has no such header, or several
 */
export function laidFile(spec: string, other: UapiSide, given?: GivenHeader): UapiSide {
  const { name } = given ?? placeOf(spec);
  const path = otherPath(spec, name, other);
  const text = given ? given.files.read(given.path) : namedFile(spec);
  return overlay(other, new Map([[path, text]]), {
    spec,
    label: `${other.label} with ${basename(spec)}`,
  });
}

function otherPath(spec: string, name: string, other: UapiSide): string {
  const uapi = other.kind === 'kernel' ? 'include/uapi/' : '';
  const arch = /(?:^|\/)(arch\/\w+\/include\/uapi\/asm\/.+)$/.exec(resolve(spec))?.[1];
  if (arch !== undefined && other.kind === 'kernel') return arch;
  if (name.includes('/') && !name.startsWith('asm/'))
    return uapi === '' ? pathInFolder(name, other.files) : `${uapi}${name}`;
  const paths = (uapi ? other.files.list('include/uapi') : other.files.list('')).filter((path) =>
    path.endsWith(`/${name}`),
  );
  const [only] = paths;
  if (only !== undefined && paths.length === 1) return only;
  const all = other.files.list(uapi ? 'include/uapi' : '');
  const near = nearest(
    name,
    all.map((path) => path.replace(/.*\//, '')),
  );
  throw new UnknownTree({
    title: `${paths.length === 0 ? 'no header' : 'more than one header'} of ${other.spec} is called ${name}`,
    where: spec,
    ...(paths.length > 0 ? { detail: paths.join('\n') } : {}),
    hint:
      paths.length === 0 && near.length > 0
        ? `Did you mean ${near[0]}? A file is taken for the header of its name.`
        : 'Put the file into a folder that tells which, as in mine/linux/fd.h.',
  });
}
