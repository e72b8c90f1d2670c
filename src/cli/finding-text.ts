// SPDX-License-Identifier: GPL-2.0-only
import type { Finding } from '../../checks/rule.ts';
import { ruleCatalogue } from '../evidence/catalogue.ts';
import type { Terminal } from './command.ts';

/**
 * One finding as a person reads it: its place and what is the matter, then why that matters and where it is written.
 *
 * @param explained whether the rule has been explained above already
 */
export function findingLines(
  { rule: id, file, line, severity, message }: Finding,
  { colour, context }: Pick<Terminal, 'colour' | 'context'>,
  explained = false,
): string[] {
  const paint = { error: colour.bad, warning: colour.warn, note: colour.dim }[severity];
  const rule = explained ? undefined : ruleCatalogue(context).find((one) => one.id === id);
  return [
    `  ${file}:${line}: ${paint(severity)}: ${message} [${id}]`,
    ...(rule ? [colour.dim(`      why: ${rule.why}`), colour.dim(`      see: ${rule.reference}`)] : []),
  ];
}
