// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { series } from './index.ts';

await testFamily('series', series);
