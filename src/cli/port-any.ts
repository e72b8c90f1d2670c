// SPDX-License-Identifier: GPL-2.0-only
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { byBlobs } from '../backport/commits.ts';
import { PortUndecided } from '../backport/failures.ts';
import { patchSides } from '../backport/patch-side.ts';
import { type PortedFile, type PortedPatch, portedPatches } from '../backport/port.ts';
import { structurePathOf } from '../backport/structure-path.ts';
import type { Context } from '../context.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { openTree } from '../kernel/open.ts';
import type { Tree } from '../kernel/tree.ts';
import { asShown, onTree, type PatchStep, type ReadTree } from '../mail/history.ts';
import type { Message } from '../mail/message.ts';
import { reader } from '../mail/reader.ts';
import { titleOf } from '../mail/subject.ts';
import type { Composition, Patch } from '../series/compose.ts';
import type { Mail } from '../series/mail.ts';
import { rangeDiff } from '../series/range-diff.ts';
import { type Heading, ScratchRepository } from '../series/scratch.ts';
import { Snapshot } from '../series/sources.ts';
import { flag, type OptionValues, type Terminal, text } from './command.ts';
import { writeMails } from './series-output.ts';

/**
 * Anybody's patches carried to another tree by structure, or refused with the places that come into question.
 *
 * @param heading what stands in the brackets of their subjects
 * @returns the exit status
 * @throws PortUndecided, and what reading trees throws
 */
export async function portAnybodys(
  patches: readonly Message[],
  onto: string,
  heading: Pick<Heading, 'prefix' | 'version'>,
  options: OptionValues,
  terminal: Terminal,
): Promise<number> {
  const { context } = terminal;
  const target = await openTree(onto, context);
  const base = await baseOf(patches, target, text(options, 'base'), context);
  const sides = await patchSides(patches, base?.read);
  const read = await reader(patches, target, context);
  const ported = await portedPatches(sides, { read, list: (folder) => target.list(folder) });
  refuseUndecided(ported, target);
  const steps = ported.map(stepOf);
  const mails = await mailsOf(patches, steps, heading, context);
  const original = base && (await onTree(patches, base.read));
  const compared = await rangeDiff(
    original && 'steps' in original ? original.steps : asShown(patches),
    steps,
    { context: 3, creationFactor: undefined, messages: false },
    context,
  );
  const compiled = flag(options, 'compile')
    ? await (await import('../compile/steps.ts')).compileSteps(steps, target, context)
    : [];
  const written = await writeMails(mails, options, terminal);
  const differing = compared.pairs.filter(({ relation }) => relation !== 'same');
  if (flag(options, 'json'))
    terminal.print(
      JSON.stringify(
        {
          onto: { tree: target.spec, release: target.release },
          base: base?.name ?? null,
          places: places(ported),
          rangeDiff: differing.map(({ relation, diff }) => ({ relation, diff })),
          compiled,
          mails: mails.map(({ name }) => name),
          mbox: written.mbox ?? null,
          folder: written.folder ?? null,
          text: written.text,
        },
        null,
        2,
      ),
    );
  else {
    terminal.note(
      [
        `${patches.length === 1 ? '1 patch' : `${patches.length} patches`} for ${target.spec} (Linux ${target.release}), read on ${base?.name ?? 'their hunks alone'}`,
        ...places(ported).map(
          ({ from, to, state }) =>
            `  ${state === 'there' ? 'there already' : from === to ? 'same' : 'moved'}  ${from}${from === to ? '' : ` -> ${to}`}`,
        ),
        ...(differing.length === 0
          ? ['range-diff against the original: no difference']
          : [
              'range-diff against the original:',
              ...differing.map(({ diff }) => diff.replace(/^/gm, '    ')),
            ]),
        ...compiled.map(({ file, line, severity, message }) => `  ${file}:${line}: ${severity}: ${message}`),
      ].join('\n'),
    );
  }
  return compiled.some(({ severity }) => severity === 'error') ? EXIT_STATUS.FINDINGS : EXIT_STATUS.OK;
}

/** Where the patches' own files are: the tree that is named, else blobs that they name in the target's repository. */
async function baseOf(
  patches: readonly Message[],
  target: Tree,
  named: string | undefined,
  context: Context,
): Promise<{ readonly name: string; readonly read: ReadTree } | undefined> {
  if (named !== undefined) {
    const tree = await openTree(named, context);
    return { name: tree.spec, read: await reader(patches, tree, context) };
  }
  if (target.base.kind !== 'git') return undefined;
  const read = byBlobs(target.base.path, patches, context);
  const paths = patches.flatMap(({ diffs }) => diffs.flatMap(({ oldPath }) => oldPath ?? []));
  const texts = await Promise.all(paths.map(read));
  return texts.some((one) => one !== undefined)
    ? { name: `the blobs that they name, in ${target.base.path}`, read }
    : undefined;
}

