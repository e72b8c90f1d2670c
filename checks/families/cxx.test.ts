// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { cxx } from './cxx.ts';

await testFamily('cxx', cxx);
