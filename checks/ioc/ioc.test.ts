// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { ioc } from './index.ts';

await testFamily('ioc', ioc);
