// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { OutputUnwritable, writeWhole } from '../output.ts';
import { BadParameter } from '../series/errors.ts';
import type { Mail } from '../series/mail.ts';
import { detached, mboxOf } from '../series/thread.ts';
import { writeSeries } from '../series/write.ts';
import { flag, type OptionSpec, type OptionValues, type Terminal, text } from './command.ts';

export const OUTPUT_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--mbox <file>',
    help: 'write one mbox there, whole or not at all, instead of printing it; a cover letter goes to FILE.cover',
  },
  { flags: '--out <folder>', help: 'write a file for each mail there, as git format-patch does' },
];

/** Where the mails went; neither where they were printed. */
export interface Written {
  readonly mbox: string | undefined;
  readonly folder: string | undefined;
  /** File of the cover letter, where it is not among the mails. */
  readonly cover: string | undefined;
  /** The mbox, latin1, that was printed or is to be part of what --json prints. */
  readonly text: string;
  /** A cover letter that went nowhere, latin1. */
  readonly unwritten: string | undefined;
}

/** Names that git format-patch gives. */
const PATCH = /^(v\d+-)?\d{4}-.*\.patch$/;

/** @throws BadParameter where both are asked for */
export function refuseTwoOutputs(options: OptionValues): void {
  if (text(options, 'mbox') === undefined || text(options, 'out') === undefined) return;
  throw new BadParameter({
    title: '--mbox and --out exclude each other',
    where: '--mbox and --out',
    hint: 'Give one of them; without either, kpw prints the mbox.',
  });
}

/**
 * Writes mails as asked for; with --json, which has standard output, they are printed as part of that. An mbox is what
 * somebody applies, and git am stops at a cover letter; so that is kept beside it, as b4 am does, unless --cover asks
 * for it.
 *
 * @throws OutputUnwritable
 */
export async function writeMails(
  mails: readonly Mail[],
  options: OptionValues,
  terminal: Terminal,
): Promise<Written> {
  const [mbox, folder] = [text(options, 'mbox'), text(options, 'out')];
  if (folder !== undefined) {
    await refuseOthers(folder);
    await writeSeries(resolve(folder), mails);
    return { mbox, folder, cover: undefined, text: '', unwritten: undefined };
  }
  const { cover, patches } = options.cover === true ? { cover: undefined, patches: mails } : detached(mails);
  const whole = mboxOf(patches);
  const beside = mbox !== undefined && cover ? `${mbox}.cover` : undefined;
  if (mbox !== undefined) {
    await writeWhole(resolve(mbox), whole);
    if (cover && beside !== undefined) await writeWhole(resolve(beside), cover.text);
  } else if (!flag(options, 'json')) terminal.print(printable(whole));
  const unwritten = mbox === undefined ? cover?.text : undefined;
  return { mbox, folder, cover: beside, text: whole, unwritten };
}

/** Standard output is characters here, and old files of the kernel are in other charsets. */
function printable(bytes: string): string {
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  if (Buffer.from(text, 'utf8').toString('latin1') === bytes) return text;
  throw new OutputUnwritable({
    title: 'the mails hold bytes that are not UTF-8, which standard output would not keep',
    where: 'standard output',
    hint: 'Give --mbox FILE or --out FOLDER, which keep every byte.',
  });
}

/** A folder is replaced as a whole, so it may hold nothing but patches. */
async function refuseOthers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const other = names.find((name) => !PATCH.test(name));
  if (other === undefined) return;
  throw new OutputUnwritable({
    title: 'the folder holds other files than patches, which would be lost',
    where: join(folder, other),
    hint: 'Name a folder that is not there yet, an empty one, or one that holds patches only.',
  });
}
