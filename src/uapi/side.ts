// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Context } from '../context.ts';
import { TreeUnsuitable, UnknownTree } from '../kernel/failures.ts';
import { openTree } from '../kernel/open.ts';
import { labelOf } from '../kernel/tree-path.ts';
import { linesOf } from '../mail/mbox.ts';
import { patchesIn } from '../mail/patches.ts';
import { readMails, readText } from '../mail/read.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { FolderFiles } from './headers/files.ts';
import { isNamedFile, namedFile, readPipe } from './named-file.ts';
import { fileSide, laidFile } from './side-file.ts';
import { folderLayout } from './side-folder.ts';
import { headersSide, kernelSide, type Side } from './side-model.ts';
import { overlay, pathOver } from './side-overlay.ts';
import { sideOfTree } from './side-tree.ts';

export type { Side } from './side-model.ts';
export { overlay };

/** Standard input, whole, as latin1; read when a side is `-`. */
export type Input = () => Promise<string>;

/**
 * The side that a user names: a tree as `openTree` takes it, a folder of headers, one header, a patch (a file, a folder
 * of them, or `-` for standard input).
 *
 * A header is compared with a header under that one's name; over a tree or a folder it is laid as an edit would be. A
 * patch is applied to the other side.
 *
 * @param other the side that it is compared with, where that is open already
 * @throws UnknownTree, TreeUnsuitable, PatchRejected; all that openTree throws
 */
export async function openSide(
  spec: string,
  other: Side | undefined,
  context: Context,
  input?: Input,
): Promise<Side> {
  await readPipe(spec, context.signal);
  const kind = kindOf(spec);
  if (kind === 'header') {
    const laid = other && other.kind !== 'file';
    return laid ? laidFile(spec, other) : fileSide(spec, other?.file?.name);
  }
  if (kind === 'patch') {
    if (!other) throw alone(spec);
    const { patchSide } = await import('./side-patch.ts');
    return patchSide(spec, await patchText(spec, input, context), other, context);
  }
  if (kind === 'headers') {
    const folder = includeFolder(spec);
    return other && other.kind !== 'file' && isPart(folder) && !isPart(other)
      ? laidFolder(folder, other)
      : folder;
  }
  if (kind === 'sources') {
    const files = new FolderFiles(spec);
    const tree = { folder: resolve(spec), partial: false };
    return exporting(kernelSide(spec, labelOf(basename(resolve(spec))), files, { tree }));
  }
  if (/\.(h|patch|diff|mbox|mbx|eml)$/.test(spec) && !spec.includes('@')) throw noFile(spec);
  return exporting(await sideOfTree(await openTree(spec, context), context));
}

/** Nothing exported would be found identical to nothing. */
function exporting(side: Side): Side {
  if (side.files.list('include/uapi').some((path) => path.endsWith('.h'))) return side;
  throw new TreeUnsuitable({
    title: 'there is no header below include/uapi',
    where: side.spec,
    hint: 'Name the top folder of a kernel tree, or a folder that holds linux/*.h.',
  });
}

/** Both ends of a comparison. An old side that is less of a tree than the first new one is taken over that. */
export async function openSides(
  old: string,
  fresh: readonly string[],
  context: Context,
  input?: Input,
): Promise<{ readonly base: Side; readonly fresh: readonly Side[] }> {
  const [first] = fresh;
  for (const spec of [old, ...fresh]) await readPipe(spec, context.signal);
  if (first !== undefined && rank(old) < rank(first)) {
    const opened: Side[] = [];
    for (const spec of fresh) opened.push(await openSide(spec, opened[0], context, input));
    const base = await openSide(old, opened[0], context, input);
    return { base, fresh: await paired(base, opened, context) };
  }
  const base = await openSide(old, undefined, context, input);
  const opened: Side[] = [];
  for (const spec of fresh) opened.push(await openSide(spec, base, context, input));
  return { base, fresh: await paired(base, opened, context) };
}

/** Each new side with the drivers that its difference from the old one is about. */
async function paired(base: Side, fresh: readonly Side[], context: Context): Promise<Side[]> {
  const { withDrivers } = await import('./side-drivers.ts');
  const made: Side[] = [];
  for (const side of fresh)
    made.push({ ...side, paired: { base, ...(await withDrivers(base, side, context)) } });
  return made;
}

/** How much of a tree a side is: of two, the one that is less is taken over the other. */
function rank(spec: string): number {
  const kind = kindOf(spec);
  if (kind === 'headers') return isPart(includeFolder(spec)) ? 2 : 3;
  return kind === 'patch' ? 0 : kind === 'header' ? 1 : 3;
}

/** A folder of a few headers, which no compiler could do with: their includes are in some other side. */
function isPart({ kind, files }: Side): boolean {
  return kind === 'folder' && files.read('linux/types.h') === undefined;
}

