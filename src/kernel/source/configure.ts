// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { usefulLines } from '../build/compiler-messages.ts';
import { hostComplaint } from '../complaint.ts';
import { TreeUnsuitable } from '../failures.ts';
import { whySymbolDiffers } from './diagnose.ts';
import { ConfigUnmet } from './failures.ts';
import { readKconfig } from './kconfig.ts';
import { make, OBJECTS } from './make.ts';
import { prerequisites } from './prerequisites.ts';
import { configValues, fragment, merged, type Requested, unmet } from './symbols.ts';
import type { BuildTarget } from './target.ts';

/** How often what wishes depend on is asked for: a tunnel needs a protocol, which needs the network. */
const ROUNDS = 6;

/** What is to be configured, and how it is called in messages. */
export interface Configuration {
  /** `debian:6.1`. */
  readonly spec: string;
  readonly target: BuildTarget;
  readonly requested: readonly Requested[];
}

/**
 * Writes `build/.config`: everything off that can be off, but for what is requested (`make allnoconfig` with
 * KCONFIG_ALLCONFIG, of which tinyconfig is the tree's own example). Of a test's wishes, what they depend on is
 * requested as well. A .config that says the same keeps its time, and so
 * its objects.
 *
 * @param tree folder of the source
 * @returns its text
 * @throws ConfigUnmet where a symbol did not become what was requested, each with what the tree's Kconfig says of it;
 *   TreeUnsuitable when make fails; NoSpace
 */
export async function configure(
  tree: string,
  { spec, target, requested }: Configuration,
  context: Context,
): Promise<string> {
  const objects = join(tree, OBJECTS);
  await mkdir(objects, { recursive: true });
  const read = (path: string) => readFile(join(tree, path), 'latin1').catch(() => undefined);
  let further: Requested[] = [];
  for (let round = 0; ; round++) {
    const all = merged(further, requested);
    const config = await configured(tree, objects, { spec, target, requested: all }, context);
    const values = configValues(config);
    const differing = unmet(requested, values);
    if (differing.length === 0) return config;
    const kconfig = await readKconfig(read, target.folder);
    const wishes = differing.filter(({ wished }) => wished);
    const needed = round < ROUNDS ? prerequisites(wishes, kconfig, values) : [];
    const grown = merged(further, needed);
    if (grown.length > further.length) {
      further = grown;
      continue;
    }
    const missing = differing.filter(
      ({ name, optional, wished }) => !wished && (!optional || kconfig.definitions.has(name)),
    );
    if (missing.length === 0) return config;
    const names = missing.map(({ name }) => name).join(', ');
    throw new ConfigUnmet({
      title: `the tree's Kconfig does not give ${missing.length === 1 ? 'a requested symbol' : `${missing.length} requested symbols`} on ${target.machine}: ${names}`,
      where: spec,
      detail: missing.map((one) => whySymbolDiffers(one, kconfig, values)).join('\n'),
      hint: 'Request what it needs as well, mend the name, or leave the symbol away for this tree.',
    });
  }
}

/** One run of `make allnoconfig`: the text of what it wrote. */
async function configured(
  tree: string,
  objects: string,
  { spec, target, requested }: Configuration,
  context: Context,
): Promise<string> {
  await writeFile(join(objects, 'requested.config'), fragment(requested));
  const words = ['-s', 'KCONFIG_ALLCONFIG=requested.config', 'allnoconfig'];
  const { stdout, stderr, exitCode } = await make(tree, target, words, context);
  if (exitCode !== 0)
    throw (
      hostComplaint(`${stdout}\n${stderr}`, tree) ??
      new TreeUnsuitable({
        title: `make allnoconfig fails for ${target.machine}`,
        where: spec,
        detail: usefulLines(`${stdout}\n${stderr}`).replaceAll(`${tree}/`, ''),
        hint: 'See what make says of this tree; a host’s compiler may be too new for an old one.',
      })
    );
  return readFile(join(objects, '.config'), 'latin1');
}
