// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Context } from '../../context.ts';
import { TreeUnsuitable, UnknownTree } from '../../kernel/failures.ts';
import { openTree } from '../../kernel/open.ts';
import { labelOf } from '../../kernel/tree-path.ts';
import { linesOf } from '../../mail/mbox.ts';
import { patchesIn } from '../../mail/patches.ts';
import { readMails, readText } from '../../mail/read.ts';
import { didYouMean, nearest } from '../../nearest.ts';
import { FolderFiles } from '../headers/files.ts';
import { describeSide, isPart, type SideDescription } from './describe.ts';
import { fileSide, laidFile } from './header.ts';
import { namedFile, readPipe, statOf } from './named-file.ts';
import { overlay, pathOver } from './overlay.ts';
import { kernelSide, type UapiSide } from './side.ts';
import { sideOfTree } from './tree.ts';

export type { UapiSide } from './side.ts';
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
  other: UapiSide | undefined,
  context: Context,
  input?: Input,
): Promise<UapiSide> {
  await readPipe(spec, context.signal);
  return load(spec, await described(spec, context), other, context, input);
}

async function load(
  spec: string,
  what: SideDescription,
  other: UapiSide | undefined,
  context: Context,
  input: Input | undefined,
): Promise<UapiSide> {
  switch (what.kind) {
    case 'header': {
      const laid = other && other.kind !== 'file';
      return laid ? laidFile(spec, other, what.given) : fileSide(spec, other?.file?.name, what.given);
    }
    case 'patch': {
      if (!other) throw alone(spec);
      const { patchSide } = await import('./patch.ts');
      return patchSide(spec, await patchText(spec, input, context), other, context);
    }
    case 'headers': {
      const side = what.side();
      return other && other.kind !== 'file' && isPart(side) && !isPart(other)
        ? laidFolder(side, other)
        : side;
    }
    case 'opened':
      return exporting(what.side);
    case 'sources': {
      const files = new FolderFiles(spec);
      const tree = { folder: resolve(spec), partial: false };
      return exporting(kernelSide(spec, labelOf(basename(resolve(spec))), files, { tree }));
    }
    case 'tree':
      if (/\.(h|patch|diff|mbox|mbx|eml)$/.test(spec) && !spec.includes('@')) throw noFile(spec);
      return exporting(await sideOfTree(await openTree(spec, context), context));
  }
}

/** Nothing exported would be found identical to nothing. */
function exporting(side: UapiSide): UapiSide {
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
): Promise<{ readonly base: UapiSide; readonly fresh: readonly UapiSide[] }> {
  for (const spec of [old, ...fresh]) await readPipe(spec, context.signal);
  const named: Named[] = [];
  for (const spec of [old, ...fresh]) named.push({ spec, what: await described(spec, context) });
  const [below, ...above] = named as [Named, ...Named[]];
  const [first] = above;
  const open = ({ spec, what }: Named, other: UapiSide | undefined) =>
    load(spec, what, other, context, input);
  const opened: UapiSide[] = [];
  const isLess = first !== undefined && rank(below.what) < rank(first.what);
  const early = isLess ? undefined : await open(below, undefined);
  for (const one of above) opened.push(await open(one, early ?? opened[0]));
  const base = early ?? (await open(below, opened[0]));
  return { base, fresh: await paired(base, opened, context) };
}

interface Named {
  readonly spec: string;
  readonly what: SideDescription;
}

/** What a name stands for, asking git where it is a revision. */
async function described(spec: string, context: Context): Promise<SideDescription> {
  const what = describeSide(spec);
  if (what.kind !== 'tree' || !spec.includes('@')) return what;
  const { describeRevision } = await import('./revision.ts');
  return (await describeRevision(spec, context)) ?? what;
}

/** Each new side with the drivers that its difference from the old one is about. */
async function paired(base: UapiSide, fresh: readonly UapiSide[], context: Context): Promise<UapiSide[]> {
  const { withDrivers } = await import('./drivers.ts');
  const made: UapiSide[] = [];
  for (const side of fresh)
    made.push({ ...side, paired: { base, ...(await withDrivers(base, side, context)) } });
  return made;
}

/** How much of a tree a side is: of two, the one that is less is taken over the other. */
function rank(what: SideDescription): number {
  if (what.kind === 'headers') return isPart(what.side()) ? 2 : 3;
  return what.kind === 'patch' ? 0 : what.kind === 'header' ? 1 : 3;
}

/** Some headers over a tree or a folder, as edits of it. */
function laidFolder(part: UapiSide, other: UapiSide): UapiSide {
  const texts = part.files
    .list('')
    .filter((path) => path.endsWith('.h'))
    .map((path): [string, string | undefined] => [pathOver(path, other), part.files.read(path)]);
  return overlay(other, new Map(texts), { spec: part.spec, label: `${other.label} with ${part.label}` });
}

/** Whether a side is a patch, or a folder of them. */
export function isPatchSide(spec: string): boolean {
  return describeSide(spec).kind === 'patch';
}

/**
 * All that a patch, mails, or a folder of either says, decoded: of several versions the newest, without replies and cover
 * letters. A text that is no mail, and has no diff, is handed back.
 *
 * @throws NoPatch, PatchDamaged, PatchOutside, MailUnreadable
 */
export async function patchText(spec: string, input: Input | undefined, context: Context): Promise<string> {
  const where = spec === '-' ? 'standard input' : spec;
  const folder = spec !== '-' && statOf(spec)?.isDirectory() === true;
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

function isLink(path: string): boolean {
  try {
    readlinkSync(path);
    return true;
  } catch {
    return false;
  }
}

function noFile(spec: string): UnknownTree {
  if (isLink(spec))
    return new UnknownTree({
      title: `${spec} is a symbolic link that leads to nothing`,
      hint: 'Name the file that it should lead to.',
    });
  const folder = dirname(resolve(spec));
  const names = statOf(folder)?.isDirectory() ? readdirSync(folder) : [];
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
