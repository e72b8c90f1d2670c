// SPDX-License-Identifier: GPL-2.0-only
import type { Finding } from '../../checks/rule.ts';
import type { NewIoctl } from '../evidence/uapi/registered.ts';
import type { Designs } from '../series/generate.ts';
import type { Mail } from '../series/mail.ts';
import type { Recipient } from '../series/recipients.ts';
import type { Terminal } from './command.ts';
import type { SeriesAuthor } from './series-author.ts';
import type { UsedEvidence } from './series-letter.ts';
import type { Written } from './series-output.ts';
import { remarkLines } from './series-review.ts';

/** A series as it was made. */
export interface MadeSeries {
  readonly designs: Designs;
  readonly mails: readonly Mail[];
  readonly recipients: readonly Recipient[];
  readonly evidence: UsedEvidence | undefined;
  readonly ioctls: readonly NewIoctl[];
  /** Sentences about recipients that could not be found. */
  readonly lacking: readonly string[];
  readonly author: SeriesAuthor;
  /** What a strict reviewer would say; empty for a series that is fit to send. */
  readonly remarks?: readonly Finding[];
}

/** For --json; the mails themselves are part of it where they were not written anywhere. */
export function seriesData(made: MadeSeries, written: Written): object {
  const { designs, mails, recipients, evidence, ioctls, lacking, author, remarks = [] } = made;
  const { tree, variants } = designs;
  return {
    variant: variants[0]?.variant.id,
    parameters: variants[0]?.parameters,
    tree: tree.spec,
    base: tree.base,
    from: author.sender,
    author: author.by.author,
    signedOff: author.signoff,
    mails: mails.map((mail) => ({ file: mail.name, ...headOf(mail) })),
    recipients: recipients.map(({ name, ...rest }) => ({ name: name ?? null, ...rest })),
    lacking,
    evidence: evidence ?? null,
    remarks,
    ioctls: ioctls.map(({ row, ...rest }) => ({ ...rest, row: row ?? null })),
    mbox: written.mbox ?? null,
    folder: written.folder ?? null,
    cover: written.cover ?? null,
    ...unwrittenData(written),
  };
}

/** What a person reads beside the mails: what they are, whom they go to and why, what to do next. */
export function seriesNotes(made: MadeSeries, written: Written, terminal: Terminal): string {
  const { colour } = terminal;
  const { remarks = [], mails, recipients, evidence, ioctls, lacking, author } = made;
  const where = written.mbox ?? written.folder;
  return [
    `${mails.length === 1 ? '1 mail' : `${mails.length} mails`}${where === undefined ? '' : ` in ${where}`}${written.cover === undefined ? '' : ` and ${written.cover}`}, from ${author.sender}:`,
    ...mails.map((mail) => `  ${colour.bold(headOf(mail).subject)}`),
    ...table('To', recipients, colour.dim),
    ...table('Cc', recipients, colour.dim),
    ...(evidence
      ? [`Run: ${evidence.run}, of ${evidence.designs.join(', ') || 'no design as it is now'}`]
      : []),
    ...ioctls.map(ioctlLine),
    ...remarkLines(remarks, terminal),
    ...[...warnings(made), ...lacking].map((line) => `${colour.warn('note')}  ${line}`),
    ...next(written, mails[0]?.name.includes('cover-letter') === true).map(
      (line, at) => `${at === 0 ? colour.bold('next') : '    '}  ${line}`,
    ),
  ].join('\n');
}

/** What --json holds of mails that are in no file. */
export function unwrittenData({ mbox, folder, text, unwritten }: Written): object {
  if ((mbox ?? folder) !== undefined) return {};
  return { text: utf8(text), ...(unwritten === undefined ? {} : { coverText: utf8(unwritten) }) };
}

function table(title: string, all: readonly Recipient[], dim: (text: string) => string): string[] {
  const chosen = all.filter(({ field }) => field === title.toLowerCase());
  const full = ({ name, address }: Recipient) => (name === undefined ? address : `${name} <${address}>`);
  const width = Math.max(0, ...all.map((one) => full(one).length));
  return chosen.map(
    (one, at) =>
      `${(at === 0 ? `${title}:` : '').padEnd(4)}${full(one).padEnd(width)}  ${dim(one.why.join('; '))}`,
  );
}

function ioctlLine({ name, number, row }: NewIoctl): string {
  const told =
    row === undefined
      ? 'no row covers it, and one is wanted there'
      : `no new row is wanted there, ${row} covers it`;
  return `ioctl-number.rst: ${name} is ${number}; ${told}`;
}

function warnings({ designs: { tree }, evidence, author }: MadeSeries): string[] {
  const said: string[] = [];
  if (author.nobody)
    said.push('git knows no name and address, so the mails come from nobody: set user.name and user.email');
  if (!author.signoff)
    said.push('not signed off, which the list will ask for: --signoff, when you have read it');
  if (tree.base.kind === 'debian')
    said.push(
      'a Debian tree has no commit, so there is no base-commit: make it for a revision of your clone to send it',
    );
  if (tree.base.kind === 'directory')
    said.push('files on disk have no commit, so there is no base-commit: name a revision, PATH@REV');
  if (evidence && evidence.stale.length > 0)
    said.push(
      `the run's results of ${evidence.stale.join(', ')} are left out: the template gives other patches now`,
    );
  return said;
}

function next({ mbox, folder, cover, unwritten }: Written, covered: boolean): string[] {
  if (folder !== undefined)
    return [
      `git am ${covered ? '--empty=drop ' : ''}${folder}/*.patch`,
      `git send-email --confirm=always --no-thread ${folder}`,
    ];
  const send = '--out FOLDER instead makes files for git send-email';
  if (mbox !== undefined)
    return [
      `git am ${covered && cover === undefined ? '--empty=drop ' : ''}${mbox}`,
      `b4 shazam -m ${mbox}`,
      send,
    ];
  const lost =
    unwritten === undefined ? [] : ['--mbox FILE keeps the cover letter too, beside it; git am stops at one'];
  return [...lost, send];
}

function headOf({ text }: Mail): { subject: string; id: string } {
  const head = text.slice(0, text.indexOf('\n\n')).replace(/\n[ \t]+/g, ' ');
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1] ?? '';
  return { subject: utf8(field('Subject')), id: field('Message-ID').replace(/^<|>$/g, '') };
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
