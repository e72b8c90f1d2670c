// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { subsystems } from '../../../subsystems/index.ts';
import type { Context } from '../../context.ts';
import { hostComplaint } from '../../kernel/complaint.ts';
import { runProgram, tail } from '../../kernel/run.ts';
import { inTree } from '../../kernel/tree-path.ts';
import { NoPatch, PatchRejected } from '../../mail/failures.ts';
import { keptFiles } from '../../subsystem.ts';
import type { SideFiles } from '../headers/files.ts';
import { CODE } from './drivers.ts';
import { followedBy } from './links.ts';
import { overlay } from './overlay.ts';
import { aimedAt, diffsOf, type LinkChange } from './patch-text.ts';
import type { UapiSide } from './side.ts';

/**
 * The other side with a patch applied: a unified diff, a mail, or many after one another. git applies it to the files
 * that it names, without fuzz, in a folder of its own.
 *
 * @param text latin1
 * @throws NoPatch, PatchRejected, HostLacks (no git)
 */
export async function patchSide(
  spec: string,
  text: string,
  other: UapiSide,
  context: Context,
): Promise<UapiSide> {
  const diffs = diffsOf(other.file ? aimedAt(basename(other.file.path), text) : text);
  if (diffs.touched.length === 0)
    throw new NoPatch({
      title: 'there is no diff in it',
      where: sourceOf(spec),
      hint: 'Hand in a unified diff, as git diff and git format-patch write it.',
    });
  const strip = levelOf(diffs.touched, other);
  const { texts, fetched } = await textsOf(
    diffs.touched.map((path) => stripped(path, strip)),
    other,
  );
  const created = new Set(diffs.created.map((path) => stripped(path, strip)));
  for (const [to, from] of diffs.moved)
    if (texts.get(stripped(from, strip)) !== undefined) created.add(stripped(to, strip));
  const links = new Map([...diffs.links].map(([path, change]) => [stripped(path, strip), change]));
  const binary = new Set(diffs.binary.map((path) => stripped(path, strip)));
  const excluded = [...texts]
    .filter(
      ([path, text]) =>
        binary.has(path) ||
        links.has(path) ||
        (text === undefined && !created.has(path) && isElsewhere(path, other)),
    )
    .map(([path]) => path);
  const isOfIt = (path: string) =>
    binary.has(path) || links.has(path) || KERNEL.test(path) || other.inside !== undefined;
  if (excluded.length === texts.size && !excluded.some(isOfIt))
    throw new PatchRejected({
      title: `${other.spec} holds none of the files that the patch touches`,
      where: sourceOf(spec),
      detail: excluded.join('\n'),
      hint: 'Make the patch from the top folder of a kernel tree.',
    });
  // A patch of drivers that are not at hand changes nothing that is.
  const changed =
    excluded.length === texts.size
      ? new Map<string, string | undefined>()
      : await applied(spec, diffs.text, { strip, excluded, texts }, other, context);
  const lost = await relinked(spec, links, changed, other);
  const laid = [...changed].map(([path, text]): [string, string | undefined] => [pathIn(path, other), text]);
  const label = `${other.label} with ${spec === '-' ? 'the patch' : basename(spec)}`;
  const side = overlay(other, new Map(laid), { spec, label, lost });
  const unread = other.kind === 'kernel' ? excluded.filter((path) => CODE.test(path)) : [];
  return {
    ...side,
    ...(fetched.size > 0 ? { fetched } : {}),
    ...(unread.length > 0 ? { unreadDrivers: unread } : {}),
    ...notesOf([...changed.keys()], other),
  };
}

/**
 * Adds what symlinks lead to that the patch makes or turns, and those that lead through such a one; links that go are gone.
 *
 * @returns those that lead nowhere, by their paths in the side
 * @throws PatchRejected where a link led elsewhere than the patch says
 */
