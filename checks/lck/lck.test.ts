// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { lck } from './index.ts';

await testFamily('lck', lck);
