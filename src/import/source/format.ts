// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { runProgram } from '../../kernel/run.ts';

/**
 * TypeScript as the project's formatter writes it, its imports in order; as it is where the formatter is not installed.
 *
 * @param project the checkout, which has the formatter and its settings
 */
export async function formatted(text: string, project: string, context: Context): Promise<string> {
  const biome = join(project, 'node_modules/.bin/biome');
  if (!existsSync(biome)) return text;
  const argv = ['check', '--write', '--stdin-file-path=templates/imported.ts'];
  const input = Buffer.from(text, 'utf8').toString('latin1');
  const ran = await runProgram(biome, argv, context, { cwd: project, input });
  const made = Buffer.from(ran.stdout, 'latin1').toString('utf8');
  return ran.exitCode === 0 && made.trim() !== '' ? made : text;
}
