// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { HostLacks, NoNetwork } from '../failures.ts';
import { noSpaceIn, run, tail } from '../run.ts';
import { archiveKeyring, hostMirror, privateConfig, privateSources } from './apt.ts';
import type { DebianMirror } from './host-sources.ts';

const TASK = 'package lists';
const MAX_AGE_HOURS = 12;

const Refreshed = z.object({ at: z.iso.datetime(), suites: z.array(z.string()) });
/** When the lists were last brought up to date, and which suites the mirror had then. */
export type Refreshed = z.infer<typeof Refreshed>;

export interface RefreshOptions {
  /** Lists younger than this are left alone; 0 asks the archive always. */
  maxAgeHours?: number;
  /** By default the host's. */
  mirror?: DebianMirror;
}

/** The folder of the private apt configuration, its lists and its caches. */
export function aptFolder(context: Pick<Context, 'cache'>): string {
  return context.cache.path('apt');
}

/**
 * The private configuration file, as this version of the workbench and this place of the cache want it: a
 * cache may be moved, and has absolute paths in it.
 */
export async function aptConfig(context: Pick<Context, 'cache'>): Promise<string> {
  const [folder, text] = [aptFolder(context), privateConfig(aptFolder(context))];
  const file = join(folder, 'apt.conf');
  if ((await readFile(file, 'utf8').catch(() => '')) !== text) await writeFile(file, text);
  return file;
}

/** What is known of the lists without asking anybody; undefined before the first refresh. */
export async function refreshed(context: Pick<Context, 'cache'>): Promise<Refreshed | undefined> {
  try {
    return Refreshed.parse(JSON.parse(await readFile(join(aptFolder(context), 'refreshed.json'), 'utf8')));
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
  const before = await refreshed(context);
  if (before && Date.now() - Date.parse(before.at) < maxAge) return before;
  return context.cache.locked('apt', { signal: context.signal }, async () => {
    const meanwhile = await refreshed(context);
    if (meanwhile && meanwhile.at !== before?.at) return meanwhile;
    context.report({ task: TASK, state: 'start' });
    try {
      return await update(context, options.mirror ?? (await hostMirror(context)), before);
    } catch (error) {
      context.report({ task: TASK, state: 'failed', text: (error as Error).message });
      throw error;
    }
  });
}

async function update(context: Context, mirror: DebianMirror, before?: Refreshed): Promise<Refreshed> {
  const folder = aptFolder(context);
  await context.cache.requireSpace(200 * 2 ** 20, TASK);
  for (const sub of ['lists/partial', 'state', 'cache/archives/partial'])
    await mkdir(join(folder, sub), { recursive: true });
  await writeFile(join(folder, 'archive.sources'), privateSources(mirror, archiveKeyring(mirror)));
  await writeFile(join(folder, 'status'), '');

  const { stdout, stderr } = await run('apt-get', ['-c', await aptConfig(context), '-q', 'update'], context);
  const full = noSpaceIn(stderr, folder);
  if (full) throw full;
  // apt exits 0 when it falls back on old lists, and 100 when one suite of many is missing: only its
  // account of each suite tells what happened.
  const reached = /^(Hit|Get):\d+ \S+ \S+ (In)?Release\b/m.test(stdout);
  const suites = reached ? await suitesAtHand(context) : [];
  if (suites.length > 0) {
    const now = { at: new Date().toISOString(), suites };
    await writeFile(join(folder, 'refreshed.json'), `${JSON.stringify(now)}\n`);
    context.report({ task: TASK, state: 'done', text: suites.join(', ') });
    return now;
  }
  if (/NO_PUBKEY|EXPKEYSIG|is not signed/.test(stderr)) throw notVerified(stderr, archiveKeyring(mirror));
  if (before) {
    context.report({
      task: TASK,
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

async function suitesAtHand(context: Context): Promise<string[]> {
  const config = await aptConfig(context);
  const { stdout } = await run(
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
