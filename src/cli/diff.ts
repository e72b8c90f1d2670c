// SPDX-License-Identifier: GPL-2.0-only

import { existsSync } from 'node:fs';
import type { Context } from '../context.ts';
import { pairHead } from '../evidence/compare/pair-head.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { type Comment, commentsOf } from '../mail/comments.ts';
import { CONTEXT } from '../mail/excerpt.ts';
import type { Message } from '../mail/message.ts';
import { postedSeries } from '../mail/posted.ts';
import { BadParameter } from '../series/errors.ts';
import { type PatchPair, type RangeDiff, rangeDiff, type SeriesStat } from '../series/range-diff.ts';
import { anyTopicOf } from './catalogue.ts';
import { type Command, flag, type Terminal, text } from './command.ts';
import { type ComparedSide, comparedSides } from './diff-sides.ts';
import { mailsOf } from './mail-source.ts';
import { JSON_OUTPUT, TOPIC, TOPICS } from './options.ts';
import { columns } from './table.ts';

export const diff: Command = {
  name: 'diff',
  arguments: '<a> [b]',
  needs: 'two sides: kpw diff v1.mbox v2.mbox',
  summary: 'compare two designs as text, patch by patch: variants, mails, or one variant on two trees',
  description: `A side is a variant (with parameters behind an @: opt-in-ioctl@as-posted,number=22), or mails: an
mbox, a mail, a diff, a folder of .patch files, a page of patchwork or lore saved as text, or - for
standard input. Write a file that has the name of a variant as ./NAME. Of several versions kpw takes
the newest; it takes no patch from replies.

git range-diff compares: a line that begins with - is only in A's patches, one with + only in B's. kpw
leaves out prerequisite patches if both sides stand on them, authors, and without --messages the commit
messages. If mails do not apply to the tree, kpw compares their hunks, and says so on standard error.

Exit status 0: both are the same, and kpw prints nothing; 1: they differ.

  kpw diff opt-in-ioctl region-flag --tree debian:6.1
  kpw diff opt-in-ioctl@as-posted page.txt --tree ~/linux@v4.14
  kpw diff opt-in-ioctl --tree debian:6.1 --onto debian:7.2
  kpw diff v1.mbox v2.mbox --messages
  kpw diff v1.mbox v2.mbox --thread thread.mbox
  kpw diff opt-in-ioctl region-flag --stat`,
  options: [
    TOPIC,
    TOPICS,
    {
      flags: '--tree <spec>',
      help: 'tree of both sides, as for kpw generate; debian:6.1 where a side is a variant',
    },
    { flags: '--onto <spec>', help: 'tree of B, if it is another; without B, A is made for both trees' },
    { flags: '--stat', help: 'sum up each side instead: files, hunks, lines, names of the UAPI' },
    {
      flags: '--thread <mails>',
      help: 'mails of the discussion: tell what became of each comment on A, in B (an mbox, a folder, a message id)',
    },
    { flags: '--messages', help: 'compare subjects and commit messages too' },
    {
      flags: '--context <lines>',
      help: 'lines of context that count: fewer show less of what only the trees do',
      default: String(CONTEXT),
      choices: ['0', '1', '2', '3'],
    },
    {
      flags: '--creation-factor <percent>',
      help: 'pair patches as git range-diff does, up to this share of differing lines; by default by title, files and lines',
    },
    JSON_OUTPUT,
  ],
  async run(names, options, terminal) {
    const { topic } = await anyTopicOf(options);
    const trees = { tree: text(options, 'tree'), onto: text(options, 'onto') };
    const asks = text(options, 'creationFactor');
    const factor = asks === undefined ? undefined : numberOf(asks);
    const [a, b] = await comparedSides(topic, names, trees, terminal);
    const context = Math.min(Number(text(options, 'context')), a.context, b.context);
    const asked = { context, creationFactor: factor, messages: flag(options, 'messages') };
    const found = await rangeDiff(a.steps, b.steps, asked, terminal.context);
    const thread = text(options, 'thread');
    const remarks = thread === undefined ? [] : await remarksOn(names, thread, terminal.context);
    const same = found.pairs.every(({ relation }) => relation === 'same');
    if (flag(options, 'json'))
      terminal.print(
        JSON.stringify(
          { same, ...data(a, b, found), ...(thread ? { comments: remarksData(remarks) } : {}) },
          null,
          2,
        ),
      );
    else {
      for (const { rejected } of [a, b])
        if (rejected) terminal.note(`${rejected}; compared as its hunks show it`);
      if (!same && flag(options, 'stat')) terminal.print(statTable(a, b, found));
      else if (!same) terminal.print(found.pairs.map((pair) => pairText(pair, terminal)).join('\n'));
      if (remarks.length > 0) terminal.print(remarks.map((one) => remarkText(one, terminal)).join('\n'));
    }
    return same ? EXIT_STATUS.OK : EXIT_STATUS.DIFFERENT;
  },
};

