// SPDX-License-Identifier: GPL-2.0-only
// Headers of a git repository that is no kernel tree, or of a folder of one, at a revision.
import { resolve } from 'node:path';
import type { Context } from '../../context.ts';
import { UnknownTree } from '../../kernel/failures.ts';
import { gitFiles } from '../../kernel/git-tree.ts';
import { isFolder } from '../../kernel/is-folder.ts';
import { parseSpec, splitRevision } from '../../kernel/spec.ts';
import type { Tree } from '../../kernel/tree.ts';
import { labelOf } from '../../kernel/tree-path.ts';
import { didYouMean, nearest } from '../../nearest.ts';
import { TextFiles } from '../headers/files.ts';
import type { SideDescription } from './describe.ts';
import { folderLayout, headersTop, outsideInclude, outsideNote } from './folder.ts';
import { type GivenHeader, placeOf } from './header.ts';
import { type FollowedLinks, followedLinks, realPath } from './links.ts';
import { headersSide, type UapiSide } from './side.ts';
import { sideOfTree } from './tree.ts';

/**
 * What `PATH@REV` and `PATH@REV:FOLDER` stand for; undefined for what openTree is to open, or to refuse: a kernel tree, and
 * what is no revision.
 *
 * @throws UnknownRevision, GitFailed; UnknownTree where the revision holds no such folder or header
 */
export async function describeRevision(spec: string, context: Context): Promise<SideDescription | undefined> {
  const parsed = parseSpec(spec, isFolder);
  if (parsed?.kind !== 'git') return undefined;
  const { revision, inside: named } = splitRevision(parsed.revision);
  const inside = named ?? '';
  const tree = await gitFiles(spec, resolve(parsed.path), revision, context);
  const at = (name: string) => (inside === '' ? name : `${inside}/${name}`);
  const [makefile, kbuild] = await Promise.all(['Makefile', 'Kbuild'].map((name) => tree.read(at(name))));
  if (named === undefined && makefile !== undefined && kbuild !== undefined) return undefined;
  const real = await throughLink(spec, inside, tree);
  const links = await followedLinks(tree, real);
  const listed = [...(await tree.list(real)), ...links.files.keys()];
  if (listed.includes(real)) {
    const given = await givenHeader(spec, inside, tree);
    return { kind: 'header', given };
  }
  const below = listed.map((path) => at(path.slice(real === '' ? 0 : real.length + 1))).sort();
  const headers = below.filter((path) => path.endsWith('.h')).map((path) => path.slice(at('').length));
  if (named === undefined && headers.some((path) => path.startsWith('include/uapi/')))
    return { kind: 'opened', side: await sideOfTree(tree, context) };
  if (headers.length === 0 && named === undefined) return undefined;
  const outside = named === undefined ? outsideInclude(headers) : [];
  const own = headers.filter((path) => !outside.includes(path));
  const side = await folderAt(spec, inside, own, tree, linksBelow(mattering(links, own), real, inside));
  const told = outside.length > 0 ? { ...side, notes: [outsideNote(outside)] } : side;
  return { kind: 'headers', side: () => told };
}

/** Without links to texts beside the headers, such as the licence that automake has. */
function mattering({ unread, ...links }: FollowedLinks, headers: readonly string[]): FollowedLinks {
  const inInclude = headers.length > 0 && headers.every((path) => path.startsWith('include/'));
  const counts = (path: string) => !inInclude || /(^|\/)include(\/|$)/.test(path);
  return {
    ...links,
    unread: new Map([...unread].filter(([path]) => counts(path) && !/(^|\/)[A-Z_]+$/.test(path))),
  };
}

async function folderAt(
  spec: string,
  inside: string,
  headers: readonly string[],
  tree: Tree,
  links: FollowedLinks,
): Promise<UapiSide> {
  if (headers.length === 0)
    throw new UnknownTree({
      title: 'there is no header in it',
      where: spec,
      hint: 'Name a folder that holds headers, or leave it out.',
    });
  const top = headersTop(headers);
  const from = [inside, top]
    .filter(Boolean)
    .map((part) => `${part}/`)
    .join('');
  const own = headers
    .filter((path) => path.startsWith(top))
    .map((path) => path.slice(top ? top.length + 1 : 0));
  const files = await textsBelow(from, own, tree, links);
  const side = headersSide(spec, labelOf(`${tree.label}-${inside}`), files, folderLayout(files));
  return { ...side, inside: [inside, top].filter(Boolean).join('/') };
}

