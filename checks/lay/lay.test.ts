// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { lay } from './index.ts';

await testFamily('lay', lay);
