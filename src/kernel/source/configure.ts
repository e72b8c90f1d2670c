// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { usefulLines } from '../build/compiler-messages.ts';
import { hostComplaint } from '../complaint.ts';
import { TreeUnsuitable } from '../failures.ts';
import { diagnose } from './diagnose.ts';
import { ConfigUnmet } from './failures.ts';
import { readKconfig } from './kconfig.ts';
import { make, OBJECTS } from './make.ts';
import { configValues, fragment, type Requested, unmet } from './symbols.ts';
import type { Target } from './target.ts';

/** What is to be configured, and how it is called in messages. */
export interface Configuration {
  /** `debian:6.1`. */
  readonly spec: string;
  readonly target: Target;
  readonly requested: readonly Requested[];
}

/**
 * Writes `build/.config`: everything off that can be off, but for what is requested (`make allnoconfig` with
 * KCONFIG_ALLCONFIG, of which tinyconfig is the tree's own example). A .config that says the same keeps its time, and so
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
  const config = await readFile(join(objects, '.config'), 'latin1');
  const values = configValues(config);
  const differing = unmet(requested, values);
  if (differing.length === 0) return config;
  const read = (path: string) => readFile(join(tree, path), 'latin1').catch(() => undefined);
  const kconfig = await readKconfig(read, target.folder);
  const missing = differing.filter(({ name, optional }) => !optional || kconfig.definitions.has(name));
  if (missing.length === 0) return config;
  const names = missing.map(({ name }) => name).join(', ');
  throw new ConfigUnmet({
    title: `the tree's Kconfig does not give ${missing.length === 1 ? 'a requested symbol' : `${missing.length} requested symbols`} on ${target.machine}: ${names}`,
    where: spec,
    detail: missing.map((one) => diagnose(one, kconfig, values)).join('\n'),
    hint: 'Request what it needs as well, mend the name, or leave the symbol away for this tree.',
  });
}
