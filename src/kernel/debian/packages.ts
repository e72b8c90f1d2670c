// SPDX-License-Identifier: GPL-2.0-only
import * as z from 'zod';
import { compareVersions } from './version.ts';

/** One version of one binary package, as the archive's signed index describes it. */
export const PackageRecord = z.object({
  package: z.string(),
  version: z.string(),
  architecture: z.string(),
  /** Of the .deb file. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of the .deb file, bytes. */
  size: z.number().int().positive(),
  /** Path below the mirror's root. */
  filename: z.string(),
  /** The suites that have it. */
  suites: z.array(z.string()),
});
export type PackageRecord = z.infer<typeof PackageRecord>;

/** Suites by `package version`, from the lines of `apt-cache madison`. */
export function parseMadison(output: string): Map<string, string[]> {
  const suites = new Map<string, string[]>();
  for (const line of output.split('\n')) {
    const [name, version, source] = line.split(' | ').map((field) => field.trim());
    const suite = source?.split(' ')[1]?.split('/')[0];
    if (!name || !version || !suite) continue;
    const key = `${name} ${version}`;
    suites.set(key, [...new Set([...(suites.get(key) ?? []), suite])].sort());
  }
  return suites;
}

/** The stanzas of `apt-cache show`, newest first and each version once. */
export function parseShow(output: string, suites: ReadonlyMap<string, string[]>): PackageRecord[] {
  const records = new Map<string, PackageRecord>();
  for (const stanza of output.split('\n\n')) {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(stanza)?.[1];
    const key = `${field('Package')} ${field('Version')}`;
    const record = PackageRecord.safeParse({
      package: field('Package'),
      version: field('Version'),
      architecture: field('Architecture'),
      sha256: field('SHA256'),
      size: Number(field('Size')),
      filename: field('Filename'),
      suites: suites.get(key) ?? [],
    });
    if (record.success && !records.has(key)) records.set(key, record.data);
  }
  return [...records.values()].sort(
    (a, b) => compareVersions(b.version, a.version) || (a.package < b.package ? -1 : 1),
  );
}
