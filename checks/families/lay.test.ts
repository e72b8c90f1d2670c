// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { lay } from './lay.ts';

await testFamily('lay', lay);
