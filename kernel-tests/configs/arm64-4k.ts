// SPDX-License-Identifier: GPL-2.0-only
import arm64 from './arm64.ts';

export default [...arm64, 'ARM64_4K_PAGES=y'] as const;
