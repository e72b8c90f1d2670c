// SPDX-License-Identifier: GPL-2.0-only
import { elfSection } from './elf.ts';

/** What a module says of itself in its .modinfo section. */
export interface ModuleInfo {
  /** As in /proc/modules: `vfio_pci_core`. */
  name: string;
  /** Modules whose symbols it uses, as /proc/modules calls them. */
  depends: string[];
  /** Modules to be loaded before and after it, where there are such (MODULE_SOFTDEP). */
  before: string[];
  after: string[];
  /** Devices that it knows, as patterns: `pci:v00008086d000025ABsv*sd*bc*sc*i*`. */
  aliases: string[];
  vermagic: string;
  /** Names of its parameters. */
  parameters: string[];
  /** Files of firmware that it may ask for (MODULE_FIRMWARE). */
  firmware: string[];
}

/** @returns undefined where this is no module */
export function moduleInfoOf(ko: Buffer): ModuleInfo | undefined {
  const section = elfSection(ko, '.modinfo');
  if (!section) return undefined;
  const fields = section
    .toString('latin1')
    .split('\0')
    .map((field) => /^([^=]+)=(.*)$/s.exec(field))
    .filter((field) => field !== null);
  const all = (key: string) => fields.filter(([, name]) => name === key).map(([, , value = '']) => value);
  const [name] = all('name');
  if (!name) return undefined;
  return {
    name: canonical(name),
    depends: all('depends').flatMap((value) => value.split(',').filter(Boolean).map(canonical)),
    ...softDependencies(all('softdep')),
    aliases: all('alias'),
    parameters: parametersOf(all('parmtype'), all('parm')),
    firmware: all('firmware').sort(),
    vermagic: all('vermagic')[0]?.trim() ?? '',
  };
}

/** `debug:int` names one with its type; one without a type (module_param_cb) has a description alone, `debug:what it does`. */
function parametersOf(types: readonly string[], descriptions: readonly string[]): string[] {
  return [...new Set([...types, ...descriptions].map((value) => value.split(':', 1)[0] ?? ''))].sort();
}

/** `pre: a b post: c`, in any order and number (modprobe.d(5)). */
function softDependencies(values: readonly string[]): { before: string[]; after: string[] } {
  const result = { before: [] as string[], after: [] as string[] };
  for (const value of values) {
    let list: string[] | undefined;
    for (const word of value.split(/\s+/).filter(Boolean)) {
      if (word === 'pre:') list = result.before;
      else if (word === 'post:') list = result.after;
      else list?.push(canonical(word));
    }
  }
  return result;
}

/** File names and dependency lists write `vfio-pci` or `vfio_pci`; the kernel knows only the latter. */
export function canonical(name: string): string {
  return name.replaceAll('-', '_');
}
