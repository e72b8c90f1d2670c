// SPDX-License-Identifier: GPL-2.0-only
import { rule as barrier } from '../patch-barrier/index.ts';
import { rule as bootParameter } from '../patch-boot-parameter/index.ts';
import { rule as broken } from '../patch-broken/index.ts';
import { rule as defaultOn } from '../patch-default-on/index.ts';
import { rule as kernelDoc } from '../patch-kernel-doc/index.ts';
import { rule as moduleParameter } from '../patch-module-parameter/index.ts';
import { rule as procEntry } from '../patch-proc-entry/index.ts';
import { rule as sysfsAttribute } from '../patch-sysfs-attribute/index.ts';
import { rule as whitespace } from '../patch-whitespace/index.ts';
import type { Rule } from '../rule.ts';

export const patch: readonly Rule[] = [
  moduleParameter,
  bootParameter,
  procEntry,
  sysfsAttribute,
  defaultOn,
  broken,
  kernelDoc,
  barrier,
  whitespace,
];
