// SPDX-License-Identifier: GPL-2.0-only
import { testFamily } from '../testing/family.ts';
import { tre } from './tre.ts';

await testFamily('tre', tre);
