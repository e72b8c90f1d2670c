// SPDX-License-Identifier: GPL-2.0-only
import type { BuiltModule, Kernel } from './build/kernel.ts';

export { type BeyondFile, beyondFailure } from './build/beyond.ts';
export { BuildFailed } from './build/build-failed.ts';
export { buildModules, type ModuleBuild } from './build/build-modules.ts';
export { buildScope, scopedEdits } from './build/build-scope.ts';
export { treeForBuild } from './build/build-sources.ts';
export type { CompilerMessage } from './build/compiler-messages.ts';
export { DesignWorkshop } from './build/design-workshop.ts';
export { genericFlavour } from './build/find-kernel.ts';

export { buildHelper } from './build/instrumentation.ts';
export type {
  BuiltModule,
  Kernel,
  PlainKernel,
} from './build/kernel.ts';
export { knownConfigs } from './build/known-config.ts';
export { type KnownModules, knownModules } from './build/known-modules.ts';
export { loadableModules } from './build/loadable-modules.ts';
export { SOURCE_ROOT } from './build/make-modules.ts';
export { moduleInfoOf } from './build/modinfo.ts';
export { ModuleWorkshop, type RefusedModule, type Tried } from './build/module-workshop.ts';
export { prepareKernel } from './build/prepare-kernel.ts';

/** The modules that every cell needs and none replaces, in load order. */
export function baseModules(kernel: Kernel): readonly BuiltModule[] {
  return kernel.base;
}

/** The distribution's own build of what a cell replaces, in load order: the cell "as shipped". */
export function shippedModules(kernel: Kernel): readonly BuiltModule[] {
  return kernel.shipped;
}

export type { Instrumentation } from './build/make-modules.ts';
