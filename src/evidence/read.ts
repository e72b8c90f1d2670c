// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { didYouMean } from '../nearest.ts';
import { UnknownName } from '../series/errors.ts';
import { Evidence } from './schema.ts';

/** A run's evidence is not what this version writes: damaged, or of another schema. */
export class EvidenceUnreadable extends Failure {
  readonly code = 'EVIDENCE_UNREADABLE';
}

/** Names of the runs kept in a folder, oldest first. */
export async function runNames(out: string): Promise<string[]> {
  const entries = await readdir(out, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

/**
 * The evidence of one run.
 *
 * @param run its name, or `latest`
 * @throws UnknownName, EvidenceUnreadable
 */
export async function readEvidence(out: string, run: string): Promise<Evidence> {
  const file = join(out, run, 'evidence.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    const names = await runNames(out);
    throw new UnknownName({
      title: run === 'latest' ? 'there is no run yet' : `there is no run "${run}"`,
      where: out,
      hint:
        run === 'latest'
          ? 'Make one: kpw run'
          : (didYouMean(run, names) ?? `Runs: ${names.join(', ') || 'none'}.`),
    });
  }
  const parsed = Evidence.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new EvidenceUnreadable({
    title: 'this is not evidence that this version of kpw can read',
    where: file,
    detail: parsed.error.issues
      .slice(0, 5)
      .map(({ path, message }) => `${path.join('.')}: ${message}`)
      .join('\n'),
    hint: 'Make the run again (kpw run), or read it with the version that wrote it.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