async function relinked(
  spec: string,
  links: ReadonlyMap<string, LinkChange>,
  changed: Map<string, string | undefined>,
  other: UapiSide,
): Promise<ReadonlyMap<string, string>> {
  const { files } = other;
  const lost = new Map<string, string>();
  if (links.size === 0) return lost;
  const next = new Map(files.links ?? files.aliases);
  for (const [path, { was, is, file }] of links) {
    const own = pathIn(path, other);
    const known = files.aliases?.get(own);
    const real = (one: string) => files.aliases?.get(one) ?? one;
    const led = was === undefined ? undefined : real(pathIn(join(dirname(path), was), other));
    if (led !== undefined && known !== undefined && led !== known)
      throw rejected(spec, other, `${path} does not lead to ${was}`);
    if (file !== undefined) changed.set(path, file);
    if (is === undefined) next.delete(own);
    else next.set(own, pathIn(join(dirname(path), is), other));
  }
  const turned = new Map([...links].map(([path, { is, file }]) => [pathIn(path, other), { path, is, file }]));
  for (const own of new Set([...turned.keys(), ...next.keys()])) {
    const found = followedBy(own, next);
    const isTurned = (one: string) =>
      turned.has(one) || [...turned.keys()].some((link) => one.startsWith(`${link}/`));
    if (!turned.has(own) && found && ![...found.through, found.real].some(isTurned)) continue;
    const { path = own, is = '', file } = turned.get(own) ?? {};
    if (file !== undefined) continue;
    const texts = next.has(own)
      ? await textsBehind(found?.real, changed, other)
      : new Map<string, string | undefined>();
    for (const one of [own, ...files.list(own)]) changed.set(`${path}${one.slice(own.length)}`, undefined);
    for (const [below, text] of texts) changed.set(`${path}${below}`, text);
    const target = is === '' ? (found?.real ?? own) : join(dirname(path), is);
    if (next.has(own) && texts.size === 0)
      lost.set(own, `it is a symbolic link to ${target}, which is not at hand`);
  }
  return lost;
}

/** The text of a file, by the empty string, or those of the files below a folder, by `/name`; none where nothing is there. */
async function textsBehind(
  place: string | undefined,
  changed: ReadonlyMap<string, string | undefined>,
  other: UapiSide,
): Promise<ReadonlyMap<string, string | undefined>> {
  if (place === undefined) return new Map();
  const { files } = other;
  const edited = new Map([...changed].map(([path, text]) => [pathIn(path, other), text]));
  const own = edited.has(place)
    ? edited.get(place)
    : (files.read(place) ?? byOtherName(files.aliases?.get(place) ?? place, files));
  if (own !== undefined) return new Map([['', own]]);
  const below = [...new Set([...files.list(place), ...edited.keys()])].filter((one) =>
    one.startsWith(`${place}/`),
  );
  const texts = below
    .map((one) => [one.slice(place.length), edited.has(one) ? edited.get(one) : files.read(one)] as const)
    .filter(([, text]) => text !== undefined);
  if (texts.length > 0 || edited.has(place)) return new Map(texts);
  const fetched = (await other.fetch?.([place]))?.get(place);
  return fetched === undefined ? new Map() : new Map([['', fetched]]);
}

/** A file outside of what is read, which a symlink inside leads to as well. */
function byOtherName(place: string, files: SideFiles): string | undefined {
  const texts = [...(files.aliases ?? [])].map(([path, real]) =>
    real === place ? files.read(path) : undefined,
  );
  return texts.find((text) => text !== undefined);
}

/** Folders at the top of a kernel. */
const KERNEL =
  /^(arch|block|certs|crypto|Documentation|drivers|fs|include|init|io_uring|ipc|kernel|lib|LICENSES|mm|net|rust|samples|scripts|security|sound|tools|usr|virt)\/|^(Kbuild|Kconfig|MAINTAINERS|Makefile|CREDITS|COPYING|README)$/;

/** What makes an exported header, beside the headers themselves. */
const EXPORTED = /(^|\/)include\/uapi\/|\.tbl$|Kbuild$/;

/** Says that a patch is not about userspace: no finding is no proof that somebody looked. */
function notesOf(paths: readonly string[], { kind, spec }: UapiSide): Pick<UapiSide, 'notes'> {
  if (kind === 'folder' && paths.length === 0) return { notes: [`the patch touches no header of ${spec}`] };
  if (kind !== 'kernel' || paths.some((path) => EXPORTED.test(path))) return {};
  const read = paths.filter((path) => CODE.test(path));
  const [only] = read;
  if (only === undefined) return { notes: ['the patch touches no exported header and no driver at hand'] };
  const what =
    read.length === 1 ? `${only} as it reads a driver` : `${read.length} files of C as it reads drivers`;
  return { notes: [`the patch touches no exported header; kpw read ${what}`] };
}

