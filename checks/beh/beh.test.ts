// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { beh } from './index.ts';

await testFamily('beh', beh);
