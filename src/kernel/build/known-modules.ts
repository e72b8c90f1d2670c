// SPDX-License-Identifier: GPL-2.0-only
import { dirname, join } from 'node:path';
import { builtInNames, moduleFiles } from './module-set.ts';

/** What a kernel that is at hand has of modules, by the names of /proc/modules. */
export interface KnownModules {
  readonly release: string;
  /** Folder of the tree in which each is made: `drivers/block`. */
  readonly modules: ReadonlyMap<string, string>;
  /** The same of what would be modules and is built in; undefined where the kernel does not say. */
  readonly builtIn: ReadonlyMap<string, string> | undefined;
}

/** @param kernel of a configuration that is known; its `modules` is `lib/modules/<release>` */
export async function knownModules(kernel: { release: string; modules: string }): Promise<KnownModules> {
  const files = await moduleFiles(join(kernel.modules, 'kernel')).catch(() => new Map<string, string>());
  const builtIn = await builtInNames(kernel.modules);
  const folders = (paths: ReadonlyMap<string, string>) =>
    new Map([...paths].map(([name, path]) => [name, dirname(path.replace(/^kernel\//, ''))]));
  return {
    release: kernel.release,
    modules: folders(files),
    builtIn: builtIn && folders(builtIn),
  };
}