function refuseUndecided(ported: readonly PortedPatch[], target: Tree): void {
  const lines = ported.flatMap(({ side, files }) =>
    files.flatMap((file) => undecided(file).map((line) => `"${side.title}": ${line}`)),
  );
  if (lines.length === 0) return;
  throw new PortUndecided({
    title: `${lines.length === 1 ? 'a change needs' : `${lines.length} changes need`} a person's decision; nothing was written`,
    where: target.spec,
    detail: lines.join('\n'),
    hint: 'Look at the places, make the change there by hand, and check it: kpw backport check FILE --upstream ORIGINAL',
  });
}

/** The changes of a file that a person has to decide, each with its candidate places. */
function undecided({ file, path, changes, why }: PortedFile): string[] {
  if (why !== undefined) return [`${file.oldPath ?? file.newPath}: ${why}`];
  return changes.flatMap(({ change, decision }) => {
    if (decision.state !== 'refused') return [];
    const { path: own, line, scopes, statement } = structurePathOf({ file, change });
    const asked = decision.candidates.map(
      (one) => `${path}:${one.line + 1} (${Math.round(one.likeness * 100)} % alike)`,
    );
    return [
      `${[`${own}:${line}`, ...scopes, statement].join(' › ')}: ${decision.why}${asked.length > 0 ? `; perhaps ${asked.join(', ')}` : ''}`,
    ];
  });
}

function places(ported: readonly PortedPatch[]): { from: string; to: string; state: 'placed' | 'there' }[] {
  return ported.flatMap(({ files }) =>
    files.flatMap(({ file, path = '', changes }) =>
      changes.flatMap(({ change, decision }) =>
        decision.state === 'refused'
          ? []
          : [
              {
                from: `${file.side.path}:${file.number(change.from)}`,
                to: `${path}:${decision.from + 1}`,
                state: decision.state,
              },
            ],
      ),
    ),
  );
}

function stepOf({ side, files }: PortedPatch): PatchStep {
  const [before, after] = [
    new Map<string, { text: string; mode: string }>(),
    new Map<string, { text: string; mode: string }>(),
  ];
  for (const { path, before: old, after: fresh } of files) {
    if (path === undefined || fresh === undefined || old === fresh) continue;
    if (old !== undefined && !before.has(path)) before.set(path, { text: old, mode: '100644' });
    after.set(path, { text: fresh, mode: '100644' });
  }
  return { title: side.title, body: side.body, before, after };
}

/** As git format-patch writes them, with the authors, dates and messages that they had. */
async function mailsOf(
  messages: readonly Message[],
  steps: readonly PatchStep[],
  heading: Pick<Heading, 'prefix' | 'version'>,
  context: Context,
): Promise<Mail[]> {
  const textsOf = (files: PatchStep['before']) =>
    new Map([...files].flatMap(([path, file]) => (file ? [[path, file.text] as const] : [])));
  const pristine = new Map<string, string>();
  for (const { before } of steps)
    for (const [path, one] of textsOf(before)) if (!pristine.has(path)) pristine.set(path, one);
  const patches = steps.map((step, at): Patch => {
    const { author, date, subject } = messages[at] as Message;
    const seconds = Math.floor(Date.parse(date ?? '') / 1000);
    const by =
      author?.includes('<') && Number.isFinite(seconds) ? { author, date: `${seconds} +0000` } : undefined;
    const posted = {
      message: `${titleOf(subject)}\n\n${step.body}`.trimEnd(),
      from: 'kpw port',
      ...(by ? { by } : {}),
    };
    return {
      subject: step.title,
      body: step.body,
      role: 'variant',
      posted,
      before: textsOf(step.before),
      after: textsOf(step.after),
      anchors: [],
    };
  });
  const snapshot = new Snapshot('target', pristine);
  const composition: Composition = { pristine: snapshot, edited: snapshot, patches, layout: undefined };
  const folder = await context.cache.temporary();
  try {
    const scratch = await ScratchRepository.create(join(folder, 'ported.git'), pristine, [composition]);
    const sender = 'Kernel Patch Workbench <kpw@example.invalid>';
    return await scratch.mails(composition, {
      ...heading,
      sender,
      signoff: false,
      cover: false,
      base: false,
      skip: 0,
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
