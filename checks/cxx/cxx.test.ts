// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { cxx } from './index.ts';

await testFamily('cxx', cxx);
