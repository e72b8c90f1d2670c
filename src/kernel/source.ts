// SPDX-License-Identifier: GPL-2.0-only
export { requestedBy } from './source/configs.ts';
export { hasSourceKernel, type KernelRequest, sourceKernel } from './source/source-kernel.ts';
export { configValues, merged, parseFragment, parseSymbol, type Requested } from './source/symbols.ts';
