// SPDX-License-Identifier: GPL-2.0-only
// The page size of the complaint that began the thread, on a machine that everybody can emulate fast.
import arm64 from './arm64.ts';

export default [...arm64, 'ARM64_64K_PAGES=y'] as const;