/** A header, and what lies in the folder below which its includes are looked for. */
async function givenHeader(spec: string, inside: string, tree: Tree): Promise<GivenHeader> {
  if (!inside.endsWith('.h'))
    throw new UnknownTree({
      title: 'it is a file, and no header',
      where: spec,
      hint: 'Name a header (.h), or a folder of them.',
    });
  const { name, root } = placeOf(`/${inside}`);
  const from = root === '/' ? '' : `${root.slice(1)}/`;
  const links = await followedLinks(tree, from.slice(0, -1));
  const listed = [...(await tree.list(from.slice(0, -1))), ...links.files.keys()];
  const beside = listed.filter((path) => path.endsWith('.h'));
  const files = await textsBelow(
    from,
    [...new Set([...beside, inside])].map((path) => path.slice(from.length)),
    tree,
    // A link beside it that leads nowhere matters only where it is included, as a header that is absent.
    { ...links, unread: new Map() },
  );
  return { origin: spec, name, path: inside.slice(from.length), files };
}

async function textsBelow(
  from: string,
  paths: readonly string[],
  tree: Tree,
  links: FollowedLinks,
): Promise<TextFiles> {
  const texts = await Promise.all(paths.map((path) => tree.read(`${from}${path}`)));
  const inside = (all: ReadonlyMap<string, string>, value: (text: string) => string | undefined) =>
    new Map(
      [...all].flatMap(([path, text]): [string, string][] => {
        const made = value(text);
        return path.startsWith(from) && made !== undefined ? [[path.slice(from.length), made]] : [];
      }),
    );
  return new TextFiles(
    new Map(paths.map((path, index) => [path, texts[index] ?? ''])),
    inside(links.files, (real) => (real.startsWith(from) ? real.slice(from.length) : undefined)),
    true,
    inside(links.unread, (reason) => reason),
    inside(links.next, (next) => (next.startsWith(from) ? next.slice(from.length) : undefined)),
  );
}

/**
 * The folder, or the header, that the revision has at a path, where that is a symlink or lies behind one.
 *
 * @throws UnknownTree where there is nothing
 */
async function throughLink(spec: string, inside: string, tree: Tree): Promise<string> {
  if ((await tree.list(inside)).length > 0) return inside;
  const found = await realPath(tree, inside);
  if ('real' in found && inside !== '') return found.real;
  const link = await tree.link?.(inside);
  if (link === undefined) throw await nothingThere(spec, inside, tree);
  throw new UnknownTree({
    title: `${inside} leads to ${link}, and ${'reason' in found ? found.reason : 'there is nothing'}`,
    where: spec,
    hint: 'Name what it should lead to.',
  });
}

/** The same links by the path that the user gave for the folder. */
function linksBelow({ files, unread, next }: FollowedLinks, real: string, inside: string): FollowedLinks {
  if (real === inside) return { files, unread, next };
  const moved = (path: string) => {
    if (real !== '' && !path.startsWith(`${real}/`)) return path;
    return `${inside}/${real === '' ? path : path.slice(real.length + 1)}`;
  };
  return {
    files: new Map([...files].map(([path, to]) => [moved(path), moved(to)])),
    unread: new Map([...unread].map(([path, reason]) => [moved(path), reason])),
    next: new Map([...next].map(([path, to]) => [moved(path), moved(to)])),
  };
}

async function nothingThere(spec: string, inside: string, tree: Tree): Promise<UnknownTree> {
  const paths = await tree.list('');
  const folders = new Set(
    paths.flatMap((path) => path.split('/').map((_, at, parts) => parts.slice(0, at).join('/'))),
  );
  const names = [...folders, ...paths.filter((path) => path.endsWith('.h'))].filter(Boolean);
  const revision = spec.slice(0, spec.length - inside.length).replace(/:\/*$/, '');
  return new UnknownTree({
    title: inside === '' ? 'the revision holds no file there' : `the revision has no ${inside}`,
    where: spec,
    hint:
      didYouMean(
        spec,
        nearest(inside, names).map((name) => `${revision}:${name}`),
      ) ?? 'Name a folder or a header that the revision has.',
  });
}
