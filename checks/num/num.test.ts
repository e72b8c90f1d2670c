// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { num } from './index.ts';

await testFamily('num', num);
