// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleGit } from 'simple-git';
import { HostLacks } from '../kernel/failures.ts';
import type { Composition } from './compose.ts';
import { GitFailed } from './errors.ts';
import { BASE, importStream } from './import-stream.ts';

/** Everything that could make two machines write different mails, and the user's own configuration, is shut out. */
const ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/** One mail of a series, as git format-patch wrote it. */
export interface Mail {
  /** `0001-vfio-pci-Restore-the-MSI-X-mmap-restriction.patch`. */
  readonly name: string;
  /** Latin1 decoded. */
  readonly text: string;
}

/**
 * A repository that holds just the files that the designs of one tree touch. Its commits exist to let git
 * write the mails; they say nothing of the kernel's history. Nothing is ever checked out: a checkout and a
 * commit for every patch took ten times as long as the mails.
 */
export class ScratchRepository {
  private constructor(
    private readonly folder: string,
    private readonly heads: ReadonlyMap<Composition, string>,
  ) {}

  /**
   * @param pristine the pristine tree's files, at least all that a composition changes
   * @throws GitFailed
   */
  static async create(
    folder: string,
    pristine: ReadonlyMap<string, string>,
    compositions: readonly Composition[],
  ): Promise<ScratchRepository> {
    const { input, heads } = importStream(pristine, compositions);
    await mkdir(folder, { recursive: true });
    await git(folder, ['init', '--bare', `--initial-branch=${BASE}`]);
    // Without the cpp driver, hunk headers name goto labels instead of functions.
    await mkdir(join(folder, 'info'), { recursive: true });
    await writeFile(join(folder, 'info', 'attributes'), '*.[ch] diff=cpp\n');
    // Below its limit fast-import has another git unpack what it packed.
    await git(folder, ['-c', 'fastimport.unpackLimit=1', 'fast-import'], input);
    return new ScratchRepository(folder, heads);
  }

  /** One unified diff of all patches together, as `git apply` takes it. */
  async diff(composition: Composition): Promise<string> {
    return git(this.folder, ['diff', '--full-index', '--no-renames', BASE, this.head(composition)]);
  }

  /** The mails of a composition, in order; none where it has no patches. */
  async mails(composition: Composition): Promise<Mail[]> {
    const head = this.head(composition);
    if (head === BASE) return [];
    const out = join(this.folder, 'kpw-mails', head);
    await git(this.folder, [
      'format-patch',
      '--zero-commit',
      '--full-index',
      '--no-signature',
      '--no-renames',
      '--stat=80',
      `--output-directory=${out}`,
      `${BASE}..${head}`,
    ]);
    const names = (await readdir(out)).sort();
    return Promise.all(
      names.map(async (name) => ({ name, text: await readFile(join(out, name), 'latin1') })),
    );
  }

  private head(composition: Composition): string {
    const head = this.heads.get(composition);
    if (head === undefined) throw new Error('the repository was made without this composition');
    return head;
  }
}

/**
 * An instance for every command, because one instance runs its commands one after another. No command is made
 * `--quiet`: simple-git waits another 50 ms for a command that has said nothing.
 */
export async function git(folder: string, argv: string[], input?: Buffer): Promise<string> {
  const instance = simpleGit({
    baseDir: folder,
    allowEnvironment: Object.keys(ENVIRONMENT),
    // By default simple-git waits 50 ms after an exit for output that cannot come any more.
    completion: { onClose: true, onExit: false },
    // Naming /dev/null as the configuration is the point: nothing of the host's may show in the mails.
    unsafe: { allowUnsafeConfigPaths: true },
    ...(input ? { input: () => input } : {}),
  }).env({ ...(process.env.PATH ? { PATH: process.env.PATH } : {}), ...ENVIRONMENT });
  try {
    return await instance.raw(argv);
  } catch (error) {
    if (/\bENOENT\b/.test((error as Error).message))
      throw new HostLacks({ title: 'git is not installed', hint: 'apt-get install git' }, { cause: error });
    throw new GitFailed(
      {
        title: `git ${argv.find((word) => !word.startsWith('-') && !word.includes('='))} failed`,
        where: folder,
        detail: (error as Error).message.trim().split('\n').slice(-5).join('\n'),
        hint: 'Check that git works at all (git --version) and that the file system has space.',
      },
      { cause: error },
    );
  }
}
