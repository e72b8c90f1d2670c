// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { hnd } from './index.ts';

await testFamily('hnd', hnd);
