// SPDX-License-Identifier: GPL-2.0-only
import type { ModuleInfo } from './modinfo.ts';

/**
 * The named modules and everything they need, in an order in which each can be loaded: what it depends on
 * first, its `post` soft dependencies right after it. Names without a module are left out: a hard
 * dependency that is not there is built in, and soft dependencies name modules of other architectures
 * (vfio names vfio_iommu_spapr_tce everywhere).
 *
 * Computed from the modules themselves since a Debian package ships no modules.dep: its postinst runs depmod.
 */
export function loadOrder(names: readonly string[], modules: ReadonlyMap<string, ModuleInfo>): string[] {
  const order: string[] = [];
  const entered = new Set<string>();
  const visit = (current: string) => {
    const module = modules.get(current);
    if (!module || entered.has(current)) return;
    entered.add(current);
    for (const needed of [...module.before, ...module.depends]) visit(needed);
    order.push(current);
    for (const wanted of module.after) visit(wanted);
  };
  for (const name of names) visit(name);
  return order;
}
