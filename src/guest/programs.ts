// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import type { MachineArchitecture } from '../kernel/architecture.ts';
import type { Tree } from '../kernel/tree.ts';
import type { GuestProgram } from './files.ts';
import { harnessOf } from './harness.ts';
import { type Maker, type Making, makePrograms } from './make-programs.ts';

/** The guest's /init, built once. */
export function buildInit(
  folder: string,
  architecture: MachineArchitecture,
  context: Context,
): Promise<string> {
  const making = { folder, architecture, target: 'all', headers: {}, variables: {}, name: 'init' };
  return makePrograms(making, context).then((programs) => only(programs, making));
}

/** How the programs of a topic are made for one tree. */
export interface TestBuilder {
  /** Built once, for every cell. */
  common(): Promise<GuestProgram[]>;
  /** A cell's own program, against its own UAPI header, calling the design by `client` macros. */
  client(
    uapi: ReadonlyMap<string, string>,
    client: Readonly<Record<string, string>>,
    cell: string,
  ): Promise<GuestProgram[]>;
}

/**
 * @param folder `kernel-tests/<topic>`: its Makefile has the targets test, old and new (kernel-tests/README.md)
 * @param tree gives kselftest_harness.h, if it is not too old, and the header before any design
 * @param uapi texts of the pristine UAPI headers, by path below include/uapi
 * @param variables of make, for all of them: CFLAGS, LDFLAGS
 * @param shared headers that programs of any topic may include, as the folder KPW
 * @param make how they are made; by default from nothing, unless the cache has them
 * @throws BuildFailed when a program does not compile
 */
export function testBuilder(
  folder: string,
  tree: Tree,
  uapi: ReadonlyMap<string, string>,
  architecture: MachineArchitecture,
  context: Context,
  variables: Readonly<Record<string, string>> = {},
  shared?: ReadonlyMap<string, string>,
  make: Maker = makePrograms,
): TestBuilder {
  const KPW = shared ? { KPW: shared } : {};
  const harness = () => harnessOf(tree, context);
  return {
    async common() {
      const KSELFTEST = await harness();
      const name = 'test programs';
      const common = {
        folder,
        architecture,
        target: 'test',
        headers: { KSELFTEST, UAPI: uapi, ...KPW },
        variables,
        name,
      };
      const old = {
        folder,
        architecture,
        target: 'old',
        headers: { KSELFTEST, UAPI_OLD: uapi, ...KPW },
        variables,
        name,
      };
      return [...(await make(common, context)), ...(await make(old, context))];
    },
    async client(own, client, cell) {
      const headers = { KSELFTEST: await harness(), UAPI_NEW: own, ...KPW };
      return make(
        {
          ...{ folder, architecture, target: 'new', headers },
          ...{ variables: { ...variables, ...client }, name: `test program of ${cell}` },
        },
        context,
      );
    },
  };
}

function only(programs: readonly GuestProgram[], { name }: Making): string {
  const [program, ...others] = programs;
  if (!program || others.length > 0)
    throw new Error(`the Makefile of ${name} makes ${programs.length} programs, not one`);
  return program.path;
}
