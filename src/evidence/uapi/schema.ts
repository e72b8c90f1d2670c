// SPDX-License-Identifier: GPL-2.0-only
import * as z from 'zod';
import { TARGET_IDS } from '../../c/target.ts';
import { EFFECTS } from '../../series/finding.ts';

/** Grows with every change that a reader could trip over. */
export const UAPI_SCHEMA = 1;

const Quotation = z
  .object({ file: z.string(), line: z.number().int(), text: z.string() })
  .describe('a place with its text on one line');

const Target = z.enum(TARGET_IDS);

export const UapiFinding = z.object({
  rule: z.string().describe('id of the rule; docs/rules has a page for each'),
  severity: z.enum(['error', 'warning', 'note']),
  effect: z.enum(EFFECTS).optional().describe('what it means to somebody who uses the interface'),
  file: z.string().describe('path in the tree'),
  line: z.number().int().describe('1-based, on the new side; on the old one where a thing is gone'),
  message: z.string(),
  symbol: z.string().optional().describe('what it is about; a waiver names it'),
  header: z.string().describe('installed name of the header that it is grouped under; the file elsewhere'),
  before: Quotation.optional(),
  after: Quotation.optional(),
  breaks: z
    .array(z.enum(['old binary on new kernel', 'new binary on old kernel', 'recompiled source']))
    .optional()
    .describe('who is broken'),
  language: z.enum(['C++']).optional().describe('the language that it holds in, where that is not C too'),
  targets: z
    .array(Target)
    .optional()
    .describe('the targets that it holds on; missing where it is about no header'),
  inherited: z.array(z.string()).optional().describe('types and headers that inherit it'),
  why: z.string(),
  reference: z.string().describe('where it is written'),
  todo: z.string().describe('what to do'),
  fingerprint: z.string().optional().describe('the same when lines move'),
  gate: z.boolean().describe('whether it is denied, by default or by --deny'),
  witness: z
    .object({
      language: z.enum(['C', 'C++']),
      program: z.string(),
      before: z.enum(['compiles', 'fails']).optional().describe('on the old side, with --confirm'),
      after: z.enum(['compiles', 'fails']).optional().describe('on the new side, with --confirm'),
    })
    .optional()
    .describe('of a source break: a program that compiles on the old side and not on the new one'),
});
export type UapiFinding = z.infer<typeof UapiFinding>;

const Waiver = z.object({
  rule: z.string(),
  symbol: z.string(),
  reason: z.string(),
  until: z.string().optional(),
  origin: z.string(),
});

export const UapiComparison = z.object({
  before: z.string().describe('the old side, as it was named'),
  after: z.string().describe('the new side, as it was named'),
  verdict: z
    .enum(['identical', 'waived', ...EFFECTS])
    .describe('the worst effect; waived where something worse than what is left was kept back'),
  keptBack: z
    .enum(EFFECTS)
    .optional()
    .describe('the worst effect of what waivers, or the baseline, keep back'),
  exit: z
    .union([z.literal(0), z.literal(1), z.literal(3)])
    .describe('0 clean, 1 a gate was hit, 3 could not check'),
  growth: z.string().describe('what userspace has to carry, in one line'),
  effects: z.partialRecord(z.enum(EFFECTS), z.number().int()).describe('number of findings by effect'),
  headers: z
    .array(z.object({ name: z.string(), change: z.enum(['added', 'removed', 'changed', 'inherits']) }))
    .describe('headers that differ, in text or because something that they include does'),
  findings: z.array(UapiFinding).describe('worst first'),
  rules: z.object({
    ran: z.array(z.string()),
    skipped: z.array(z.object({ rule: z.string(), reason: z.string() })),
    undetermined: z.number().int().describe('findings that say that something could not be determined'),
    baseline: z
      .record(z.string(), z.number().int())
      .describe('what the old side has already, counted by rule'),
  }),
  notes: z.array(z.string()).optional().describe('what the result rests on, one sentence each'),
  confirmed: z
    .array(
      z.object({
        target: Target,
        compiler: z.string().optional().describe('what was asked'),
        claims: z
          .number()
          .int()
          .describe('sizes, alignments and offsets that it was asked about, both sides'),
        refused: z
          .number()
          .int()
          .describe('those that it contradicts; each is a finding of the rule "confirm"'),
        unjudged: z
          .array(z.object({ header: z.string(), reason: z.string() }))
          .describe('headers that it does not compile alone'),
        skipped: z.string().optional().describe('why nobody was asked'),
      }),
    )
    .optional()
    .describe('with --confirm: what compilers say of the types that differ'),
  waived: z.array(z.object({ finding: UapiFinding, waiver: Waiver })),
  known: z.array(UapiFinding).optional().describe('with --baseline: what the baseline has, and is kept back'),
  unusedWaivers: z.array(z.object({ waiver: Waiver, reason: z.string() })),
});
export type UapiComparison = z.infer<typeof UapiComparison>;

/** What `kpw uapi diff --json` prints. */
export const UapiDiff = z.object({
  schema: z.literal(UAPI_SCHEMA),
  targets: z.array(Target),
  exit: z
    .union([z.literal(0), z.literal(1), z.literal(3)])
    .describe('the worst of the comparisons with the base'),
  comparisons: z.array(UapiComparison).describe('the base with each design'),
  between: z.array(UapiComparison).describe('the designs with each other, with --between'),
  compatibility: z
    .array(
      z.object({
        builtFor: z.string(),
        runsOn: z.string(),
        fate: z.enum(['works', 'falls back', 'breaks']),
        reasons: z.array(
          z.object({ name: z.string(), fate: z.enum(['works', 'falls back', 'breaks']), why: z.string() }),
        ),
      }),
    )
    .optional()
    .describe('with --between: what becomes of a program built for one side on another, from the text'),
});
export type UapiDiff = z.infer<typeof UapiDiff>;
