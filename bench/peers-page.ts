// SPDX-License-Identifier: GPL-2.0-only
// docs/uapi-peers.md: every mutation with its label and what kpw and the peers say of it.
import { corpus } from '../test/mutations/corpus/index.ts';
import type { Mutation, Verdict } from '../test/mutations/mutation.ts';
import type { Results } from './peers.ts';
import { type Said, TOOLS, type Tool } from './peers-verdicts.ts';

const SAFE: readonly Verdict[] = ['identical', 'additive', 'additive-proven'];

/** What kpw said, by mutation. */
export type Verdicts = ReadonlyMap<string, { readonly verdict: Verdict; readonly right: boolean }>;

function isSafe({ label }: Mutation): boolean {
  return SAFE.includes(label.verdict[0]);
}

export function page(results: Results, ours: Verdicts): string {
  const rows = corpus.map((mutation) => row(mutation, results[mutation.id] ?? {}, ours));
  return `${HEAD}
${summary(results, ours)}
${NOTES}
| mutation | what is done | label | kpw | ${TOOLS.join(' | ')} |
|---|---|---|---|${TOOLS.map(() => '---|').join('')}
${rows.join('\n')}
`;
}

const HEAD = `# The UAPI checker beside its peers

Made by \`npm run bench -- peers\`; the mutations, their edits and the reasons for their labels are in
[test/mutations/corpus](../test/mutations/corpus). Each was labelled before any of these tools was run over it.
`;

const NOTES = `
"Caught" counts a harmful mutation of which a tool says anything at all; a complaint about something else, such as a style
warning of checkpatch, counts too. A false alarm is a complaint about a safe mutation. For kpw a mutation counts only where
the effect is the label's, and, where the label has them, the family of the rule and the architectures.

- kpw: \`kpw uapi diff\` over the tree and the mutated tree, headers and drivers, seven architectures.
- check-uapi.sh: the tree's own script, gcc 12, abidiff 2.6 of Debian 13, ARCH=x86. All mutations of a tree are in one
  commit, each edited header under a name of its own, since the script compiles and compares every file by itself: a run for
  each mutation would take 70 s. The repository has only the edited headers and what they include. The target archscripts,
  which builds helpers of the boot image, is empty. Where no header changes, the script says so and ends.
- abidiff: the same compiler flags but for -std=gnu11, \`abidiff --non-reachable-types\` without suppressions; any difference is a complaint.
- \`checkpatch.pl --strict\`, without what is about the mail.
- header test: scripts/headers_install.sh, and the commands of usr/include/Makefile that UAPI_HEADER_TEST runs.

Thirteen entries were corrected after they had been run, each with a comment in the corpus: the labels of lay-argsz-grown-proven,
-by-flag, -output and -elsewhere and of lay-output-pad-used forgot that nobody can ask for the member; ioc-long-to-u64,
lay-size-by-macro and lay-members-dropped-declarator named architectures that do not have the header, or that it goes without
saying; the label of same-size-without-macro forgot the copy of the header below tools; the edits of vfio-capability-new-version,
tre-include-needed and new-time did not do what their titles say, or more; and gcc, here as a peer, refused what was called
same-typedef and is tre-type-not-included now. A verdict in bold is wrong still; test/mutations/known.ts has the cause.
`;

function summary(results: Results, ours: Verdicts): string {
  const harmful = corpus.filter((mutation) => !isSafe(mutation));
  const harmless = corpus.filter(isSafe);
  const says = (tool: Tool, verdict: Said['verdict']) => (mutation: Mutation) =>
    results[mutation.id]?.[tool]?.verdict === verdict;
  const kpw = [
    'kpw',
    harmful.filter(({ id }) => ours.get(id)?.right).length,
    harmless.filter(({ id }) => !isHarmless(ours.get(id)?.verdict)).length,
    0,
  ];
  const peers = TOOLS.map((tool) => [
    tool,
    harmful.filter(says(tool, 'complains')).length,
    harmless.filter(says(tool, 'complains')).length,
    corpus.filter(says(tool, 'failed')).length,
  ]);
  const lines = [kpw, ...peers].map((cells) => `| ${cells.join(' | ')} |`);
  return `| tool | caught, of ${harmful.length} harmful | false alarms, of ${harmless.length} safe | could not check |
|---|---|---|---|
${lines.join('\n')}
`;
}

function isHarmless(verdict: Verdict | undefined): boolean {
  return verdict === undefined || SAFE.includes(verdict) || verdict === 'undetermined';
}

function row(mutation: Mutation, said: Results[string], ours: Verdicts): string {
  const { id, title, tree, label } = mutation;
  const own = ours.get(id);
  const mark = own === undefined ? '' : own.right ? own.verdict : `**${own.verdict}**`;
  const cells = TOOLS.map((tool) => cell(said?.[tool]));
  const where = tree === '6.12' ? '' : ` (${tree})`;
  return `| ${id} | ${escapeCell(title)}${where} | ${label.verdict.join(' or ')} | ${mark} | ${cells.join(' | ')} |`;
}

function cell(said: Said | undefined): string {
  if (!said) return '';
  const text = said.text.length > 60 ? '' : said.text;
  if (said.verdict === 'silent') return '–';
  return escapeCell(`${said.verdict}${text && said.verdict === 'failed' ? `: ${text}` : ''}`);
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('<', '&lt;');
}
