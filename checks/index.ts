// SPDX-License-Identifier: GPL-2.0-only
import { beh } from './beh/index.ts';
import { cxx } from './cxx/index.ts';
import { dec } from './dec/index.ts';
import { type Examination, type ExamineOptions, examineBy } from './engine/examine.ts';
import { enm } from './enm/index.ts';
import { hnd } from './hnd/index.ts';
import { ioc } from './ioc/index.ts';
import { lay } from './lay/index.ts';
import { lck } from './lck/index.ts';
import { mac } from './mac/index.ts';
import { message } from './message/index.ts';
import { added } from './new/index.ts';
import { num } from './num/index.ts';
import { patch } from './patch/index.ts';
import { review } from './review/index.ts';
import type { Finding, Rule, Subject } from './rule.ts';
import { series } from './series/index.ts';
import { tre } from './tre/index.ts';
import { vfio } from './vfio/index.ts';

/** Every rule there is. A new one is a file in the folder of its family, with bad and good samples beside it and a line in the family's index. */
export const rules: readonly Rule[] = [
  ...lay,
  ...enm,
  ...mac,
  ...dec,
  ...cxx,
  ...num,
  ...ioc,
  ...added,
  ...hnd,
  ...lck,
  ...vfio,
  ...beh,
  ...tre,
  ...message,
  ...series,
  ...patch,
  ...review,
];

type Options = Omit<ExamineOptions, 'catalogue'> & { readonly catalogue?: readonly Rule[] };

/** Runs the rules on a change: all of them, where no catalogue is given. */
export function examine(subject: Subject, options: Options = {}): Examination {
  return examineBy(subject, { catalogue: rules, ...options });
}

/** What the rules find, worst first, then by file and line. */
export function check(subject: Subject, options: Options = {}): Finding[] {
  return [...examine(subject, options).findings];
}
