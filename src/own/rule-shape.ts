// SPDX-License-Identifier: GPL-2.0-only
import * as z from 'zod';
import { EFFECTS } from '../series/finding.ts';

// What the file of a rule may export, and what its functions may return.

const Text = z.string().min(1);
const Run = z.custom<(...given: unknown[]) => unknown>((value) => typeof value === 'function', {
  message: 'a function is expected',
});
const Severity = z.enum(['error', 'warning', 'note']);

const Sample = z.looseObject({ name: Text });

export const RuleShape = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
      message: 'lower case letters and digits, words separated by single hyphens are expected',
    }),
    severity: Severity,
    effect: z.enum(EFFECTS).optional(),
    needs: z.array(
      z.enum([
        'uapi',
        'drivers',
        'tree',
        'mails',
        'sending',
        'whole',
        'patches',
        'elsewhere',
        'newer',
        'origins',
      ]),
    ),
    checkpatch: z.array(Text).optional(),
    title: Text,
    why: Text,
    reference: Text,
    todo: Text,
    compare: Run.optional(),
    lint: Run.optional(),
    samples: z.strictObject({ bad: z.array(Sample).min(1), good: z.array(Sample).min(1) }),
  })
  .refine(({ compare, lint }) => compare !== undefined || lint !== undefined, {
    message: 'a rule has compare(), lint(), or both',
  });

const Quotation = z.strictObject({ file: Text, line: z.number().int().min(1), text: z.string() });

export const FoundShape = z.array(
  z.strictObject({
    file: Text,
    line: z.number().int().min(1),
    message: Text,
    severity: Severity.optional(),
    effect: z.enum(EFFECTS).optional(),
    symbol: Text.optional(),
    key: z.string().optional(),
    before: Quotation.optional(),
    after: Quotation.optional(),
    breaks: z.array(Text).optional(),
    language: z.literal('C++').optional(),
    targets: z.array(Text).optional(),
    inherited: z.array(Text).optional(),
  }),
);
