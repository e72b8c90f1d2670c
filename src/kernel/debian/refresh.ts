// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Context } from '../../context.ts';
import { makeFolders } from '../../folders.ts';
import { HostFault } from '../../host-fault.ts';
import { hostComplaint } from '../complaint.ts';
import { HostLacks, NoNetwork } from '../failures.ts';
import { runProgram, tail } from '../run.ts';
import { archiveKeyring, hostMirror, privateConfig, privateSources } from './apt.ts';
import type { DebianMirror } from './host-sources.ts';

const TASK = 'package lists';
const MAX_AGE_HOURS = 12;

const Refreshed = z.object({
  at: z.iso.datetime(),
  suites: z.array(z.string()),
  /** What apt could not take of them, in its own words: a mirror in the middle of an update, say. */
  refused: z.array(z.string()).optional(),
});
/** When the lists were last brought up to date, and which suites the mirror had then. */
export type Refreshed = z.infer<typeof Refreshed>;

export interface RefreshOptions {
  /** Lists younger than this are left alone; 0 asks the archive always. */
  maxAgeHours?: number;
  /** By default the host's. */
  mirror?: DebianMirror;
  /** Debian's name of it; amd64 by default. */
  architecture?: string;
}

/**
 * The folder of the private apt configuration, its lists and its caches, below the cache's root. Every
 * architecture has its own, so that nobody downloads the lists of one that he does not use.
 */
export function aptEntry(architecture: string): string {
  return architecture === 'amd64' ? 'apt' : `apt-${architecture}`;
}

/**
 * The private configuration file, as this version of the workbench and this place of the cache want it: a
 * cache may be moved, and has absolute paths in it.
 */
export async function aptConfig(context: Pick<Context, 'cache'>, architecture: string): Promise<string> {
  const folder = context.cache.path(aptEntry(architecture));
  const text = privateConfig(folder, architecture);
  const file = join(folder, 'apt.conf');
  if ((await readFile(file, 'utf8').catch(() => '')) !== text) await writeFile(file, text);
  return file;
}

/** What is known of the lists without asking anybody; undefined before the first refresh. */
export async function refreshed(
  context: Pick<Context, 'cache'>,
  architecture = 'amd64',
): Promise<Refreshed | undefined> {
  try {
    const file = context.cache.path(aptEntry(architecture), 'refreshed.json');
    return Refreshed.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * Brings the signed package lists of all suites up to date where they are older than `maxAgeHours` (12).
 * A suite that the mirror does not have (any more) is left out. Without network, lists that are at hand stay
 * in use, and that is reported.
 *
 * @throws NoNetwork when the archive cannot be reached and no list is at hand
 * @throws HostLacks when the host has no apt, no Debian source or no keyring that verifies the lists
 * @throws NoSpace
 */
export async function refresh(context: Context, options: RefreshOptions = {}): Promise<Refreshed> {
  const maxAge = (options.maxAgeHours ?? MAX_AGE_HOURS) * 3_600_000;
  const architecture = options.architecture ?? 'amd64';
  const before = await refreshed(context, architecture);
  // Lists of tomorrow are those of a clock that was wrong.
  if (before && Math.abs(Date.now() - Date.parse(before.at)) < maxAge) return before;
  return context.cache.locked(aptEntry(architecture), { signal: context.signal }, async () => {
    const meanwhile = await refreshed(context, architecture);
    if (meanwhile && meanwhile.at !== before?.at) return meanwhile;
    const task = architecture === 'amd64' ? TASK : `${TASK} ${architecture}`;
    context.report({ task, state: 'start' });
    try {
      const mirror = options.mirror ?? (await hostMirror(context));
      return await update(context, mirror, architecture, task, before);
    } catch (error) {
      context.report({ task, state: 'failed', text: (error as Error).message });
      throw error;
    }
  });
}

async function update(
  context: Context,
  mirror: DebianMirror,
  architecture: string,
  task: string,
  before?: Refreshed,
): Promise<Refreshed> {
  const folder = context.cache.path(aptEntry(architecture));
  await context.cache.requireSpace(200 * 2 ** 20, task);
  for (const sub of ['lists/partial', 'state', 'cache/archives/partial'])
    await makeFolders(join(folder, sub));
  await writeFile(
    join(folder, 'archive.sources'),
    privateSources(mirror, archiveKeyring(mirror), architecture),
  );
  await writeFile(join(folder, 'status'), '');

  const config = await aptConfig(context, architecture);
  const { stdout, stderr } = await runProgram('apt-get', ['-c', config, '-q', 'update'], context);
  const full = hostComplaint(stderr, folder);
  if (full) throw full;
  // apt exits 0 when it falls back on old lists, and 100 when one suite of many is missing: only its
  // account of each suite tells what happened.
  const reached = /^(Hit|Get):\d+ \S+ \S+ (In)?Release\b/m.test(stdout);
  const suites = reached ? await suitesAtHand(config, context) : [];
  if (suites.length > 0) {
    const refused = stderr.split('\n').filter((line) => line.startsWith('E: Failed to fetch'));
    const now = { at: new Date().toISOString(), suites, ...(refused.length > 0 ? { refused } : {}) };
    await writeFile(join(folder, 'refreshed.json'), `${JSON.stringify(now)}\n`);
    context.report({ task, state: 'done', text: suites.join(', ') });
    return now;
  }
  if (/NO_PUBKEY|EXPKEYSIG|is not signed/.test(stderr)) throw notVerified(stderr, archiveKeyring(mirror));
  const own =
    /^E: (?:List directory|Could not (?:open|get|create)|Unable to|Unlinking|The list of sources) .*/m.exec(
      stderr,
    );
  if (own && !/Failed to fetch|Could not (?:connect|resolve)/.test(stderr))
    throw new HostFault({
      title: `apt cannot work in its folder: ${own[0].slice(3)}`,
      where: folder,
      detail: tail(stderr),
      hint: 'Nothing was asked of the archive: mend that folder, or remove it, then run the same command again.',
    });
  if (before) {
    context.report({
      task,
      state: 'done',
      text: `the archive cannot be reached; using those of ${before.at}`,
    });
    return before;
  }
  throw new NoNetwork({
    title: 'the Debian archive cannot be reached',
    where: mirror.main,
    detail: tail(stderr),
    hint: 'Check the network and the proxy of the host’s apt (Acquire::http::Proxy), then try again; trees that are cached work without.',
  });
}

async function suitesAtHand(config: string, context: Context): Promise<string[]> {
  const { stdout } = await runProgram(
    'apt-get',
    ['-c', config, 'indextargets', '--format', '$(RELEASE)', 'Created-By: Packages'],
    context,
  );
  return [...new Set(stdout.split('\n').filter(Boolean))].sort();
}

function notVerified(stderr: string, keyring: string): HostLacks {
  return new HostLacks({
    title: 'the host’s keyring does not verify the Debian archive',
    where: keyring,
    detail: tail(stderr),
    hint: 'Bring the package debian-archive-keyring up to date: apt-get install debian-archive-keyring',
  });
}
