// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { added } from './index.ts';

await testFamily('new', added);
