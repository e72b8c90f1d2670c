// SPDX-License-Identifier: GPL-2.0-only
import * as z from 'zod';
import { wrongFlavour } from '../guest/flavour.ts';
import type { Machine } from '../guest/machine.ts';

// What the files of a topic may export, field by field: the compiler of whoever wrote them is not asked when they are run.

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const KEBAB_WORDS = 'lower case letters and digits, words separated by single hyphens';
const Text = z.string().min(1);
const Id = z.string().regex(KEBAB, { message: `${KEBAB_WORDS} are expected` });
const Run = z.custom<(...given: unknown[]) => unknown>((value) => typeof value === 'function', {
  message: 'a function is expected',
});

/** Cells of a run that are no variants. */
const RESERVED = ['baseline', 'prerequisite', 'skeleton'];

const Parameter = z.strictObject({
  type: z.enum(['boolean', 'number', 'string']),
  choices: z.array(z.string()).optional(),
  default: z.union([z.boolean(), z.number(), z.string()]).optional(),
  help: Text,
});

const AnyVariant = z.strictObject({
  id: Id.refine((id) => !RESERVED.includes(id), {
    message: `${RESERVED.join(', ')} are kept for something else`,
  }),
  title: Text,
  origin: Text,
  threads: z.array(z.string()).optional(),
  link: z.string().optional(),
  answer: z.string().optional(),
  today: z.string().optional(),
  changes: z.record(z.string(), z.array(z.string())).optional(),
  parameters: z.record(z.string(), Parameter).optional(),
  patches: Run.optional(),
  /** Files of mails, or mails that were read. */
  posted: z
    .array(z.custom((value) => typeof value === 'object' && value !== null))
    .min(1)
    .optional(),
  contract: Run,
  loads: Run.optional(),
  client: Run.optional(),
});

const VariantShape = AnyVariant.refine(
  ({ patches, posted }) => (patches === undefined) !== (posted === undefined),
  { message: 'a variant has either patches, a function, or posted, a list of files' },
);

const Paths = z.array(Text);
const flavoursOf = (architecture: Machine['architecture']) =>
  z.array(
    Text.refine((name) => wrongFlavour(architecture, name) === undefined, {
      error: ({ input }) => wrongFlavour(architecture, String(input)) ?? '',
    }),
  );
const Binding = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.enum(['pci', 'platform']),
      driver: Text,
      override: z.boolean().optional(),
      resets: z.boolean().optional(),
    }),
    z.strictObject({ kind: z.literal('usb'), driver: Text }),
    z.strictObject({ kind: z.literal('none') }),
  ],
  { error: 'pci, platform, usb or none is expected' },
);

/** Suites are left out: what makes their programs is code of the checkout. */
export const SubsystemShape = z.strictObject({
  id: Id,
  title: Text,
  files: z.strictObject({
    kept: z.literal(true).optional(),
    drivers: Paths,
    about: Paths.optional(),
    selftests: Paths.optional(),
    around: Paths.optional(),
  }),
  modules: z.strictObject({
    roots: Paths.min(1),
    further: Paths.optional(),
    headers: z
      .strictObject({ own: Paths.optional(), shared: Paths.optional(), uapi: Paths.optional() })
      .optional(),
  }),
  binding: Binding,
  devices: Paths.min(1).optional(),
  parameters: z.array(z.strictObject({ module: Text, options: Text })).optional(),
  machines: z.array(Text).min(1),
  flavours: z
    .strictObject({
      x86_64: flavoursOf('x86_64').optional(),
      aarch64: flavoursOf('aarch64').optional(),
      ppc64le: flavoursOf('ppc64le').optional(),
    })
    .optional(),
  configs: z.strictObject({ symbols: Paths.optional(), source: Paths.optional() }).optional(),
  traits: z.record(z.string(), z.array(z.union([z.string(), z.boolean()]))).optional(),
  profile: z.string().optional(),
});

const RowShape = z.strictObject({ group: z.string().optional(), label: Text, cell: Run });

const ClaimShape = z.strictObject({
  test: z.strictObject({ program: Text, name: Text }),
  cell: z.string().optional(),
  says: Run,
});
const LOOKS = ['part', 'other', 'third', 'held', 'good', 'bad', 'empty'] as const;

const PageShape = z.strictObject({
  answer: Run.optional(),
  objections: z
    .array(
      z.strictObject({
        against: z.array(Text).min(1),
        short: Text,
        where: Text,
        text: Text,
        claims: z.array(ClaimShape),
      }),
    )
    .optional(),
  lead: z.string().optional(),
  kinds: z.array(z.strictObject({ id: Text, label: Text, look: z.enum(LOOKS) })).optional(),
  pictures: Run.optional(),
  latencies: z
    .array(
      z.strictObject({
        title: Text,
        ways: z.array(z.strictObject({ key: Text, label: Text, look: z.enum(['good', 'bad']) })).min(1),
      }),
    )
    .optional(),
});

export const TopicShape = z.strictObject({
  id: Id,
  title: Text,
  question: Text,
  subject: z.string().optional(),
  thread: Text,
  commenters: z.array(z.strictObject({ name: Text, address: z.string().optional(), part: Text })).optional(),
  tests: Text,
  triedOn: z.record(z.string(), z.array(z.string())).optional(),
  quick: z.array(z.string()).optional(),
  reads: Paths.min(1),
  /** Looked at apart: one of the checkout may have suites. */
  subsystem: z
    .custom((value) => typeof value === 'object' && value !== null, { message: 'a subsystem is expected' })
    .optional(),
  modules: Paths.optional(),
  layout: Run,
  files: Run,
  prerequisite: Run,
  variants: z.array(VariantShape).min(1, { message: 'a topic has one variant at least' }),
  selftest: Run.optional(),
  baseline: Run,
  restored: Run,
  rows: z.array(RowShape).optional(),
  page: PageShape.optional(),
  lines: Run,
});

// What its functions return.

export const PatchShape = z.strictObject({
  subject: Text,
  body: z.string(),
  comparison: z.literal(true).optional(),
  note: Run.optional(),
  edits: Run,
  files: Run.optional(),
});

export const EditsShape = z.array(
  z.strictObject({
    path: Text,
    start: z.number().int().min(0),
    end: z.number().int().min(0),
    text: z.string(),
    anchor: z.string(),
    purpose: z.string(),
  }),
);

export const LoadsShape = z.array(
  z.strictObject({
    with: z.record(z.string(), z.union([z.boolean(), z.number(), z.string()])),
    contract: z.unknown(),
  }),
);

export const LinesShape = z.array(z.tuple([Text, z.string()]));
export const FilesShape = z.record(z.string(), Text);
export const CellShape = z.string().optional();
export const ClientShape = z.record(z.string(), z.string());
