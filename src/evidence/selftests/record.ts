// SPDX-License-Identifier: GPL-2.0-only
import * as z from 'zod';

/** What selftests were made of. */
export const SelftestsRecord = z.object({
  collections: z.array(
    z.object({
      name: z.string().describe('first part of the names of its rows'),
      source: z.string().describe('the tree, or a path'),
      programs: z.number().int().describe('that are tests'),
      notBuilt: z
        .array(z.object({ program: z.string(), why: z.string() }))
        .describe('programs that were not made, each with the line of the compiler or linker'),
      missing: z
        .array(z.object({ name: z.string(), wanted: z.string(), has: z.string() }))
        .describe('symbols of its `config` that the kernel has otherwise'),
    }),
  ),
  packages: z
    .array(z.object({ name: z.string(), version: z.string() }))
    .describe('Debian packages in the guest'),
  because: z
    .array(z.object({ package: z.string(), because: z.string() }))
    .describe('why packages beyond the base were taken'),
  modules: z.array(z.string()).describe('modules of the kernel that modprobe finds in the guest'),
  bytes: z.number().int().describe('of the userland'),
});
export type SelftestsRecord = z.infer<typeof SelftestsRecord>;
