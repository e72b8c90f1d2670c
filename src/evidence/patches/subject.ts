// SPDX-License-Identifier: GPL-2.0-only
import type { Subject } from '../../../checks/rule.ts';
import type { PatchStep } from '../../mail/history.ts';
import type { Mail } from '../../series/mail.ts';
import { Snapshot } from '../../series/sources.ts';
import { overlay } from '../../uapi/side/overlay.ts';
import { sideOfTree } from '../../uapi/side/tree.ts';
import { TARGETS } from '../../uapi/targets.ts';
import { sidesSubject } from '../uapi/compare-sides.ts';
import type { LaidPatches } from './lay.ts';

/** Mails that nothing could be applied to, and why: only what they say, and show, can be judged. */
export function mailsOnly(name: string, mails: readonly Mail[], reason: string, bare: boolean): Subject {
  const nothing = new Snapshot('nothing', new Map());
  return {
    name,
    before: nothing,
    after: nothing,
    uapi: undefined,
    lacks: { uapi: reason, drivers: reason, tree: reason, patches: reason, ...lacksOfDiff(bare) },
    patches: [],
    mails,
  };
}

/** A tree before and after patches, and their mails. */
export async function mailsOnTree(
  name: string,
  mails: readonly Mail[],
  { tree, steps, below }: LaidPatches,
  bare: boolean,
): Promise<Subject> {
  const ground = overlay(await sideOfTree(tree), below);
  const changed = new Map<string, string | undefined>();
  for (const { after } of steps) for (const [path, file] of after) changed.set(path, file?.text);
  const was = new Map<string, string | undefined>();
  for (const { before } of steps)
    for (const [path, file] of before) if (!was.has(path)) was.set(path, file?.text);
  const side = overlay(ground, changed, { spec: name, label: name, was });
  const compared = sidesSubject(ground, side, TARGETS);
  const { mails: _, ...lacks } = compared.lacks;
  return {
    ...compared,
    name,
    lacks: { ...lacks, ...lacksOfDiff(bare) },
    mails,
    patches: steps.map((step) => ({
      ...{ subject: step.title, body: step.body, role: 'variant', anchors: [] },
      ...{ before: textsOf(step.before), after: textsOf(step.after) },
    })),
  };
}

/** A diff without headers is no mail. */
function lacksOfDiff(bare: boolean): Subject['lacks'] {
  return bare ? { sending: 'it is a diff, without a message' } : {};
}

function textsOf(files: PatchStep['before']): Map<string, string> {
  return new Map([...files].flatMap(([path, file]): [string, string][] => (file ? [[path, file.text]] : [])));
}
