// SPDX-License-Identifier: GPL-2.0-only
import { headersByPath } from '../../src/uapi/header-path.ts';
import type { Comparison } from '../../src/uapi/model.ts';
import { hasHeader } from '../lib/has.ts';
import { listed } from '../lib/tell.ts';
import type { Finding, Subject } from '../rule.ts';

/** What the headers' texts say; of drivers, and of includes themselves, this says nothing. */
const OF_HEADERS = /^(lay|enm|mac|dec|ioc|cxx)-/;

/**
 * Findings about a header of which one side lacks an include that the other has: what the header means there is not
 * known, so that a break may be none.
 */
export function absentIncludes({ uapi }: Subject, findings: Finding[]): Finding[] {
  if (!uapi || findings.length === 0) return findings;
  const lacks = new Map<string, readonly string[]>();
  return findings.map((finding) => {
    if (!OF_HEADERS.test(finding.rule) || !/-break$/.test(finding.effect ?? '')) return finding;
    const header = headersByPath(uapi).get(finding.file);
    if (header === undefined) return finding;
    const absent = lacks.get(header) ?? absentIn(uapi, header);
    lacks.set(header, absent);
    if (absent.length === 0) return finding;
    const { breaks: _, ...rest } = finding;
    const message = `${finding.message}; not known for sure, since one side lacks ${listed([...absent])}, which ${header} includes`;
    return { ...rest, message, severity: 'warning', effect: 'undetermined' };
  });
}

/** Includes that one side alone has, of those that both write. */
function absentIn({ before, after }: Comparison, header: string): string[] {
  const [was, is] = [before.header(header), after.header(header)];
  if (!was || !is) return [];
  const lost = is.missing.filter((name) => !was.missing.includes(name) && hasHeader(before, name));
  const won = was.missing.filter((name) => !is.missing.includes(name) && hasHeader(after, name));
  return [...lost, ...won];
}
