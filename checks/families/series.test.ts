// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { series } from './series.ts';

await testFamily('series', series);
