// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { TreeUnsuitable, UnknownTree } from '../../kernel/failures.ts';
import { labelOf } from '../../kernel/tree-path.ts';
import { FolderFiles, LaidOver } from '../headers/files.ts';
import { folderLayout, outsideInclude, outsideNote } from './folder.ts';
import type { GivenHeader } from './header.ts';
import { isNamedFile, namedFile, statOf, unreadableSide } from './named-file.ts';
import { headersSide, type UapiSide } from './side.ts';

/** What a name stands for, told by what is there. */
export type SideDescription =
  /** For openTree to find, or to refuse. */
  | { readonly kind: 'tree' }
  /** A folder with include/uapi: a part of kernel source. */
  | { readonly kind: 'sources' }
  /** A folder of headers, listed when it is asked for, once; it throws TreeUnsuitable where there is none in it. */
  | { readonly kind: 'headers'; readonly side: () => UapiSide }
  /** One header; of a revision with its text and what lies beside it. */
  | { readonly kind: 'header'; readonly given?: GivenHeader }
  /** A side that is open. */
  | { readonly kind: 'opened'; readonly side: UapiSide }
  /** A patch, mails, or a folder of either. */
  | { readonly kind: 'patch' };

/**
 * Looks at what is there, once.
 *
 * @throws UnknownTree for a file or a folder that cannot be read, and for a device or a socket
 */
export function describeSide(spec: string): SideDescription {
  if (spec === '-') return { kind: 'patch' };
  const stat = statOf(spec);
  if (stat?.isDirectory()) return describeFolder(spec);
  if (stat && !isNamedFile(spec))
    throw new UnknownTree({
      title: `${spec} is neither a file nor a folder`,
      hint: 'Name a file: for a header that is not there, an empty one of its name.',
    });
  if (!stat) return { kind: 'tree' };
  if (/\.h$/.test(spec)) return { kind: 'header' };
  if (/\.(patch|diff|mbox|mbx|eml)(\.gz)?$/.test(spec)) return { kind: 'patch' };
  return { kind: isDiffOrMail(namedFile(spec).slice(0, 65_536)) ? 'patch' : 'header' };
}

function isDiffOrMail(start: string): boolean {
  return (
    /^(From \S+ .*\d{4}|Return-Path:|Received:|Delivered-To:|Subject:|ARC-[\w-]+:)/.test(start) ||
    /^(diff --git |--- \S+.*\n\+\+\+ |From [0-9a-f]{40} )/m.test(start)
  );
}

function describeFolder(folder: string): SideDescription {
  const has = (path: string) => existsSync(join(folder, path));
  if (has('Makefile') && has('Kbuild')) return { kind: 'tree' };
  if (has('include/uapi')) return { kind: 'sources' };
  if (has('objects') && has('HEAD')) return { kind: 'tree' };
  const names = namesIn(folder);
  if (names.some((name) => name.endsWith('.patch')) && !has('linux')) return { kind: 'patch' };
  const holdsHeaders =
    has('linux') ||
    has('asm') ||
    names.some((name) => name.endsWith('.h')) ||
    (has('include') &&
      new FolderFiles(join(folder, 'include'), true).list('').some((path) => path.endsWith('.h')));
  // openTree tells what half a kernel tree lacks.
  if (!holdsHeaders && names.some((name) => /^(Makefile|Kbuild|\.git)$/.test(name))) return { kind: 'tree' };
  let side: UapiSide | undefined;
  return {
    kind: 'headers',
    side: () => {
      side ??= includeFolder(folder);
      return side;
    },
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw unreadableSide(folder, error);
  }
}

/** What `INSTALL_HDR_PATH` names holds the include folder; /usr/include is one. */
function includeFolder(spec: string): UapiSide {
  const isTop = existsSync(join(spec, 'linux')) || !existsSync(join(spec, 'include/linux'));
  const files = new FolderFiles(isTop ? spec : join(spec, 'include'), true);
  const headers = files.list('').filter((path) => path.endsWith('.h'));
  if (headers.length === 0)
    throw new TreeUnsuitable({
      title: files.unread.size > 0 ? 'no header in it can be read' : 'there is no header in it',
      where: spec,
      ...(files.unread.size > 0
        ? { detail: [...files.unread].map(([path, why]) => `${path}: ${why}`).join('\n') }
        : {}),
      hint: 'Name a folder that holds headers, or kernel source.',
    });
  const label = labelOf(basename(resolve(spec)));
  const outside = existsSync(join(spec, '.git')) ? outsideInclude(headers) : [];
  if (outside.length === 0) return headersSide(spec, label, files, folderLayout(files));
  const own = new LaidOver(files, new Map(outside.map((path) => [path, undefined])));
  return { ...headersSide(spec, label, own, folderLayout(own)), notes: [outsideNote(outside)] };
}

/** A folder of a few headers, which no compiler could do with: what every header relies on is in some other side. */
export function isPart({ kind, files }: UapiSide): boolean {
  return kind === 'folder' && files.read('linux/types.h') === undefined;
}
