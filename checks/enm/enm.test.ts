// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { enm } from './index.ts';

await testFamily('enm', enm);
