// SPDX-License-Identifier: GPL-2.0-only

import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { Failure } from '../failure.ts';
import { didYouMean } from '../nearest.ts';
import { UnknownName } from '../series/errors.ts';
import { issueLines } from '../zod-text.ts';
import { COMPARED_SCHEMA, Compared } from './compare/schema.ts';
import { Evidence, SCHEMA } from './schema.ts';
import { SELFTESTS_SCHEMA, Selftests } from './selftests/schema.ts';

/** A run's evidence is not what this version writes: damaged, or of another schema. */
export class EvidenceUnreadable extends Failure {
  readonly code = 'EVIDENCE_UNREADABLE';
}

const EVIDENCE = 'evidence.json';
/** Bytes: a run with all there is to tell keeps a few million. What is far larger is no evidence, and fills the memory. */
const LARGEST = 100 * 1024 * 1024;

/**
 * Names of the runs kept in a folder, oldest first. The evidence is written last: a folder without it is of a run that
 * was killed, or of no run.
 *
 * @throws what the file system says of a folder that is there and cannot be read
 */
export async function runNames(out: string): Promise<string[]> {
  const entries = await readdir(out, { withFileTypes: true }).catch(whereAbsent([]));
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(out, entry.name, EVIDENCE)))
    .map(({ name }) => name)
    .sort();
}

/** For `catch`: a value in place of an ENOENT, and of no other error. */
function whereAbsent<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}

/**
 * The evidence of one run of cells.
 *
 * @param run its name, or `latest`
 * @throws UnknownName, EvidenceUnreadable
 */
export async function readEvidence(out: string, run: string): Promise<Evidence> {
  const { file, data } = await readKept(out, run);
  if (kindOf(data) !== undefined)
    throw new EvidenceUnreadable({
      title: 'this run compares designs, or runs selftests, and has no cells of a topic',
      where: file,
      hint: 'kpw report prints it; kpw run makes a run with cells.',
    });
  return parsed(Evidence, data, file);
}

/**
 * What any run kept: of cells, designs side by side, or selftests on kernels.
 *
 * @param run its name, or `latest`
 * @throws UnknownName, EvidenceUnreadable
 */
export async function readRun(out: string, run: string): Promise<Evidence | Compared | Selftests> {
  const { file, data } = await readKept(out, run);
  return readAny(file, data);
}

function readAny(file: string, data: unknown): Evidence | Compared | Selftests {
  const kind = kindOf(data);
  if (kind === 'selftests') return parsed(Selftests, data, file);
  return kind === 'comparison' ? parsed(Compared, data, file) : parsed(Evidence, data, file);
}

/**
 * What a file of evidence holds, wherever it lies.
 *
 * @throws EvidenceUnreadable; what the file system says of it
 */
export async function readRunFile(file: string): Promise<Evidence | Compared | Selftests> {
  return readAny(file, dataOf(await readFile(file, 'utf8'), file));
}

/** Undefined for a run of cells. */
function kindOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'kind' in data ? data.kind : undefined;
}

async function readKept(out: string, run: string): Promise<{ file: string; data: unknown }> {
  const file = join(out, run, EVIDENCE);
  const size = (await stat(file).catch(whereAbsent(undefined)))?.size ?? 0;
  if (size > LARGEST)
    throw new EvidenceUnreadable({
      title: `this is no evidence of a run: it has ${Math.round(size / 1024 / 1024)} MiB, and a run keeps a few`,
      where: file,
      hint: 'Look at what wrote it, and make the run again: kpw run.',
    });
  const text = await readFile(file, 'utf8').catch(whereAbsent(undefined));
  if (text === undefined) {
    const names = await runNames(out);
    if (run !== 'latest' && existsSync(join(out, run)))
      throw new UnknownName({
        title: `the run "${run}" has no evidence: it was killed, or still goes on`,
        where: join(out, run),
        hint:
          names.length === 0
            ? 'Make it again: kpw run'
            : `Make it again, or name a run that ended: ${names.join(', ')}.`,
      });
    throw new UnknownName({
      title:
        run === 'latest'
          ? 'there is no run yet'
          : `there is no run "${run}"${names.length === 0 ? ': no run is kept' : ''}`,
      where: out,
      hint:
        names.length === 0 ? 'Make one: kpw run' : (didYouMean(run, names) ?? `Runs: ${names.join(', ')}.`),
    });
  }
  return { file, data: dataOf(text, file) };
}

function dataOf(text: string, file: string): unknown {
  const data = parseJson(text);
  if (data === undefined)
    throw new EvidenceUnreadable({
      title: 'this evidence is damaged: its JSON is cut short or broken',
      where: file,
      hint: 'Make the run again: kpw run.',
    });
  return data;
}

/** What each kind of evidence is read up to. */
const NUMBERS = new Map<unknown, number>([
  [Evidence, SCHEMA],
  [Compared, COMPARED_SCHEMA],
  [Selftests, SELFTESTS_SCHEMA],
]);

function parsed<Kind extends typeof Evidence | typeof Compared | typeof Selftests>(
  schema: Kind,
  data: unknown,
  file: string,
): z.output<Kind> {
  const number = typeof data === 'object' && data !== null && 'schema' in data ? data.schema : undefined;
  const known = NUMBERS.get(schema) ?? SCHEMA;
  if (typeof number === 'number' && number > known)
    throw new EvidenceUnreadable({
      title: `this evidence is of schema ${number}, and this version of kpw reads ${known}`,
      where: file,
      hint: 'Read it with the version that wrote it, or a newer one.',
    });
  const result = schema.safeParse(data);
  if (result.success) return result.data as z.output<Kind>;
  throw new EvidenceUnreadable({
    title: 'this is not evidence that this version of kpw can read',
    where: file,
    detail: issueLines(result.error),
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
