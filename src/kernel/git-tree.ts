// SPDX-License-Identifier: GPL-2.0-only
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type SimpleGit, simpleGit } from 'simple-git';
import type { Context } from '../context.ts';
import { didYouMean } from '../nearest.ts';
import { catFiles } from './cat-file.ts';
import { GitFailed, UnknownRevision } from './failures.ts';
import { askGit, gitFault, NOTICES_KILLS } from './git-fault.ts';
import type { Tree, TreeBase } from './tree.ts';
import { inTree, kernelRelease, labelOf } from './tree-path.ts';

interface Listed {
  path: string;
  id: string;
  /** As git writes it: 100644, 100755, 120000. */
  mode: string;
}

const LINK = '120000';

/** A tree at a revision of a repository. Objects are read; work tree, index and refs are not touched. */
class GitTree implements Tree {
  readonly base: TreeBase;
  release = '';
  private readonly texts = new Map<string, Promise<string | undefined>>();
  private waiting: { path: string; resolve(text?: string): void; reject(error: unknown): void }[] = [];
  private listing: { folder: string; resolve(listed: Listed[]): void; reject(error: unknown): void }[] = [];

  constructor(
    readonly spec: string,
    readonly label: string,
    private readonly repository: string,
    commit: string,
    /** Id of the tree object that holds the kernel: the commit's, or that of a folder in it. */
    private readonly root: string,
    private readonly git: SimpleGit,
    private readonly context: Context,
  ) {
    this.base = { kind: 'git', commit, path: repository };
  }

  read(path: string): Promise<string | undefined> {
    let text = this.texts.get(path);
    if (!text) {
      text = this.fetch(path);
      this.texts.set(path, text);
    }
    return text;
  }

  async link(path: string): Promise<string | undefined> {
    const plain = inTree(path);
    if (!plain) return undefined;
    const line = await this.ask(['ls-tree', '--full-tree', this.root, '--', `:(literal)${plain}`]);
    const id = /^120000 blob ([0-9a-f]+)\t/.exec(line)?.[1];
    if (id === undefined) return undefined;
    const [content] = await catFiles(this.repository, [id], this.context);
    return content?.toString('latin1');
  }

  async list(folder: string): Promise<string[]> {
    return (await this.files(folder)).map(({ path }) => path).sort();
  }

  async links(folder: string): Promise<ReadonlyMap<string, string>> {
    const links = (await this.listed(folder)).filter(({ mode }) => mode === LINK);
    if (links.length === 0) return new Map();
    const ids = links.map(({ id }) => id);
    const targets = await catFiles(this.repository, ids, this.context);
    return new Map(links.map(({ path }, at) => [path, targets[at]?.toString('latin1') ?? '']));
  }

  async export(paths: readonly string[], into: string): Promise<void> {
    const files = (await Promise.all(paths.map((path) => this.files(path)))).flat();
    if (files.length === 0) return;
    const ids = files.map(({ id }) => id);
    const contents = await catFiles(this.repository, ids, this.context);
    for (const [index, { path, mode }] of files.entries()) {
      const content = contents[index];
      if (content === undefined) continue;
      const to = join(into, path);
      await mkdir(dirname(to), { recursive: true });
      await writeFile(to, content);
      if (mode === '100755') await chmod(to, 0o755);
    }
  }

