// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { hnd } from './hnd.ts';

await testFamily('hnd', hnd);
