// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { vfio } from './index.ts';

await testFamily('vfio', vfio);
