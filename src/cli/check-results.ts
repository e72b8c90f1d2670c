// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { isAbsolute, relative } from 'node:path';
import type { Skipped } from '../../checks/engine/examine.ts';
import type { Finding } from '../../checks/rule.ts';
import { placedFinding } from '../evidence/finding-place.ts';
import type { Message } from '../mail/message.ts';
import { reportedFindings } from '../results/finding.ts';
import type { ReportedDesign } from '../results/model.ts';
import type { MailedSeries } from '../series/generate.ts';
import type { CheckedSeries } from './check-report.ts';

type Bare = Pick<ReportedDesign, 'programs' | 'measurements'>;

const NOTHING_RAN: Bare = { programs: [], measurements: [] };

/** A variant that rules judged on a tree. */
export function designOfVariant(
  { variant, tree, composition, mails }: MailedSeries,
  findings: readonly Finding[],
  checks: { readonly ran: readonly string[]; readonly skipped: readonly Skipped[] },
): ReportedDesign {
  const { spec, label, release, base } = tree;
  return {
    ...NOTHING_RAN,
    ...{ name: variant.id, title: variant.title },
    tree: { spec, label, release, base: { ...base } },
    patches: mails.map(({ name, text }, at) => ({
      subject: composition.patches[at]?.subject ?? name,
      role: composition.patches[at]?.role === 'prerequisite' ? 'prerequisite' : 'own',
      ...{ name, sha256: sha256(text) },
    })),
    findings: reportedFindings(
      findings.map((one) => placedFinding(one, composition.edited.get(one.file)?.text)),
    ),
    checks: { ran: [...checks.ran], skipped: [...checks.skipped] },
  };
}

/**
 * Somebody's patches that rules judged, on a tree or as mails.
 *
 * @param name what the mails were called
 */
export async function designOfMails(
  name: string,
  { series, tree, findings, skipped, uapi, laid }: CheckedSeries,
): Promise<ReportedDesign> {
  const { patches, covers } = series;
  const placed = [];
  for (const one of findings)
    placed.push({ ...placedFinding(one, await textOf(one.file, laid)), file: below(one.file) });
  const title = covers[0]?.subject ?? patches[0]?.subject ?? name;
  return {
    ...NOTHING_RAN,
    ...{ name, title },
    ...(tree === undefined ? {} : { tree: { spec: tree } }),
    patches: patches.map(patchOf),
    ...(uapi ? { uapi } : {}),
    findings: reportedFindings(placed),
    checks: { ran: [], skipped: [...skipped] },
  };
}

/** As the patches leave it; undefined for a mail, and where nothing was applied. */
async function textOf(path: string, laid: CheckedSeries['laid']): Promise<string | undefined> {
  if (!laid) return undefined;
  const step = laid.steps.findLast(({ after }) => after.has(path));
  if (step) return step.after.get(path)?.text;
  return laid.below.has(path) ? laid.below.get(path) : laid.tree.read(path);
}

/**
 * The path of a file of mails, relative to the current folder if it is below that: CI services map paths of the
 * checkout.
 */
function below(file: string): string {
  const path = isAbsolute(file) ? relative(process.cwd(), file) : file;
  return path === '' || path.startsWith('..') ? file : path;
}

function patchOf({ subject, id, mail }: Message): ReportedDesign['patches'][number] {
  return {
    ...{ subject: subject ?? 'a patch without a subject', role: 'own', sha256: sha256(mail) },
    ...(id === undefined ? {} : { messageId: id }),
  };
}

/** @param text latin1 */
function sha256(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('hex');
}
