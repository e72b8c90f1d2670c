// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type SimpleGit, simpleGit } from 'simple-git';
import type { Composition, Patch } from './compose.ts';
import { GitFailed } from './errors.ts';
import { commitMessage } from './message.ts';

/** Nobody: only a person signs a patch off (Documentation/process/coding-assistants.rst). */
const IDENTITY = { name: 'Kernel Patch Workbench', email: 'kpw@example.invalid' };
/** The date that git format-patch itself puts where a date means nothing. */
const DATE = '2001-09-17T00:00:00+0000';

/** Everything that could make two machines write different mails, and the user's own configuration, is shut out. */
const ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: IDENTITY.name,
  GIT_AUTHOR_EMAIL: IDENTITY.email,
  GIT_AUTHOR_DATE: DATE,
  GIT_COMMITTER_NAME: IDENTITY.name,
  GIT_COMMITTER_EMAIL: IDENTITY.email,
  GIT_COMMITTER_DATE: DATE,
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
 * write the mails; they say nothing of the kernel's history.
 */
export class ScratchRepository {
  private readonly git: SimpleGit;

  private readonly heads = new Map<string, string>();

  private constructor(readonly folder: string) {
    this.git = simpleGit({
      baseDir: folder,
      allowEnvironment: Object.keys(ENVIRONMENT),
      // By default simple-git waits 50 ms after an exit for output that cannot come any more.
      completion: { onClose: true, onExit: false },
      // Naming /dev/null as the configuration is the point: nothing of the host's may show in the mails.
      unsafe: { allowUnsafeConfigPaths: true },
    }).env({ ...(process.env.PATH ? { PATH: process.env.PATH } : {}), ...ENVIRONMENT });
  }

  /** @param texts the pristine tree's files, at least all that a later composition changes */
  static async create(folder: string, texts: ReadonlyMap<string, string>): Promise<ScratchRepository> {
    await mkdir(folder, { recursive: true });
    const repository = new ScratchRepository(folder);
    await repository.run(['init', '--quiet', '--initial-branch=base', folder]);
    // Without the cpp driver, hunk headers name goto labels instead of functions.
    await mkdir(join(folder, '.git', 'info'), { recursive: true });
    await writeFile(join(folder, '.git', 'info', 'attributes'), '*.[ch] diff=cpp\n');
    await repository.write(texts);
    await repository.run(['add', '--', ...texts.keys()]);
    await repository.run(['commit', '--quiet', '--message', 'Base of the comparison']);
    return repository;
  }

  /** One unified diff of all patches together, as `git apply` takes it. */
  async diff(composition: Composition): Promise<string> {
    return this.run(['diff', '--full-index', '--no-renames', 'base', await this.head(composition)]);
  }

  /** The mails of a composition, in order; none where it has no patches. */
  async mails(composition: Composition): Promise<Mail[]> {
    const head = await this.head(composition);
    if (head === 'base') return [];
    const out = join(this.folder, '.git', 'kpw-mails', head);
    await this.run([
      'format-patch',
      '--quiet',
      '--zero-commit',
      '--full-index',
      '--no-signature',
      '--no-renames',
      '--stat=80',
      `--output-directory=${out}`,
      `base..${head}`,
    ]);
    const names = (await readdir(out)).sort();
    return Promise.all(
      names.map(async (name) => ({ name, text: await readFile(join(out, name), 'latin1') })),
    );
  }

  /** The commit that has a composition's patches; what compositions share is committed once. */
  private async head({ patches }: Composition): Promise<string> {
    let head = 'base';
    let key = '';
    for (const patch of patches) {
      key += `${JSON.stringify([patch.subject, patch.body, [...patch.after]])}\n`;
      head = this.heads.get(key) ?? (await this.commitOn(head, patch));
      this.heads.set(key, head);
    }
    return head;
  }

  private async commitOn(head: string, patch: Patch): Promise<string> {
    const branch = `patch-${this.heads.size + 1}`;
    await this.run(['checkout', '--quiet', '-b', branch, head]);
    await this.write(patch.after);
    const message = commitMessage(patch.subject, patch.body);
    await this.run(['commit', '--quiet', '--all', '--no-verify', '--message', message]);
    return branch;
  }

  private async write(texts: ReadonlyMap<string, string>): Promise<void> {
    for (const [path, text] of texts) {
      await mkdir(dirname(join(this.folder, path)), { recursive: true });
      await writeFile(join(this.folder, path), text, 'latin1');
    }
  }

  private async run(argv: string[]): Promise<string> {
    try {
      return await this.git.raw(argv);
    } catch (error) {
      throw new GitFailed(
        {
          title: `git ${argv[0]} failed`,
          where: this.folder,
          detail: (error as Error).message.trim().split('\n').slice(-5).join('\n'),
          hint: 'Check that git works at all (git --version) and that the file system has space.',
        },
        { cause: error },
      );
    }
  }
}
