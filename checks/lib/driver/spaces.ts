// SPDX-License-Identifier: GPL-2.0-only
import { lineOf } from '../../../src/c/lines.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { callsIn, isDriver } from './code.ts';
import { type Dispatcher, dispatchers, tableRows } from './dispatch.ts';

/** The commands that one dispatcher takes on one kind of file descriptor. */
export interface Space {
  /** The kind: `device`, `container`; where the profile knows no word for it, the name of its operations. */
  readonly id: string;
  readonly file: string;
  readonly function: string;
  /** 1-based, of the function. */
  readonly line: number;
  readonly commands: readonly { readonly name: string; readonly line: number }[];
}

/** What a subsystem calls the descriptors behind a table of operations. */
export interface Kind {
  readonly id: string;
  /** Over `struct TYPE NAME`, as the table is defined: `vfio_device_ops vfio_pci_ops`. */
  readonly operations: RegExp;
}

/** One number of a command is taken where these share a descriptor: the container asks its own dispatcher first. */
export const VFIO_KINDS: readonly Kind[] = [
  { id: 'device', operations: /^vfio_device_ops |^file_operations vfio_device_fops$/ },
  { id: 'group', operations: /^file_operations vfio_group_fops$/ },
  { id: 'container', operations: /^file_operations vfio_fops$/ },
  { id: 'type1', operations: /^vfio_iommu_driver_ops \w*type1$/ },
  { id: 'spapr', operations: /^vfio_iommu_driver_ops tce_/ },
  { id: 'noiommu', operations: /^vfio_iommu_driver_ops \w*noiommu/ },
  { id: 'migration', operations: /^file_operations \w+_(save|resume|restore)_fops$/ },
  { id: 'iommufd', operations: /^file_operations iommufd_fops$/ },
];

const TABLE = /\bstruct\s+(\w*(?:ops|operations))\s+(\w+)\s*=\s*\{([^{}]*)\}/g;
const ENTRY = /\.(?:unlocked_ioctl|ioctl)\s*=\s*(\w+)/;
const derived = new WeakMap<Sources, readonly Space[]>();

/**
 * The kinds of file descriptor and the commands of each, from the dispatchers themselves: a function that a table of
 * operations names has the kind of the table, one that a dispatcher hands its command to has the kind of the caller.
 */
export function dispatchSpaces(sources: Sources, kinds: readonly Kind[] = VFIO_KINDS): readonly Space[] {
  const known = kinds === VFIO_KINDS ? derived.get(sources) : undefined;
  if (known) return known;
  const all = dispatchers(sources);
  const byFunction = operations(sources, kinds);
  spread(all, byFunction);
  const spaces = all
    .filter(({ arms }) => arms.length > 0)
    .flatMap((dispatcher) =>
      [...(byFunction.get(dispatcher.function) ?? [])].sort().map((id) => spaceOf(dispatcher, id)),
    );
  const made = [...spaces, ...tables(sources)];
  if (kinds === VFIO_KINDS) derived.set(sources, made);
  return made;
}

function spaceOf({ function: name, code, arms }: Dispatcher, id: string): Space {
  const { path, text } = code.file;
  const head = lineOf(text, code.node.startIndex);
  return {
    id,
    file: path,
    function: name,
    line: head,
    commands: arms.map((arm) => ({ name: arm.name, line: arm.line })),
  };
}

/** Function → kinds, from the initialisers that name it. */
function operations(sources: Sources, kinds: readonly Kind[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const path of sources.paths.filter(isDriver)) {
    const text = sources.get(path)?.text ?? '';
    if (!ENTRY.test(text)) continue;
    for (const [, type = '', name = '', body = ''] of text.matchAll(TABLE)) {
      const callee = ENTRY.exec(body)?.[1];
      if (!callee) continue;
      const id = kinds.find(({ operations }) => operations.test(`${type} ${name}`))?.id ?? name;
      found.set(callee, (found.get(callee) ?? new Set()).add(id));
    }
  }
  return found;
}

/** Kinds go from a dispatcher to those it calls with the command, until nothing is added. */
function spread(all: readonly Dispatcher[], kinds: Map<string, Set<string>>): void {
  const edges = all.flatMap(({ function: from, code, parameter }) =>
    callsIn(code)
      .filter((call) => call.arguments.includes(parameter))
      .map((call) => [from, call.name] as const),
  );
  for (let size = -1; size !== count(kinds); ) {
    size = count(kinds);
    for (const [from, to] of edges)
      for (const id of kinds.get(from) ?? []) kinds.set(to, (kinds.get(to) ?? new Set()).add(id));
  }
}

function count(kinds: ReadonlyMap<string, ReadonlySet<string>>): number {
  return [...kinds.values()].reduce((sum, { size }) => sum + size, 0);
}

function tables(sources: Sources): Space[] {
  const rows = tableRows(sources);
  const names = [...new Set(rows.map(({ file, table }) => `${file.path} ${table}`))];
  return names.flatMap((name): Space[] => {
    const own = rows.filter(({ file, table }) => `${file.path} ${table}` === name);
    const [first] = own;
    if (!first) return [];
    const id = first.table.replace(/_ioctl_ops$|_ioctls$/, '');
    const commands = own.map((row) => ({ name: row.name, line: row.line }));
    return [{ id, file: first.file.path, function: first.table, line: first.line, commands }];
  });
}
