// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import type { Finding } from '../../checks/rule.ts';
import { type Chosen, chosenOf } from '../evidence/patches/chosen.ts';
import { examineMails, type MailsExamined } from '../evidence/patches/examine.ts';
import type { Ground } from '../evidence/patches/lay.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { readMails, readText } from '../mail/read.ts';
import { CHECKPATCH } from '../series/checkpatch.ts';
import { BadParameter } from '../series/errors.ts';
import type { AnyTopic } from '../series/topic.ts';
import { flag, list, type OptionValues, type Terminal } from './command.ts';
import { findingLines } from './finding-text.ts';
import { openTrees } from './select.ts';
import { standardInput } from './sides.ts';

interface Checked extends MailsExamined {
  /** Undefined where no tree was named. */
  readonly tree: string | undefined;
}

const STDIN = 'standard input';

/**
 * The rules, the tree's checkpatch.pl and a compiler on patches that somebody wrote.
 *
 * @returns the exit status
 * @throws BadParameter, and what reading mails and trees throws
 */
export async function checkMails(
  mbox: string,
  names: readonly string[],
  topic: AnyTopic,
  options: OptionValues,
  terminal: Terminal,
): Promise<number> {
  const [variant] = names;
  if (variant !== undefined)
    throw new BadParameter({
      title: 'variants and --mbox are two things to check',
      where: `kpw check ${variant} --mbox ${mbox}`,
      hint: existsSync(variant)
        ? 'Give one file, or put all mails into one folder.'
        : 'Leave the variants away, or --mbox.',
    });
  const lines = flag(options, 'lines');
  // b4 takes every line of standard error for a failure.
  const quiet = { ...terminal.context, report: () => undefined };
  const context = lines ? quiet : terminal.context;
  const name = mbox === '-' ? STDIN : mbox;
  const messages = mbox === '-' ? await readText(await standardInput(), STDIN) : await readMails(mbox);
  const chosen = chosenOf(messages, name);
  const specs = list(options, 'tree');
  const trees = await openTrees(specs, { ...terminal, context });
  const disable = [...list(options, 'disable'), ...(options.checkpatch === false ? [CHECKPATCH] : [])];
  const checked: Checked[] = [];
  for (const tree of trees.length > 0 ? trees : [undefined]) {
    const asked = { tree, topic, disable, compile: undefined };
    checked.push({ tree: tree?.spec, ...(await examineMails(chosen, name, asked, context)) });
  }
  if (flag(options, 'json')) terminal.print(JSON.stringify(data(name, chosen, checked), null, 2));
  else if (lines) {
    const said = [...new Set(checked.flatMap(({ findings }) => findings.map(checkpatchLine)))];
    if (said.length > 0) terminal.print(said.join('\n'));
  } else {
    for (const { subject } of chosen.older)
      terminal.note(`${subject ?? 'a patch without a subject'} is of an older version, and was left out`);
    for (const one of checked) terminal.print(report(name, chosen, one, terminal));
  }
  const failed = checked.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  return failed ? EXIT_STATUS.FINDINGS : EXIT_STATUS.OK;
}

const LEVEL = { error: 'ERROR', warning: 'WARNING', note: 'CHECK' } as const;

/** As checkpatch.pl --terse prints it, with its name for standard input and its three levels. */
function checkpatchLine({ file, line, severity, message, rule }: Finding): string {
  return `${file === STDIN ? '-' : file}:${line}: ${LEVEL[severity]}: ${message} [${rule}]`;
}

function data(name: string, { patches, covers, older }: Chosen, checked: readonly Checked[]): object {
  const subjects = (all: Chosen['patches']) => all.map(({ subject }) => subject ?? null);
  return {
    mails: name,
    patches: subjects(patches),
    covers: subjects(covers),
    older: subjects(older),
    checked: checked.map(({ tree, ground, findings, skipped }) => ({
      ...{ tree: tree ?? null, applied: ground ?? null, findings, skipped },
    })),
  };
}

/** Behind "3 patches on debian:6.1". */
const GROUNDS: Readonly<Record<Ground, string>> = {
  tree: '',
  'tree-without': ', already applied there: the tree is compared with itself without',
  blobs: ', applied to the files that the index lines name',
  prerequisite: ", applied behind the topic's prerequisite",
};

function report(
  name: string,
  { patches }: Chosen,
  { tree, ground, findings, skipped }: Checked,
  { colour }: Terminal,
): string {
  const count = patches.length === 1 ? '1 patch' : `${patches.length} patches`;
  const on = tree === undefined ? '' : ` on ${tree}${ground ? GROUNDS[ground] : ', as mails only'}`;
  const nothing = findings.length === 0 ? ` ${colour.good('nothing found')}` : '';
  const known = new Set<string>();
  const lines = findings.flatMap((finding) => {
    const explained = known.has(finding.rule);
    known.add(finding.rule);
    return findingLines(finding, colour, explained);
  });
  const head = `${colour.bold(name)}, ${count}${on}:${nothing}`;
  return [head, ...lines, ...sum(findings), ...notRun(skipped, colour), ''].join('\n');
}

/** `  1 error, 2 warnings`. */
function sum(findings: readonly Finding[]): string[] {
  const counted = (['error', 'warning', 'note'] as const).flatMap((level) => {
    const count = findings.filter(({ severity }) => severity === level).length;
    return count === 0 ? [] : [`${count} ${level}${count > 1 ? 's' : ''}`];
  });
  return counted.length > 0 ? [`  ${counted.join(', ')}`] : [];
}

/** Families that were left out, by reason; a rule alone where others of its family ran. */
function notRun(skipped: MailsExamined['skipped'], colour: Terminal['colour']): string[] {
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const ids = skipped.filter((one) => one.reason === reason).map(({ rule }) => rule);
    const families = [...new Set(ids.map((id) => id.replace(/-.*/, '')))];
    return colour.dim(`  not run: ${ids.length} rules (${families.join(', ')}): ${reason}`);
  });
}
