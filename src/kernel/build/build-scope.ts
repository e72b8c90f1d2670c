// SPDX-License-Identifier: GPL-2.0-only
import { ARCHITECTURE } from '../architecture.ts';
import { NeedsSource } from '../failures.ts';
import type { Tree } from '../tree.ts';
import type { Kernel } from './kernel.ts';

/** What an edited file means for a build that only replaces modules. */
export type Scope =
  /** Its text takes part in the replaced modules' build. */
  | 'built'
  /** It is not compiled into what the guest runs: documentation, user programs, another vendor's driver. */
  | 'beside'
  /** It changes code or structures that the running kernel or a base module was compiled with. */
  | 'beyond';

/**
 * The only headers that a replaced module shares with no other: `vfio_pci_core.h` is for its dependents, which
 * are replaced with it, and a UAPI header's structures are userspace's.
 */
const OWN_HEADER = /^include\/(linux\/vfio_pci_core\.h$|uapi\/)/;

export function scopeOf(
  path: string,
  { swappedFolder, architecture }: Pick<Kernel, 'swappedFolder' | 'architecture'>,
  isNew: boolean,
): Scope {
  if (path.startsWith(`${swappedFolder}/`)) {
    const rest = path.slice(swappedFolder.length + 1);
    return rest.includes('/') || rest === 'Kconfig' ? 'beside' : 'built';
  }
  const own = `arch/${ARCHITECTURE[architecture].folder}/`;
  if (path.startsWith('arch/') && !path.startsWith(own)) return 'beside';
  if (OWN_HEADER.test(path) || (isNew && path.startsWith('include/'))) return 'built';
  if (
    /^(arch|block|certs|crypto|drivers|fs|include|init|io_uring|ipc|kernel|lib|mm|net|rust|security|sound|virt)\//.test(
      path,
    )
  )
    return /\/Kconfig[^/]*$/.test(path) ? 'beside' : 'beyond';
  return 'beside';
}

/**
 * The edited files that a rebuild of the replaced modules needs, and those that it leaves out.
 *
 * @throws NeedsSource when a design changes what only a new kernel could show
 */
export async function scopedEdits(
  kernel: Kernel,
  tree: Tree,
  edited: ReadonlyMap<string, string>,
  name: string,
): Promise<{ built: Map<string, string>; beside: string[] }> {
  const built = new Map<string, string>();
  const beside: string[] = [];
  const beyond: string[] = [];
  for (const [path, text] of edited) {
    const original = await tree.read(path);
    if (original === text) continue;
    const scope = scopeOf(path, kernel, original === undefined);
    if (scope === 'built') built.set(path, text);
    else (scope === 'beside' ? beside : beyond).push(path);
  }
  if (beyond.length > 0)
    throw new NeedsSource({
      title: `${name} changes ${beyond.join(', ')}, which the prebuilt kernel and its base modules are compiled from`,
      where: tree.label,
      hint: `Only ${kernel.swappedFolder} and its own headers can be replaced in a prebuilt kernel; such a design needs a kernel built from source.`,
    });
  return { built, beside };
}
