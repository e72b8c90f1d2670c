// SPDX-License-Identifier: GPL-2.0-only
import { setImmediate } from 'node:timers/promises';
import { NoUpstream } from '../backport/failures.ts';
import { judgeBackport } from '../backport/judge.ts';
import { upstreamOf } from '../backport/notes.ts';
import { type PatchSide, patchSides } from '../backport/patch-side.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { asShown } from '../mail/history.ts';
import type { Message } from '../mail/message.ts';
import { titleOf } from '../mail/subject.ts';
import { BadParameter } from '../series/errors.ts';
import { pairing } from '../series/pairing.ts';
import { type NamedPatches, namedPatches, namedRepository, upstreamSide } from './backport-sides.ts';
import type { QueueEntry } from './backport-text.ts';
import { judgementData, judgementLines, judgementText, queueSummary } from './backport-text.ts';
import { type Command, flag, type OptionValues, type Terminal, text } from './command.ts';
import { JSON_OUTPUT } from './options.ts';

export const backportCheck: Command = {
  name: 'backport check',
  arguments: '[backport]',
  summary: 'compare a backport with its original, and check that each hunk landed where it belongs',
  description: `kpw prints the place of each hunk as a path of structure on both sides: file, function or struct, branch,
statement. A side is a commit (PATH@COMMIT), a range, a patch file, a mail, an mbox or a folder, or -
for standard input. For a commit, git has the files. For mails, kpw reads them from --tree and
--upstream-tree, or by the blob ids in the mails from the repository that --upstream names; without
either, it compares the hunks alone. If a Debian tree has the backport, kpw takes it back first.

Without --upstream the original is the commit that the message names ("commit ... upstream.",
"[ Upstream commit ... ]", "(cherry picked from commit ...)"), looked up in the backport's own
repository; --upstream PATH looks in another. --queue checks every patch of a range or folder, the
doubtful ones first.

Exit status 1: a hunk is not where it belongs; or something is left out or added, and no note in
brackets in the message says so. 3: something is undetermined.

  kpw backport check ~/linux@1f2e3d4c --upstream ~/linux
  kpw backport check fix-6.1.patch --upstream fix.patch --tree debian:6.1 --upstream-tree debian:7.2
  kpw backport check --queue ~/stable@v6.1.100..v6.1.101 --upstream ~/linux`,
  options: [
    {
      flags: '--upstream <original>',
      help: 'the original: as the backport, or the repository that has the commit that it names',
    },
    {
      flags: '--tree <spec>',
      help: 'tree that the backport is for, where it is a mail: debian:6.1, PATH or PATH@REV',
    },
    { flags: '--upstream-tree <spec>', help: 'tree that the original was made on, where that is a mail' },
    {
      flags: '--queue <patches>',
      help: 'check each patch of a range or a folder instead: PATH@A..B, FOLDER',
    },
    { flags: '--lines', help: 'print file:line: LEVEL: text, as checkpatch.pl does, and nothing else' },
    JSON_OUTPUT,
  ],
  async run([name], options, terminal) {
    const queue = text(options, 'queue');
    if ((name === undefined) === (queue === undefined))
      throw new BadParameter({
        title:
          name === undefined
            ? 'kpw backport check needs a backport'
            : 'a backport and --queue exclude each other',
        where: 'kpw backport check',
        hint: 'Name one: kpw backport check FILE --upstream ORIGINAL, or --queue PATH@A..B',
      });
    const checked = await checkedOf(name ?? queue ?? '', queue !== undefined, options, terminal);
    const sorted = queue === undefined ? checked : [...checked].sort((a, b) => rankOf(a) - rankOf(b));
    if (flag(options, 'json')) terminal.print(JSON.stringify(sorted.map(judgementData), null, 2));
    else if (flag(options, 'lines')) {
      const lines = sorted.flatMap(judgementLines);
      if (lines.length > 0) terminal.print(lines.join('\n'));
    } else {
      const brief = queue !== undefined;
      terminal.print(sorted.map((one) => judgementText(one, brief, terminal)).join(brief ? '\n' : '\n\n'));
      if (brief) terminal.note(queueSummary(sorted));
    }
    return statusOf(sorted);
  },
};