/** Where a side has what a patch, or a header's installed name, calls include/uapi/linux/x.h. */
function pathIn(path: string, { kind, file, inside }: UapiSide): string {
  if (file) return path.replace(/.*\//, '') === file.path.replace(/.*\//, '') ? file.path : path;
  if (kind === 'kernel') return path;
  const own = inside ? `${inside}/` : 'include/uapi/';
  return path.startsWith(own) ? path.slice(own.length) : path;
}

/**
 * Whether a side does not hold that part of a kernel, so that the diff of a file there is left out: a Debian tree is
 * extracted in part, a folder of headers has nothing else.
 */
function isElsewhere(path: string, { kind, file, inside }: UapiSide): boolean {
  if (file) return true;
  return kind === 'folder' ? !path.startsWith(inside ? `${inside}/` : 'include/uapi/') : !isWhole(path);
}

/** Whether every kernel side holds a path, or the folder that it is in whole. */
function isWhole(path: string): boolean {
  return (
    /^(include\/(uapi|linux|asm-generic)|arch\/\w+\/include\/uapi)\//.test(path) ||
    WHOLE.some((one) => path === one || path.startsWith(`${one}/`))
  );
}

const WHOLE = keptFiles(subsystems)
  .flatMap(({ drivers, around = [] }) => [...drivers, ...around])
  .filter((path) => path.startsWith('drivers/') && !path.includes('*'));

/** The files that a patch names, as they are; those that had to be fetched again by themselves. */
async function textsOf(
  paths: readonly string[],
  other: UapiSide,
): Promise<{ texts: Map<string, string | undefined>; fetched: ReadonlyMap<string, string> }> {
  const inside = paths.filter((path) => inTree(path) === path);
  const known = new Map(inside.map((path) => [path, other.files.read(pathIn(path, other))]));
  const missing = inside.filter((path) => known.get(path) === undefined);
  const fetched = (await other.fetch?.(missing)) ?? new Map<string, string>();
  return { texts: new Map([...known, ...fetched]), fetched };
}

/** How many leading folders the patch's paths have that the side does not: 1 for git's a/ and b/, else 0. */
function levelOf(touched: readonly string[], other: UapiSide): number {
  const found = (level: number) =>
    touched.filter((path) => other.files.read(pathIn(stripped(path, level), other)) !== undefined).length;
  const [none, one] = [found(0), found(1)];
  return none > one || (none === 0 && one === 0 && !touched.every((path) => /^[a-z]\//.test(path))) ? 0 : 1;
}

function stripped(path: string, level: number): string {
  return path.split('/').slice(level).join('/');
}

interface Job {
  readonly strip: number;
  readonly excluded: readonly string[];
  /** The files that the patch names, as they are. */
  readonly texts: ReadonlyMap<string, string | undefined>;
}

/** The texts that come out other than they were. */
async function applied(
  spec: string,
  patch: string,
  { strip, excluded, texts }: Job,
  other: UapiSide,
  context: Context,
): Promise<Map<string, string | undefined>> {
  const folder = await context.cache.temporary();
  try {
    for (const [path, text] of texts) {
      if (text === undefined) continue;
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text, 'latin1');
    }
    const options = [
      `-p${strip}`,
      ...excluded.map((path) => `--exclude=${path}`),
      '--whitespace=nowarn',
      ...(isWithoutContext(patch) ? ['--unidiff-zero'] : []),
    ];
    const ran = await runProgram('git', ['apply', ...options, '-'], context, {
      cwd: folder,
      input: patch,
      // Inside a repository, git apply takes paths for the repository's, and passes over those that are not below.
      env: {
        GIT_CEILING_DIRECTORIES: dirname(await realpath(folder)),
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_SYSTEM: '/dev/null',
      },
    });
    if (ran.exitCode !== 0) throw hostComplaint(ran.stderr, folder) ?? rejected(spec, other, ran.stderr);
    const changed = new Map<string, string | undefined>();
    for (const [path, before] of texts) {
      const after = await readFile(join(folder, path), 'latin1').catch(() => undefined);
      if (after !== before) changed.set(path, after);
    }
    return changed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A hunk of `git diff -U0` in the middle of a file: without --unidiff-zero git apply puts it at the end, and says nothing. */
function isWithoutContext(patch: string): boolean {
  return [...patch.matchAll(/^@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@.*\n(?:[-+\\].*\n?)*([\s\S]?)/gm)].some(
    ([, from, next]) => Number(from) > 1 && !/\s/.test(next ?? ''),
  );
}

function rejected(spec: string, other: UapiSide, message: string): PatchRejected {
  return new PatchRejected({
    title: `the patch does not apply to ${other.spec}`,
    where: sourceOf(spec),
    detail: tail(message),
    hint: 'Make it against that side, or name the side that it was made against.',
  });
}

function sourceOf(spec: string): string {
  return spec === '-' ? 'standard input' : spec;
}