/** Some headers over a tree or a folder, as edits of it. */
function laidFolder(part: Side, other: Side): Side {
  const texts = part.files
    .list('')
    .filter((path) => path.endsWith('.h'))
    .map((path): [string, string | undefined] => [pathOver(path, other), part.files.read(path)]);
  return overlay(other, new Map(texts), { spec: part.spec, label: `${other.label} with ${part.label}` });
}

type Kind = 'tree' | 'sources' | 'headers' | 'header' | 'patch';

/** What a name stands for, told by what is there; a `tree` is for openTree to find, or to refuse. */
function kindOf(spec: string): Kind {
  if (spec === '-') return 'patch';
  const stat = statSync(spec, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return folderKind(spec);
  if (!isNamedFile(spec)) return 'tree';
  if (/\.h$/.test(spec)) return 'header';
  if (/\.(patch|diff|mbox|mbx|eml)(\.gz)?$/.test(spec)) return 'patch';
  const start = namedFile(spec).slice(0, 65_536);
  const mail = /^(From \S+ .*\d{4}|Return-Path:|Received:|Delivered-To:|Subject:|ARC-[\w-]+:)/;
  return mail.test(start) || /^(diff --git |--- \S+.*\n\+\+\+ |From [0-9a-f]{40} )/m.test(start)
    ? 'patch'
    : 'header';
}

function folderKind(folder: string): Kind {
  const has = (path: string) => existsSync(join(folder, path));
  if (has('Makefile') && has('Kbuild')) return 'tree';
  if (has('include/uapi')) return 'sources';
  if (has('objects') && has('HEAD')) return 'tree';
  const names = readdirSync(folder);
  if (names.some((name) => name.endsWith('.patch')) && !has('linux')) return 'patch';
  const holdsHeaders =
    has('linux') || has('asm') || has('include/linux') || names.some((name) => name.endsWith('.h'));
  // openTree tells what half a kernel tree lacks.
  return !holdsHeaders && names.some((name) => /^(Makefile|Kbuild|\.git)$/.test(name)) ? 'tree' : 'headers';
}

/** What `INSTALL_HDR_PATH` names holds the include folder; /usr/include is one. */
function includeFolder(spec: string): Side {
  const root =
    existsSync(join(spec, 'linux')) || !existsSync(join(spec, 'include/linux'))
      ? spec
      : join(spec, 'include');
  const files = new FolderFiles(root, true);
  const layout = folderLayout(files);
  if (!files.list('').some((path) => path.endsWith('.h')))
    throw new TreeUnsuitable({
      title: 'there is no header in it',
      where: spec,
      hint: 'Name a folder that holds linux/*.h, or kernel source.',
    });
  return headersSide(spec, labelOf(basename(resolve(spec))), files, layout);
}

/** Whether a side is a patch, or a folder of them. */
export function isPatch(spec: string): boolean {
  return kindOf(spec) === 'patch';
}

/**
 * All that a patch, mails, or a folder of either says, decoded: of several versions the newest, without replies and cover
 * letters. A text that is no mail, and has no diff, is handed back.
 *
 * @throws NoPatch, PatchDamaged, PatchOutside, MailUnreadable
 */
export async function patchText(spec: string, input: Input | undefined, context: Context): Promise<string> {
  const where = spec === '-' ? 'standard input' : spec;
  const folder = spec !== '-' && statSync(spec).isDirectory();
  const text = folder ? '' : spec === '-' ? ((await input?.()) ?? '') : namedFile(spec);
  const messages = folder ? await readMails(spec, context) : await readText(text, where, context);
  const bare = messages.every(({ subject, author }) => subject === undefined && author === undefined);
  if (bare && messages.every((one) => one.diffs.length === 0)) return text;
  const patches = patchesIn(messages, where);
  return patches.reduce((all, { mail, offset }) => {
    const own = offset < 0 ? mail.slice(1) : mail;
    // Waivers are told by their lines: those of the file, as far as it is one.
    const above = Math.max(all === '' ? 0 : 1, offset - linesOf(all));
    // A diff may end in a context line of one blank.
    return `${all}${'\n'.repeat(above)}${own.replace(/\n+$/, '')}\n`;
  }, '');
}

function noFile(spec: string): UnknownTree {
  const folder = dirname(resolve(spec));
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const near = nearest(basename(spec), names).map((name) => join(dirname(spec), name));
  return new UnknownTree({
    title: `there is no file ${spec}`,
    hint: didYouMean(spec, near) ?? 'Name a header or a patch that is there.',
  });
}

function alone(spec: string): UnknownTree {
  return new UnknownTree({
    title: `${spec === '-' ? 'standard input' : spec} is a patch, and there is nothing to apply it to`,
    hint: 'Name a tree, a folder or a header as the other side: kpw uapi diff debian:6.12 -',
  });
}