  /** What is asked for in one turn of the event loop is read by one git. */
  private fetch(path: string): Promise<string | undefined> {
    const plain = inTree(path);
    if (!plain) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      if (this.waiting.length === 0) setImmediate(() => void this.flush());
      this.waiting.push({ path: plain, resolve, reject });
    });
  }

  private async flush(): Promise<void> {
    const batch = this.waiting;
    this.waiting = [];
    try {
      const objects = batch.map(({ path }) => `${this.root}:${path}`);
      const contents = await catFiles(this.repository, objects, this.context);
      for (const [index, { resolve }] of batch.entries()) resolve(contents[index]?.toString('latin1'));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  private async files(folder: string): Promise<Listed[]> {
    return (await this.listed(folder)).filter(({ mode }) => mode !== LINK);
  }

  /** As with texts: the folders asked for in one turn are listed by one git. */
  private listed(folder: string): Promise<Listed[]> {
    const plain = inTree(folder);
    if (plain === undefined) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      if (this.listing.length === 0) setImmediate(() => void this.flushLists());
      this.listing.push({ folder: plain, resolve, reject });
    });
  }

  private async flushLists(): Promise<void> {
    const batch = this.listing;
    this.listing = [];
    try {
      const folders = batch.map(({ folder }) => folder);
      const all = await this.listAll(folders.includes('') ? [] : [...new Set(folders)]);
      for (const { folder, resolve } of batch)
        resolve(all.filter(({ path }) => !folder || path === folder || path.startsWith(`${folder}/`)));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  private async listAll(folders: readonly string[]): Promise<Listed[]> {
    const paths = folders.length > 0 ? ['--', ...folders.map((folder) => `:(literal)${folder}`)] : [];
    const lines = await this.ask(['ls-tree', '-r', '-z', '--full-tree', this.root, ...paths]);
    return lines.split('\0').flatMap((line) => {
      const [, mode = '', id, path] = /^(\d+) blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return id && path ? { path, id, mode } : [];
    });
  }

  private async ask(argv: string[]): Promise<string> {
    const answer = askGit(this.git, this.repository, argv);
    return answer.catch((error: unknown) => {
      this.context.signal.throwIfAborted();
      throw error;
    });
  }
}

/** As gitFiles, of a kernel. */
export async function gitTree(
  spec: string,
  folder: string,
  revision: string,
  context: Context,
): Promise<Tree> {
  const tree = await gitFiles(spec, folder, revision, context);
  tree.release = await kernelRelease(
    (path) => tree.read(path),
    spec,
    'Name the top folder of a kernel tree, or a revision that has one.',
  );
  return tree;
}

/**
 * The files that a revision has at `folder`, which may be the top of a repository (bare or not, or another
 * work tree of it) or a folder in its work tree.
 *
 * @throws UnknownRevision with the nearest tags and branches; GitFailed
 */
export async function gitFiles(
  spec: string,
  folder: string,
  revision: string,
  context: Context,
): Promise<GitTree> {
  const git = simpleGit({ baseDir: folder, abort: context.signal, ...NOTICES_KILLS });
  const prefix = await git.raw(['rev-parse', '--show-prefix']).catch((error: Error) => {
    context.signal.throwIfAborted();
    throw gitFault(error, folder) ?? notARepository(folder, error);
  });
  const commit = await resolved(git, folder, `${revision}^{commit}`);
  context.signal.throwIfAborted();
  if (!commit) throw await unknownRevision(git, folder, revision);
  const root = (await resolved(git, folder, `${commit}:${prefix.trim()}`)) ?? commit;
  const label = labelOf(`${folder.split('/').filter(Boolean).at(-1) ?? 'tree'}-${revision}`);
  return new GitTree(spec, label, folder, commit, root, git, context);
}

/** @returns undefined where the repository has no such object */
async function resolved(git: SimpleGit, folder: string, name: string): Promise<string | undefined> {
  const argv = ['rev-parse', '--verify', '--quiet', '--end-of-options', name];
  const id = await git.raw(argv).catch((error: Error) => {
    const fault = gitFault(error, folder);
    if (fault) throw fault;
    return '';
  });
  return /^[0-9a-f]{40,64}$/.exec(id.trim())?.[0];
}

async function unknownRevision(git: SimpleGit, folder: string, revision: string): Promise<UnknownRevision> {
  const kinds = ['refs/heads', 'refs/tags', 'refs/remotes'];
  const refs = await askGit(git, folder, ['for-each-ref', '--format=%(refname:short)', ...kinds]);
  const names = refs.split('\n').filter(Boolean);
  const some = names.slice(-10).join(', ');
  return new UnknownRevision({
    title: `the repository has no revision ${revision}`,
    where: folder,
    ...(some ? { detail: `It has ${names.length} tags and branches, among them ${some}.` } : {}),
    hint:
      didYouMean(revision, names) ?? 'Name a tag, a branch or a commit that `git -C PATH rev-parse` knows.',
  });
}

function notARepository(folder: string, error: Error): GitFailed {
  return new GitFailed(
    {
      title: 'git finds no repository in this folder, so it has no revisions',
      where: folder,
      detail: error.message.trim(),
      hint: 'Name a git repository, or leave out @REV to read the files as they are on disk.',
    },
    { cause: error },
  );
}
