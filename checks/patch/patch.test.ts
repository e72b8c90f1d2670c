// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { patch } from './index.ts';

await testFamily('patch', patch);
