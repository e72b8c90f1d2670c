// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { dec } from './index.ts';

await testFamily('dec', dec);