/** The comments on older versions, where both sides and the thread are mails. */
async function remarksOn(names: readonly string[], thread: string, context: Context): Promise<Comment[]> {
  const topics = names.filter((name) => !existsSync(name));
  if (topics.length > 0 || names.includes('-'))
    throw new BadParameter({
      title: '--thread needs two files of mails, the older version first',
      where: `--thread ${thread}`,
      hint: 'Name them: kpw diff v1.mbox v2.mbox --thread thread.mbox',
    });
  const messages: Message[] = [];
  for (const name of [...names, thread]) messages.push(...(await mailsOf(name, [], context)).messages);
  return postedSeries(messages).flatMap(commentsOf);
}

function remarkText({ by, version, title, line, text: said, state }: Comment, { colour }: Terminal): string {
  const paint = state === 'open' ? colour.warn : colour.dim;
  return `${paint(state)}  ${by} on version ${version} of "${title}", below \`${line}\`: ${said}`;
}

function remarksData(remarks: readonly Comment[]): object[] {
  return remarks.map(({ target, ...one }) => ({ ...one, target: target.subject ?? null }));
}

function numberOf(words: string): number {
  if (/^\d{1,4}$/.test(words)) return Number(words);
  throw new BadParameter({
    title: `--creation-factor takes a whole percentage, not "${words}"`,
    where: `--creation-factor ${words}`,
    hint: 'Give a whole number: 60 is what git itself takes, 999 makes a pair wherever one can be made.',
  });
}

function data(a: ComparedSide, b: ComparedSide, { pairs, stat }: RangeDiff): object {
  const side = ({ name, tree, base, rejected }: ComparedSide, sum: SeriesStat) => ({
    ...{ name, tree: tree ?? null, base, rejected: rejected ?? null, stat: sum },
  });
  return {
    a: side(a, stat.a),
    b: side(b, stat.b),
    pairs: pairs.map((pair) => ({ ...pair, a: pair.a ?? null, b: pair.b ?? null })),
  };
}

/** As git range-diff prints it, with the subjects of both sides in place of ids that nobody can look up. */
function pairText(pair: PatchPair, { colour }: Terminal): string {
  const { diff: difference } = pair;
  const paint = (line: string) =>
    line.startsWith('+') ? colour.good(line) : line.startsWith('-') ? colour.bad(line) : line;
  const body = difference === '' ? [] : difference.split('\n').map((line) => `    ${paint(line)}`.trimEnd());
  return [colour.bold(pairHead(pair)), ...body].join('\n');
}

function statTable(a: ComparedSide, b: ComparedSide, { stat }: RangeDiff): string {
  const row = (
    { name, tree }: ComparedSide,
    { patches, files, hunks, insertions, deletions, uapi }: SeriesStat,
  ) => [
    tree === undefined ? name : `${name} on ${tree}`,
    ...[patches, files, hunks].map(String),
    `+${insertions} −${deletions}`,
    [...uapi.added.map((one) => `+${one}`), ...uapi.removed.map((one) => `−${one}`)].join('\n') || 'nothing',
  ];
  return columns([row(a, stat.a), row(b, stat.b)], ['side', 'patches', 'files', 'hunks', 'lines', 'UAPI']);
}
