// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { review } from './index.ts';

await testFamily('review', review);
