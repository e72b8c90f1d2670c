// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleGit } from 'simple-git';
import type { Context } from '../context.ts';
import { gitFault, NOTICES_KILLS } from '../kernel/git-fault.ts';
import { runProgram, tail } from '../kernel/run.ts';
import { shownText } from '../shown-text.ts';
import type { Authorship } from './authorship.ts';
import type { Composition } from './compose.ts';
import { GitFailed } from './errors.ts';
import { BASE, importStream } from './import-stream.ts';
import type { Mail } from './mail.ts';
import { whyRfc } from './rfc.ts';

/** Everything that could make two machines write different mails, and the user's own configuration, is shut out. */
const ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/** How the mails of a series are headed. */
export interface Heading {
  /** What stands in the brackets of a subject before its version and number: `PATCH`, `RFC PATCH vfio`. */
  readonly prefix: string;
  /** `v2` and above show in subjects and names. */
  readonly version: number;
  /** `Name <address>`; where a commit's author is another, git begins its mail with a From: line. */
  readonly sender: string;
  /** Whether git adds the sender's Signed-off-by. */
  readonly signoff: boolean;
  /** Whether a mail 0 with shortlog and diffstat comes first, its subject and text still to be filled in. */
  readonly cover: boolean;
  /** Whether git tells the base: the repository's own first commit, and ids of the patches between. */
  readonly base: boolean;
  /** Patches at the beginning that are not part of the series. */
  readonly skip: number;
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
   * @param by author of all patches; nobody, if left out
   * @throws GitFailed
   */
  static async create(
    folder: string,
    pristine: ReadonlyMap<string, string>,
    compositions: readonly Composition[],
    by?: Authorship,
  ): Promise<ScratchRepository> {
    const { input, heads } = importStream(pristine, compositions, by);
    await mkdir(folder, { recursive: true });
    await scratchGit(folder, ['init', '--bare', `--initial-branch=${BASE}`]);
    // Without the cpp driver, hunk headers name goto labels instead of functions.
    await mkdir(join(folder, 'info'), { recursive: true });
    await writeFile(join(folder, 'info', 'attributes'), '*.[ch] diff=cpp\n');
    // Below its limit fast-import has another git unpack what it packed.
    await scratchGit(folder, ['-c', 'fastimport.unpackLimit=1', 'fast-import'], input);
    return new ScratchRepository(folder, heads);
  }

  /** One unified diff of all patches together, as `git apply` takes it. */
  async diff(composition: Composition): Promise<string> {
    return scratchGit(this.folder, ['diff', '--full-index', '--no-renames', BASE, this.head(composition)]);
  }

  /** Id of the commit that all patches stand on; of no use outside of the repository. */
  async base(): Promise<string> {
    return (await scratchGit(this.folder, ['rev-parse', BASE])).trim();
  }

  /** The mails of a composition, in order; none where it has no patches. */
  async mails(composition: Composition, heading?: Heading): Promise<Mail[]> {
    const head = this.head(composition);
    const from = heading && heading.skip > 0 ? `${head}~${composition.patches.length - heading.skip}` : BASE;
    if (head === BASE || heading?.skip === composition.patches.length) return [];
    const out = join(this.folder, 'kpw-mails', head);
    await scratchGit(this.folder, [
      ...(heading ? committer(heading.sender) : []),
      'format-patch',
      ...(heading ? options(heading) : [`--subject-prefix=${prefixOf(composition)}`]),
      '--zero-commit',
      '--full-index',
      '--no-signature',
      '--no-renames',
      '--stat=80',
      `--output-directory=${out}`,
      `${from}..${head}`,
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

/** The subject prefix of mails without a heading. */
function prefixOf(composition: Composition): string {
  return whyRfc(composition).length > 0 ? 'RFC PATCH' : 'PATCH';
}

function options({ prefix, version, sender, signoff, cover, base }: Heading): string[] {
  return [
    `--subject-prefix=${prefix}`,
    ...(version > 1 ? [`--reroll-count=${version}`] : []),
    `--from=${sender}`,
    ...(signoff ? ['--signoff'] : []),
    ...(cover ? ['--cover-letter'] : []),
    ...(base ? [`--base=${BASE}`] : []),
  ];
}

/** Whom git takes for the author of a cover letter and of a sign-off. */
function committer(sender: string): string[] {
  const [, name = '', address = ''] = /^(.*) <(.*)>$/.exec(sender) ?? [];
  return ['-c', `user.name=${name}`, '-c', `user.email=${address}`];
}

/**
 * What git prints of somebody's files, in whatever encoding they are: simple-git takes all for UTF-8.
 *
 * @throws GitFailed, HostLacks
 */
export async function gitShown(
  folder: string,
  argv: readonly string[],
  context: Pick<Context, 'signal'>,
): Promise<string> {
  const env = { ...(process.env.PATH ? { PATH: process.env.PATH } : {}), ...ENVIRONMENT };
  const { stdout, stderr, exitCode } = await runProgram('git', argv, context, {
    cwd: folder,
    env,
    alone: true,
  });
  if (exitCode === 0) return shownText(stdout);
  throw new GitFailed({
    title: `git ${argv.find((word) => !word.startsWith('-') && !word.includes('='))} failed`,
    where: folder,
    detail: tail(stderr),
    hint: 'Check that git works at all (git --version) and that the file system has space.',
  });
}

/**
 * An instance for every command, because one instance runs its commands one after another. No command is made
 * `--quiet`: simple-git waits another 50 ms for a command that has said nothing.
 */
export async function scratchGit(folder: string, argv: string[], input?: Buffer): Promise<string> {
  const instance = simpleGit({
    baseDir: folder,
    allowEnvironment: Object.keys(ENVIRONMENT),
    // By default simple-git waits 50 ms after an exit for output that cannot come any more.
    completion: { onClose: true, onExit: false },
    // Naming /dev/null as the configuration is the point: nothing of the host's may show in the mails.
    unsafe: { allowUnsafeConfigPaths: true },
    ...(input ? { input: () => input } : {}),
    ...NOTICES_KILLS,
  }).env({ ...(process.env.PATH ? { PATH: process.env.PATH } : {}), ...ENVIRONMENT });
  try {
    return await instance.raw(argv);
  } catch (error) {
    const fault = gitFault(error as Error, folder);
    if (fault) throw fault;
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
