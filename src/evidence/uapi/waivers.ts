// SPDX-License-Identifier: GPL-2.0-only
import { simpleGit } from 'simple-git';
import type { Waiver } from '../../../checks/engine/waiver.ts';
import { parseWaivers, type WaiverText } from '../../../checks/engine/waiver-text.ts';
import type { Rule } from '../../../checks/rule.ts';
import type { Context } from '../../context.ts';
import { unreadable } from '../../host-fault.ts';
import { askGit, NOTICES_KILLS } from '../../kernel/git-fault.ts';
import { didYouMean } from '../../nearest.ts';
import { BadParameter, UnknownName } from '../../series/errors.ts';
import { wholeText } from '../../uapi/side/named-file.ts';
import { ruleCatalogue } from '../catalogue.ts';

/**
 * The waivers of a file, or of what a pipe gives.
 *
 * @throws BadParameter that names every line which is no waiver; UnknownName that names every one of a rule that there
 * is not, with the nearest; the reason of the signal
 */
export async function waiversOfFile(
  file: string,
  context: Pick<Context, 'ownRules' | 'signal'>,
): Promise<readonly Waiver[]> {
  const { signal } = context;
  const text = await wholeText(file, signal).catch((error: NodeJS.ErrnoException) => {
    signal.throwIfAborted();
    throw new BadParameter(
      {
        title: unreadable(error, 'the file of waivers', file),
        where: `--waivers ${file}`,
        hint: 'Name a file with lines of the form: rule symbol # reason until 2026-12-31',
      },
      { cause: error },
    );
  });
  const waivers = accepted(parseWaivers(text, file));
  requireRulesOf(waivers, ruleCatalogue(context));
  return waivers;
}

/** A family is no rule here: a waiver answers for what one rule finds. */
function requireRulesOf(waivers: readonly Waiver[], catalogue: readonly Rule[]): void {
  const ids = catalogue.map(({ id }) => id);
  const isFamily = (name: string) => catalogue.some(({ category }) => category === name);
  const likely = (name: string) =>
    isFamily(name) ? `It is a family: kpw rules ${name} lists its rules.` : didYouMean(name, ids);
  const lost = waivers.filter(({ rule }) => !ids.includes(rule));
  const [first] = lost;
  if (!first) return;
  const hint = 'A waiver names a rule; kpw rules lists them.';
  if (lost.length === 1)
    throw new UnknownName({
      title: `no rule is called "${first.rule}"`,
      where: first.origin,
      hint: likely(first.rule) ?? hint,
    });
  throw new UnknownName({
    title: `${lost.length} waivers name no rule`,
    detail: lost
      .map(({ rule, origin }) =>
        [`${origin}: no rule is called "${rule}".`, likely(rule) ?? ''].join(' ').trim(),
      )
      .join('\n'),
    hint,
  });
}

/**
 * Those in the messages of a patch or of several, `Uapi-waiver: rule symbol # reason`.
 *
 * @throws BadParameter
 */
export function waiversOfPatch(text: string, origin: string): readonly Waiver[] {
  const lines = text
    .split('\n')
    .map((line) => /^Uapi-waiver:\s*(.*)$/i.exec(line)?.[1] ?? '')
    .join('\n');
  return accepted(parseWaivers(lines, origin));
}

/**
 * Those in the commits that one revision has and the other has not.
 *
 * @throws BadParameter
 */
export async function waiversOfCommits(
  repository: string,
  old: string,
  fresh: string,
): Promise<readonly Waiver[]> {
  const format = '%(trailers:key=Uapi-waiver,valueonly,unfold)';
  const git = simpleGit({ baseDir: repository, ...NOTICES_KILLS });
  const lines = await askGit(git, repository, ['log', `--format=${format}`, `${old}..${fresh}`]);
  return accepted(parseWaivers(lines.replace(/^\s*[[{].*$/gm, ''), `commits ${old}..${fresh}`));
}

function accepted({ waivers, errors }: WaiverText): readonly Waiver[] {
  if (errors.length === 0) return waivers;
  throw new BadParameter({
    title: `${errors.length === 1 ? 'a waiver is' : `${errors.length} waivers are`} not understood`,
    detail: errors.join('\n'),
    hint: 'Write a line each: rule symbol # reason until 2026-12-31; kpw rules lists the rules.',
  });
}
