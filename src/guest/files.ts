// SPDX-License-Identifier: GPL-2.0-only
import { basename } from 'node:path';
import type { Binding, ModuleParameters } from '../subsystem.ts';
import type { GuestFile } from './initramfs.ts';
import { guestDevice, type Machine } from './machine.ts';

export interface GuestProgram {
  name: string;
  /** Static executable on the host. */
  path: string;
}

/** One variant's part in a guest. */
export interface GuestCell {
  name: string;
  /** Paths of .ko files, in the order in which they are to be loaded. */
  modules: readonly string[];
  /** The same with debug information, where there is some: what a report of the kernel is read by. */
  symbols?: readonly string[];
  /** What they are given as they are loaded, behind what those of all cells are: the last of two values counts. */
  parameters?: readonly ModuleParameters[];
  /** What the tests are to expect: `key value` lines. */
  contract: string;
  /** Programs that only this cell has. */
  tests?: readonly GuestProgram[];
  /** Programs of suites that only this cell has. */
  suites?: readonly GuestProgram[];
  /** Names of programs that run first, in this order; the others follow in theirs. */
  order?: readonly string[];
}

/** Everything that goes into a guest, whatever machine it runs on. */
export interface Guest {
  /** Static executable that plays the guest's side of the protocol. */
  init: string;
  /** Paths of .ko files that stay loaded, in load order. */
  base: readonly string[];
  cells: readonly GuestCell[];
  /** Programs that every cell runs, in name order. */
  tests: readonly GuestProgram[];
  /** Programs of suites (suite.ts), which every cell runs behind its tests. */
  suites?: readonly GuestProgram[];
  /** Beside those of the machine. */
  parameters?: readonly ModuleParameters[];
  /** By default no device is bound. */
  binding?: Binding;
  /** Each cell ends with its first failed test: it is enough to know that there is one. */
  untilFailure?: boolean;
  /** Seconds that one program may take. */
  programSeconds: number;
  /** How many times as long as usual the kernel may take to boot, load, bind and look for leaks; 1 if not given. */
  slowness?: number;
  /** Libraries of programs that are not static, with their loader, each at the path that it has on the host. */
  libraries?: readonly string[];
  /** What programs have in their environment besides. */
  environment?: Readonly<Record<string, string>>;
  /** Further files: a userland, and what programs of suites read. Those of the guest itself stand before them. */
  files?: readonly GuestFile[];
  /** Static busybox, for a shell. */
  busybox?: string;
  /** First lines of reports of the kernel that somebody answers for: a guest goes on behind them. `*` stands for anything. */
  knownSplats?: readonly string[];
}

/** What one boot does: run these cells in this order, or give a shell with the modules of the first one. */
export interface Purpose {
  cells: readonly string[];
  shell?: boolean;
  /** Wait for further work then, instead of switching the power off. */
  wait?: boolean;
}

/** The initramfs of one boot. */
export function guestFiles(guest: Guest, machine: Machine, purpose: Purpose): GuestFile[] {
  const { cells, shell = false } = purpose;
  const chosen = cells.map((name) => {
    const cell = guest.cells.find((candidate) => candidate.name === name);
    if (!cell) throw new Error(`the guest has no cell ${name}`);
    return cell;
  });
  const files = [
    program('/init', guest.init),
    ...(shell && guest.busybox ? [program('/bin/busybox', guest.busybox)] : []),
    ...(guest.libraries ?? []).map((path) => program(path, path)),
    ...numbered('/modules/base', guest.base),
    ...guest.tests.map(({ name, path }) => program(`/tests/${name}`, path)),
    ...suite('/suites', guest.suites ?? []),
    ...chosen.flatMap((cell) => [
      ...numbered(`/cells/${cell.name}/modules`, cell.modules),
      ...(cell.parameters?.length
        ? [{ path: `/cells/${cell.name}/modules/parameters`, content: parameterLines(cell.parameters) }]
        : []),
      { path: `/cells/${cell.name}/contract`, content: cell.contract },
      ...(cell.order ? [{ path: `/cells/${cell.name}/order`, content: `${cell.order.join('\n')}\n` }] : []),
      ...(cell.tests ?? []).map(({ name, path }) => program(`/cells/${cell.name}/tests/${name}`, path)),
      ...suite(`/cells/${cell.name}/suites`, cell.suites ?? []),
    ]),
    { path: '/plan', content: plan(guest, machine, purpose) },
  ];
  const own = new Set(files.map(({ path }) => path));
  return [...files, ...(guest.files ?? []).filter(({ path }) => !own.has(path))];
}

/** What init is to do, one directive a line. */
export function plan(
  guest: Guest,
  machine: Machine,
  { cells, shell = false, wait = false }: Purpose,
): string {
  const lines = [
    `timeout ${guest.programSeconds}`,
    `results ${machine.results.tty}`,
    ...Object.entries({ ...environment(machine), ...guest.environment }).map(
      ([name, value]) => `environment ${name} ${value}`,
    ),
    ...machine.devices.flatMap((device) => {
      const found = guestDevice(machine, device);
      return found ? [`device ${device.role} ${found.bus} ${found.name}`] : [];
    }),
    ...bindingLines(guest.binding),
    ...[...machine.parameters, ...(guest.parameters ?? [])].map(
      ({ module, options }) => `parameter ${module} ${options}`,
    ),
    ...(guest.untilFailure ? ['until failure'] : []),
    ...cells.map((name) => `cell ${name}`),
    ...(shell ? ['shell'] : []),
    ...(wait ? ['wait'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function parameterLines(parameters: readonly ModuleParameters[]): string {
  return parameters.map(({ module, options }) => `${module} ${options}\n`).join('');
}

function bindingLines(binding: Binding = { kind: 'none' }): string[] {
  if (binding.kind === 'none') return [];
  const options =
    binding.kind === 'usb'
      ? []
      : [...(binding.override ? ['override'] : []), ...(binding.resets === false ? ['noreset'] : [])];
  // As /proc/mounts writes blanks: drivers may have them in their names.
  return [['bind', binding.kind, binding.driver.replaceAll(' ', '\\040'), ...options].join(' ')];
}

/** Variables that tell programs the machine's traits: `lampKind` is KPW_LAMP_KIND. */
function environment({ id, traits, answers }: Machine): Record<string, string> {
  const told = Object.entries(traits).map(([name, value]) => [
    `KPW_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`,
    typeof value === 'string' ? value : value ? 'yes' : 'no',
  ]);
  return {
    KPW_MACHINE: id,
    ...(answers ? { KPW_ANSWERS: answers.tty } : {}),
    ...Object.fromEntries(told),
  };
}

/** Init loads in name order, so the name carries the order. */
function numbered(folder: string, modules: readonly string[]): GuestFile[] {
  return modules.map((source, index) => ({
    path: `${folder}/${String(index + 1).padStart(2, '0')}-${basename(source)}`,
    content: { source },
  }));
}

/** A program that is there under several names, for several devices, takes its megabyte once. */
function suite(folder: string, programs: readonly GuestProgram[]): GuestFile[] {
  const first = new Map<string, string>();
  return programs.map(({ name, path }) => {
    const link = first.get(path);
    if (link === undefined) first.set(path, name);
    return link === undefined
      ? program(`${folder}/${name}`, path)
      : { path: `${folder}/${name}`, content: { link } };
  });
}

function program(path: string, source: string): GuestFile {
  return { path, mode: 0o755, content: { source } };
}
