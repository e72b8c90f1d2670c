// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from './context.ts';
import { runProgram } from './kernel/run.ts';

/** Which kpw it was. */
export interface ToolVersion {
  readonly version: string;
  /** Of the checkout, 40 hex digits; undefined where it is no git repository, or git is not there. */
  readonly commit?: string;
}

/** @param project the checkout */
export async function toolVersion(project: string, context: Context): Promise<ToolVersion> {
  const version = await versionIn(join(project, 'package.json'));
  // A repository that the checkout merely lies in is another's.
  const argv = ['rev-parse', '--show-prefix', 'HEAD'];
  const said = await runProgram('git', argv, context, { cwd: project }).catch((error: unknown) => {
    context.signal.throwIfAborted();
    if (error instanceof Error) return undefined;
    throw error;
  });
  const [prefix, commit] = said?.exitCode === 0 ? said.stdout.split('\n') : [];
  return { version, ...(prefix === '' && commit ? { commit } : {}) };
}

/** Templates and tests may be run from a folder that is no package: then nobody knows. */
async function versionIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? 'unknown' : (JSON.parse(text) as { version: string }).version;
}
