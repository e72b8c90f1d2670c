// SPDX-License-Identifier: GPL-2.0-only
// What designs of any driver come to need, each as edits at a place that is found in the tree at hand.

export { gainsInclude } from './include.ts';
export { gainsSymbol, type KconfigSymbol } from './kconfig-symbol.ts';
export { gainsParameter, type ModuleParameter } from './module-parameter.ts';
export { gainsSharedHelper, type SharedHelper } from './shared-helper.ts';
