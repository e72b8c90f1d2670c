// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../../src/context.ts';
import type { MadeSuite, SuiteRequest } from '../../../src/evidence/suites/made.ts';
import type { GuestProgram } from '../../../src/guest/files.ts';
import { openTree } from '../../../src/kernel/open.ts';
import { hasVfioSelftests, requireTarget, VFIO_SELFTESTS, vfioSelftests } from './build/kselftest-vfio.ts';

/** The first of Debian's trees that has them; where the tree of a run has none, these are run. */
const FALLBACK = 'debian:7.2';

/**
 * A BAR that is the table's alone, one with the table in its middle, one without. The programs take seconds on an
 * emulated machine, so not every device that a machine has.
 */
const ROLES = ['e1000e', 'nvme', 'plain'];

/** @throws TreeUnsuitable when they are not made for the machine; all that opening a tree and a build can throw */
export default async function kselftestVfio(
  { tree, machine, folder }: SuiteRequest,
  context: Context,
): Promise<MadeSuite> {
  const own = await hasVfioSelftests(tree);
  requireTarget(machine.architecture, own ? tree.spec : FALLBACK);
  const source = own ? tree : await openTree(FALLBACK, context);
  const built = await vfioSelftests(folder, source, machine.architecture, context);
  return {
    source: `${source.spec} (Linux ${source.release})`,
    roles: ROLES,
    programs: await built.all(),
    async of({ composition: { edited } }) {
      if (!own) return [];
      const programs: GuestProgram[] = [];
      for (const path of edited.texts.keys()) {
        const name = new RegExp(`^${VFIO_SELFTESTS}/(\\w+)\\.c$`).exec(path)?.[1];
        if (name && (await tree.read(path)) === undefined)
          programs.push(await built.added(edited.texts, name));
      }
      return programs;
    },
  };
}
