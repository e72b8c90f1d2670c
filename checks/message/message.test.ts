// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { message } from './index.ts';

await testFamily('message', message);
