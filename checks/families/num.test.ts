// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { num } from './num.ts';

await testFamily('num', num);
