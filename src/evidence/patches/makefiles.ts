// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import {
  makefilesAround,
  type Unfollowed,
  unfollowed,
  unfollowedText,
} from '../../kernel/kbuild/named-files.ts';
import type { Tree } from '../../kernel/tree.ts';
import { WholeTree } from '../../kernel/whole-tree.ts';
import type { File, Files, Step } from '../../mail/history.ts';
import type { Finding } from '../../series/finding.ts';
import type { Laid } from './lay.ts';

/** A file of C that a patch moves, takes away or adds, and its Makefile says otherwise. */
export const MAKEFILE = 'patch-makefile';

/**
 * What the Makefiles do not follow of each patch: an object that is still to be made of a file that is gone fails to
 * build, and a file that nothing names is compiled by nothing.
 *
 * @throws TreeCorrupt, HostLacks, NoSpace
 */
export async function makefilesOf(
  { steps, tree, below }: Pick<Laid, 'steps' | 'tree' | 'below'>,
  context: Context,
): Promise<Finding[]> {
  const state = new Map<string, File | undefined>();
  const findings: Finding[] = [];
  const told = new Set<string>();
  for (const step of steps) {
    for (const [path, file] of step.after) state.set(path, file);
    for (const one of await unfollowedBy(step, state, { tree, below }, context)) {
      const message = one.text;
      if (told.has(message)) continue;
      told.add(message);
      const severity = one.is === 'gone' ? 'error' : 'warning';
      findings.push({ rule: MAKEFILE, severity, file: one.makefile, line: 1, message });
    }
  }
  return findings;
}

/** The same of files before and behind a change, which `state` leaves. */
export async function unfollowedBy(
  { before, after }: { readonly before: Files; readonly after: Files } | Step,
  state: Files,
  { tree, below }: { readonly tree: Tree; readonly below: Laid['below'] },
  context: Context,
): Promise<(Unfollowed & { text: string })[]> {
  const paths = [...after.keys()];
  const moved = {
    removed: paths.filter((path) => after.get(path) === undefined && before.get(path) !== undefined),
    added: paths.filter((path) => after.get(path) !== undefined && before.get(path) === undefined),
  };
  const makefiles = makefilesAround(moved);
  if (makefiles.length === 0) return [];
  const whole = new WholeTree(tree, context);
  await whole.expect(makefiles);
  const read = async (path: string) => {
    if (state.has(path)) return state.get(path)?.text;
    return below.has(path) ? below.get(path) : whole.read(path);
  };
  const written = new Map([...state].flatMap(([path, file]) => (file ? [[path, file.text] as const] : [])));
  const all = await unfollowed(moved, read, written);
  return all.map((one) => ({ ...one, text: unfollowedText(one, all) }));
}
