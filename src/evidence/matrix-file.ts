// SPDX-License-Identifier: GPL-2.0-only

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, writeWhole } from '../output.ts';
import { issueLines } from '../zod-text.ts';
import { Matrix } from './matrix-schema.ts';
import { EvidenceUnreadable } from './read.ts';

const NAME = 'matrix.json';

/** @throws OutputUnwritable */
export async function writeMatrix(out: string, matrix: Matrix): Promise<string> {
  const file = join(out, NAME);
  await makeFolder(out);
  await writeWhole(file, `${JSON.stringify(matrix, null, 2)}\n`, 'utf8');
  return file;
}

/**
 * The matrix that a folder of runs holds; undefined where it holds none.
 *
 * @throws EvidenceUnreadable
 */
export async function readMatrix(out: string): Promise<Matrix | undefined> {
  const file = join(out, NAME);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new EvidenceUnreadable({
      title: 'this matrix is damaged: its JSON is cut short or broken',
      where: file,
      hint: 'Remove it, and make the matrix again: what passed before is taken from the cache.',
    });
  }
  const schema = (data as { schema?: unknown } | null)?.schema;
  if (typeof schema === 'number' && schema > 1)
    throw new EvidenceUnreadable({
      title: `this matrix has the schema ${schema}, and this version of kpw reads 1`,
      where: file,
      hint: 'Read it with the version that wrote it, or a newer one.',
    });
  const result = Matrix.safeParse(data);
  if (result.success) return result.data;
  throw new EvidenceUnreadable({
    title: 'this is not a matrix that this version of kpw can read',
    where: file,
    detail: issueLines(result.error),
    hint: 'Remove it, and make the matrix again: what passed before is taken from the cache.',
  });
}
