// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { didYouMean } from '../../nearest.ts';
import { UnknownConfig } from './failures.ts';
import { merged, parseSymbol, type Requested } from './symbols.ts';

const FOLDER = fileURLToPath(new URL('../../../kernel-tests/configs/', import.meta.url));

/** What every kernel is configured by, before the others. */
const BASE = 'base';

/** Names of the configs there are; a config is one file in kernel-tests/configs that exports a list of `NAME=y`. */
export async function configNames(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return files.flatMap((file) => /^([\w-]+)\.ts$/.exec(file)?.[1] ?? []).sort();
}

/**
 * The symbols of some configs, on top of those that every kernel has: of two that ask for one symbol, the later one
 * holds.
 *
 * @param names `x86-64`, `debug`
 * @throws UnknownConfig
 */
export async function requestedBy(names: readonly string[]): Promise<Requested[]> {
  const known = await configNames();
  const lists: Requested[][] = [];
  for (const name of [BASE, ...names]) {
    if (!known.includes(name))
      throw new UnknownConfig({
        title: `there is no kernel config called ${JSON.stringify(name)}`,
        where: 'kernel-tests/configs',
        hint: `${didYouMean(name, known) ?? ''} Configs: ${known.join(', ')}.`.trim(),
      });
    // As a pattern, so that bin/bundle.mjs finds the files that it may mean.
    const file: { default: unknown } = await import(`../../../kernel-tests/configs/${name}.ts`);
    lists.push(z.array(z.string()).parse(file.default).map(parseSymbol));
  }
  return merged(...lists);
}
