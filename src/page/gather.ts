// SPDX-License-Identifier: GPL-2.0-only
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence } from '../evidence/schema.ts';
import { Failure } from '../failure.ts';
import type { Message } from '../mail/message.ts';
import { readText } from '../mail/read.ts';
import type { KeptBoot, KeptMail, RunMaterial } from './material.ts';

/** Bytes of one file that a page takes: a guest in a loop writes gigabytes. */
const MOST = 4 * 1024 * 1024;

/**
 * The files of a run that a page shows. One that is gone, or cannot be read, is left out: the evidence stands without.
 *
 * @param folder of the run
 * @param shown the folder as the page names it
 */
export async function gatherRun(evidence: Evidence, folder: string, shown: string): Promise<RunMaterial> {
  const series = new Map<string, readonly KeptMail[]>();
  for (const { name } of evidence.cells) {
    const mails = await mailsIn(join(folder, 'series', name));
    if (mails.length > 0) series.set(name, mails);
  }
  const boots: KeptBoot[] = [];
  for (const boot of evidence.boots) {
    const read = (name: string) => textOf(join(folder, boot.folder, name));
    boots.push({
      number: boot.number,
      console: await read('console.log'),
      decoded: await read('decoded.txt'),
      command: await read('command'),
    });
  }
  return { evidence, folder: shown, series, boots };
}

async function mailsIn(folder: string): Promise<KeptMail[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.patch')).sort();
  const mails: KeptMail[] = [];
  for (const file of names) {
    const text = await textOf(join(folder, file), 'latin1');
    for (const message of text === undefined ? [] : await mailOf(text, file)) mails.push({ file, message });
  }
  return mails;
}

/** None, where the file is no mail any more. */
async function mailOf(text: string, file: string): Promise<Message[]> {
  try {
    return await readText(text, file);
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}

/** The end of a file that is longer than a page can take: what matters of a console is its end. */
async function textOf(path: string, encoding: BufferEncoding = 'utf8'): Promise<string | undefined> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const length = Math.min(size, MOST);
      const buffer = Buffer.alloc(length);
      await file.read(buffer, 0, length, size - length);
      return buffer.toString(encoding);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
