// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { mac } from './index.ts';

await testFamily('mac', mac);