function statusOf(checked: readonly QueueEntry[]): number {
  if (checked.some(({ judgement }) => judgement?.state === 'wrong')) return EXIT_STATUS.BACKPORT_WRONG;
  const told = checked.filter(({ judgement }) => judgement?.state === 'right').length;
  const doubtful = checked.some(({ judgement }) => judgement?.state === 'doubtful');
  return doubtful || told === 0 ? EXIT_STATUS.NOT_CHECKED : EXIT_STATUS.OK;
}

function rankOf({ judgement }: QueueEntry): number {
  return judgement ? ['wrong', 'doubtful', 'right'].indexOf(judgement.state) : 1.5;
}

async function checkedOf(
  name: string,
  queue: boolean,
  options: OptionValues,
  { context }: Terminal,
): Promise<QueueEntry[]> {
  const original = text(options, 'upstream');
  const repository = original === undefined ? undefined : namedRepository(original);
  const backports = await namedPatches(name, text(options, 'tree'), repository, context);
  const sides = await patchSides(backports.patches, backports.read);
  const given =
    original === undefined || repository !== undefined
      ? undefined
      : await namedPatches(original, text(options, 'upstreamTree'), backports.repository, context);
  if (given) refuseSwapped(backports, given);
  const originals = given && matched(backports.patches, given, await patchSides(given.patches, given.read));
  const checked: QueueEntry[] = [];
  for (const [at, side] of sides.entries()) {
    await setImmediate();
    context.signal.throwIfAborted();
    if (queue)
      context.report({ task: 'queue', state: 'note', text: `${at + 1} of ${sides.length}: ${side.title}` });
    const message = backports.patches[at] as Message;
    const own = { title: side.title, from: backports.names[at] ?? message.place };
    try {
      const upstream =
        originals?.get(message) ?? (await upstreamSide(message, repository ?? backports.repository, context));
      checked.push({ ...own, judgement: await judgeBackport(upstream, side), uncompared: undefined });
    } catch (error) {
      if (!(error instanceof NoUpstream) || (!queue && sides.length === 1)) throw error;
      checked.push({ ...own, judgement: undefined, uncompared: error });
    }
  }
  if (queue) context.report({ task: 'queue', state: 'done', text: `${sides.length} patches` });
  return checked;
}

/** The original of each backport: one and one belong together, of several titles, files and lines tell. */
function matched(
  backports: readonly Message[],
  { patches }: NamedPatches,
  sides: readonly PatchSide[],
): Map<Message, PatchSide> {
  const [only] = sides;
  const [backport] = backports;
  if (only && backport && sides.length === 1 && backports.length === 1) return new Map([[backport, only]]);
  const found = new Map<Message, PatchSide>();
  for (const [i, j] of pairing(asShown(patches), asShown(backports))) {
    if (i === undefined || j === undefined) continue;
    found.set(backports[j] as Message, sides[i] as PatchSide);
  }
  return found;
}

/** A mail that names the other's commit is the backport. */
function refuseSwapped(backports: NamedPatches, originals: NamedPatches): void {
  const names = ({ patches }: NamedPatches) => patches.some(({ body }) => upstreamOf(body) !== undefined);
  if (names(backports) || !names(originals)) return;
  const [one] = originals.patches.filter(({ body }) => upstreamOf(body) !== undefined);
  throw new BadParameter({
    title: `the backport and the original seem to be swapped: only the original ("${titleOf(one?.subject)}") names an upstream commit`,
    where: `kpw backport check ${backports.name} --upstream ${originals.name}`,
    hint: 'Name the backport first, and the original behind --upstream.',
  });
}
