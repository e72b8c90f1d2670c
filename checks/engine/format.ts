// SPDX-License-Identifier: GPL-2.0-only
import type { Finding, Rule } from '../rule.ts';

/** `file:line: LEVEL: text [rule]`, what b4 reads from a per-patch checker. */
export function formatLine({ file, line, severity, message, rule }: Finding): string {
  return `${file}:${line}: ${severity.toUpperCase()}: ${message} [${rule}]`;
}

/** A finding with what its rule has to say, ready for JSON. */
export interface FindingData extends Finding {
  readonly category: string;
  readonly why: string;
  readonly reference: string;
  readonly todo: string;
  /** Page of the rule, relative to the project. */
  readonly page: string;
}

export function toData(findings: readonly Finding[], rules: readonly Rule[]): FindingData[] {
  return findings.flatMap((finding) => {
    const rule = rules.find(({ id }) => id === finding.rule);
    if (!rule) return [];
    const { category, why, reference, todo, id } = rule;
    return [{ ...finding, category, why, reference, todo, page: pageOf(id) }];
  });
}

export function pageOf(id: string): string {
  return `docs/rules/${id}.md`;
}
