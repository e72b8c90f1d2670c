// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { mistakeIn } from '../../data-file.ts';
import { didYouMean } from '../../nearest.ts';
import { ConfigMalformed, UnknownConfig } from './failures.ts';
import { merged, parseSymbol, type Requested } from './symbols.ts';

const FOLDER = fileURLToPath(new URL('../../../kernel-tests/configs/', import.meta.url));

/** What every kernel is configured by, before the others. */
const BASE = 'base';

/** Names of the configs there are; a config is one file in kernel-tests/configs that exports a list of `NAME=y`. */
async function configNames(): Promise<string[]> {
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
        where: `--config ${name}`,
        hint: `${didYouMean(name, known) ?? ''} Configs: ${known.join(', ')}.`.trim(),
      });
    // As a pattern, so that bin/bundle.mjs finds the files that it may mean.
    const load = () => import(`../../../kernel-tests/configs/${name}.ts`);
    lists.push(await readConfig(name, load));
  }
  return merged(...lists);
}

/** @throws ConfigMalformed with the line and what is wrong there */
async function readConfig(name: string, load: () => Promise<{ default?: unknown }>): Promise<Requested[]> {
  try {
    return z
      .array(z.string())
      .parse((await load()).default)
      .map(parseSymbol);
  } catch (error) {
    const { title, line } = await mistakeIn(join(FOLDER, `${name}.ts`), error);
    throw new ConfigMalformed(
      {
        title: `the kernel config ${name} has a mistake: ${title}`,
        where: `kernel-tests/configs/${name}.ts${line === undefined ? '' : `:${line}`}`,
        hint: 'Mend that file: it exports a list of NAME=y, NAME=m, NAME="text" or NAME?=y.',
      },
      { cause: error },
    );
  }
}
