// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { tre } from './index.ts';

await testFamily('tre', tre);
