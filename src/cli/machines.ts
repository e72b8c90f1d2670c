// SPDX-License-Identifier: GPL-2.0-only

import type { Context } from '../context.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { chooseAccelerator, type Execution } from '../guest/accelerator.ts';
import { cachedKernels } from '../guest/cached-kernels.ts';
import { NoKvm } from '../guest/failures.ts';
import type { Machine } from '../guest/machine.ts';
import { findMachines, machineNames } from '../guest/machines.ts';
import { qemuVersion } from '../guest/qemu.ts';
import { fittedMachine } from '../guest/qemu-devices.ts';
import { ARCHITECTURE } from '../kernel/architecture.ts';
import { HostLacks } from '../kernel/failures.ts';
import { hasProgram } from '../kernel/programs.ts';
import { ACCEL, accelerated, executionText } from './accel.ts';
import { catalogueOf } from './catalogue.ts';
import { type Command, flag, type Terminal } from './command.ts';
import { failureText } from './failure-text.ts';
import { JSON_OUTPUT, TOPICS } from './options.ts';

export const machines: Command = {
  name: 'machines',
  summary:
    'list the QEMU machines, what each needs, and what of it is there: one file each in kernel-tests/machines, or in a subsystem',
  options: [TOPICS, ACCEL, JSON_OUTPUT],
  async run(_, options, terminal) {
    const context = accelerated(options, terminal.context);
    const { machines: own } = await catalogueOf(options);
    const all = await findMachines(await machineNames(own), own);
    const mistakes = all.flatMap(({ mistake }) => mistake ?? []);
    const host = hostOf(context);
    const listed = await Promise.all(
      all.flatMap(({ machine }) => (machine ? [stateOf(machine, host, context)] : [])),
    );
    terminal.print(
      flag(options, 'json')
        ? JSON.stringify(listed, null, 2)
        : listed.map((one) => told(one, terminal)).join('\n\n'),
    );
    const { colour } = terminal;
    for (const mistake of mistakes) terminal.note(failureText(mistake, colour, flag(options, 'verbose')));
    return mistakes.length > 0 ? EXIT_STATUS.MACHINE_MALFORMED : EXIT_STATUS.OK;
  },
};

interface State extends Machine {
  /** QEMU's version. */
  installed?: string;
  /** Debian packages that are wanting before it can run here. */
  needs: string[];
  /** Devices that the installed QEMU does not have, and why. */
  without: { role: string; why: string }[];
  /** Why the installed QEMU cannot have the machine at all. */
  obstacle?: string;
  /** How its guests are executed here; the failure where they cannot be as they were asked for. */
  execution?: Execution | { failure: string };
  kernels: Awaited<ReturnType<typeof cachedKernels>>;
}

/** What the host has, each program asked once: several machines share a QEMU and a compiler. */
interface Host {
  /** Its version; undefined where there is none. */
  qemu(machine: Machine): Promise<string | undefined>;
  hasCompiler(prefix: string): Promise<boolean>;
}

function hostOf(context: Context): Host {
  const versions = new Map<string, Promise<string | undefined>>();
  const compilers = new Map<string, Promise<boolean>>();
  return {
    qemu: (machine) =>
      once(versions, machine.qemu.binary, async () => {
        const version = await qemuVersion(machine, context).catch(lacking);
        return typeof version === 'string' ? version : undefined;
      }),
    hasCompiler: (prefix) => once(compilers, prefix, () => hasProgram(`${prefix}gcc`, context)),
  };
}

function once<T>(answers: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const answer = answers.get(key) ?? ask();
  answers.set(key, answer);
  return answer;
}

function lacking(error: unknown): HostLacks {
  if (error instanceof HostLacks) return error;
  throw error;
}

async function stateOf(machine: Machine, host: Host, context: Context): Promise<State> {
  const installed = await host.qemu(machine);
  const fits =
    installed === undefined ? undefined : await fittedMachine(machine, context, installed).catch(lacking);
  const { prefix, compiler, library } = ARCHITECTURE[machine.architecture];
  const compiles = await host.hasCompiler(prefix);
  return {
    ...machine,
    ...(installed === undefined ? {} : { installed }),
    needs: [...(installed ? [] : [machine.qemu.package]), ...(compiles ? [] : [compiler, library])],
    without: fits && 'left' in fits ? [...fits.left] : [],
    ...(fits instanceof HostLacks ? { obstacle: fits.title } : {}),
    ...(installed ? { execution: await executionOf(machine, context) } : {}),
    kernels: await cachedKernels(machine, context),
  };
}

async function executionOf(machine: Machine, context: Context): Promise<NonNullable<State['execution']>> {
  try {
    return await chooseAccelerator(machine, context);
  } catch (error) {
    if (error instanceof NoKvm) return { failure: error.title };
    throw error;
  }
}

function traitsText(traits: Machine['traits']): string {
  const words = Object.entries(traits).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : value ? 'yes' : 'no'}`,
  );
  return words.join(', ') || 'none';
}

function told(state: State, { colour }: Terminal): string {
  const {
    id,
    title,
    pageSize,
    traits,
    kernel,
    devices,
    installed,
    needs,
    without,
    kernels,
    obstacle,
    execution,
  } = state;
  const ways = [
    ...(kernel.prebuilt ? [`Debian's ${kernel.prebuilt.join(' or ')}`] : []),
    ...(kernel.source ? [`from source (${kernel.source.join(', ')})`] : []),
  ];
  const roles = devices
    .filter(({ role }) => !without.some((one) => one.role === role))
    .map(({ role, since }) => (installed === undefined && since ? `${role} (from QEMU ${since})` : role));
  const absent = without.map(({ role, why }) => `without ${role}: ${why}`);
  const rows: [string, string][] = [
    ['pages', `${pageSize / 1024}K`],
    ['traits', traitsText(traits)],
    ['kernel', ways.join('; ')],
    ['cached', kernels.map(({ release }) => release).join(', ') || 'none yet'],
    ['devices', [roles.join(', '), ...absent].join('; ')],
    [
      'host',
      needs.length > 0
        ? colour.warn(`needs apt-get install --no-install-recommends ${needs.join(' ')}`)
        : obstacle
          ? colour.warn(obstacle)
          : `QEMU ${installed}`,
    ],
  ];
  if (execution)
    rows.push(['accel', 'failure' in execution ? colour.warn(execution.failure) : executionText(execution)]);
  return [
    `${colour.bold(id)}  ${title}`,
    ...rows.map(([label, text]) => `  ${colour.dim(label.padEnd(8))}${text}`),
  ].join('\n');
}
